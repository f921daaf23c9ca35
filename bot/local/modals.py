"""Modals and App Homes: opening, pushing, updating, closing; the same for methods and for what a submission answers."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.local.changes import ViewChanged
from bot.local.limits import view_faults, view_too_large
from bot.local.model import RefusedError, View
from bot.local.objects import with_ids

if TYPE_CHECKING:
    from bot.local.model import Json
    from bot.local.workspace import Workspace

DEEPEST = 3
"""How many modals may lie on one another."""


def open_modal(workspace: Workspace, app_id: str, user: str, body: Any) -> View:
    """Show a modal; what the user had open is gone."""
    checked = _checked(workspace, body, "modal")
    close_all(workspace, user)
    id_ = workspace.new_id("V")
    return _keep(workspace, View(id_, app_id, user, checked, _hash(), root_id=id_), "opened")


def push_modal(workspace: Workspace, app_id: str, user: str, body: Any) -> View:
    """Lay a modal on the one that is open, or ``not_found``, ``push_limit_reached``."""
    checked = _checked(workspace, body, "modal")
    below = workspace.modals(user)
    if not below:
        raise RefusedError("not_found")
    if len(below) >= DEEPEST:
        raise RefusedError("push_limit_reached")
    view = View(workspace.new_id("V"), app_id, user, checked, _hash(), below[-1].root_id, below[-1].id)
    return _keep(workspace, view, "pushed")


def update_view(workspace: Workspace, view: View, body: Any, hash_: str = "") -> View:
    """Replace what a view shows, or ``hash_conflict`` when it changed since the app read it.

    What was filled in stays where block and action have kept their ids.
    """
    checked = _checked(workspace, body, view.body["type"], known=view.id)
    if hash_ and hash_ != view.hash:
        raise RefusedError("hash_conflict")
    kept = {block["block_id"] for block in checked["blocks"]}
    values = {block: filled for block, filled in view.values.items() if block in kept}
    return _keep(workspace, replace(view, body=checked, hash=_hash(), values=values), "updated")


def publish_home(workspace: Workspace, app_id: str, user: str, body: Any, hash_: str = "") -> View:
    """Show an App Home to a user."""
    if standing := workspace.home(app_id, user):
        return update_view(workspace, standing, body, hash_)
    id_ = workspace.new_id("V")
    view = View(id_, app_id, user, _checked(workspace, body, "home"), _hash(), root_id=id_)
    return _keep(workspace, view, "published")


def close(workspace: Workspace, view: View) -> None:
    """Take a view away."""
    del workspace.views[view.id]
    workspace.tell(ViewChanged(view, "closed"))


def close_all(workspace: Workspace, user: str) -> None:
    """Take every modal of a user away."""
    for view in reversed(workspace.modals(user)):
        close(workspace, view)


def by_external_id(workspace: Workspace, external_id: str) -> View:
    """The view to which an app gave that id, or ``not_found``."""
    for view in workspace.views.values():
        if external_id and view.body.get("external_id") == external_id:
            return view
    raise RefusedError("not_found")


def _keep(workspace: Workspace, view: View, how: str) -> View:
    workspace.views[view.id] = view
    workspace.tell(ViewChanged(view, how))
    return view


def _checked(workspace: Workspace, body: Any, kind: str, known: str = "") -> Json:
    if view_too_large(body):
        raise RefusedError("view_too_large")
    if faults := view_faults(body, kind):
        raise RefusedError("invalid_arguments", response_metadata={"messages": list(map(str, faults))})
    external_id = body.get("external_id")
    others = (view for view in workspace.views.values() if view.id != known)
    if external_id and any(view.body.get("external_id") == external_id for view in others):
        raise RefusedError("duplicate_external_id")
    return {**body, "blocks": list(with_ids(body["blocks"]))}


def _hash() -> str:
    return f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"
