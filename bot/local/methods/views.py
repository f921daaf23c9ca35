"""``views.*``: modals and App Homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local import modals
from bot.local.call import Call, Method
from bot.local.model import RefusedError
from bot.local.objects import view_object

if TYPE_CHECKING:
    from typing import Any

    from bot.local.model import Json, View


def open_view(call: Call) -> Json:
    """Show a modal to whom the ``trigger_id`` belongs to."""
    user = call.rooms.grants.redeem(call.text("trigger_id"), call.app.id)
    return _shown(call, modals.open_modal(call.workspace, call.app.id, user, _view(call)))


def push(call: Call) -> Json:
    """Lay a modal on the one the user has open."""
    user = call.rooms.grants.redeem(call.text("trigger_id"), call.app.id)
    return _shown(call, modals.push_modal(call.workspace, call.app.id, user, _view(call)))


def update(call: Call) -> Json:
    """Replace what a view shows, by its id or by the app's own."""
    workspace = call.workspace
    id_ = call.text("view_id")
    view = workspace.view(id_) if id_ else modals.by_external_id(workspace, call.text("external_id"))
    if view.app_id != call.app.id:
        raise RefusedError("not_found")
    return _shown(call, modals.update_view(workspace, view, _view(call), call.text("hash")))


def publish(call: Call) -> Json:
    """Show an App Home to a user."""
    user = call.workspace.user(call.required("user_id")).id
    if not call.app.home_tab:
        raise RefusedError("not_enabled")
    return _shown(call, modals.publish_home(call.workspace, call.app.id, user, _view(call), call.text("hash")))


def _view(call: Call) -> Any:
    call.required("view")
    return call.json("view")


def _shown(call: Call, view: View) -> Json:
    return {"view": view_object(call.workspace, view)}


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
