"""What a person does with an app: commands, shortcuts, clicks, modals; each waits for what the app says to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.local import interactions, modals
from bot.local.filling import chosen_action, find, problems, state_values
from bot.local.interactions import Scene
from bot.local.model import SLACKBOT, Message, RefusedError
from bot.local.objects import message_object, view_object
from bot.local.response_url import answer

if TYPE_CHECKING:
    from bot.local.call import Rooms
    from bot.local.delivery import Delivery
    from bot.local.model import App, Command, Json, Shortcut, View
    from bot.local.workspace import Workspace

IN_THREAD = "not_supported_in_threads"


@dataclass(frozen=True, slots=True)
class Place:
    """Where someone clicks: a message, or a view when ``view_id`` is set."""

    view_id: str = ""
    channel: str = ""
    ts: str = ""


@dataclass(frozen=True, slots=True)
class Interacting:
    """Lets users interact. What goes wrong on the way to the app raises ``RefusedError`` with Slack's word for it."""

    rooms: Rooms
    delivery: Delivery

    async def command(self, user: str, channel: str, text: str, thread_ts: str = "") -> None:
        """Type a slash command, with its slash; threads take none, as in Slack."""
        name, *rest = text.split(maxsplit=1) or [""]
        app, command = _command(self._workspace, name)
        if thread_ts:
            raise RefusedError(IN_THREAD)
        where = self._workspace.channel(channel)
        payload = interactions.slash_command(self._scene(app.id, user), command, "".join(rest).strip(), where)
        told = await self.delivery.interaction(app.id, "slash_commands", payload)
        if told.error:
            failure = f'{name} failed with the error "{told.error}"'
            self._workspace.whisper(Message(where.id, SLACKBOT, failure, visible_to=user))
            raise RefusedError(told.error)
        if told.payload:
            reply = self.rooms.grants.reply(payload["response_url"].rpartition("/")[2])
            answer(self.rooms, reply, told.payload)

    async def shortcut(self, user: str, callback_id: str, channel: str = "", ts: str = "") -> None:
        """Use a shortcut: of a message when one is named, a global one otherwise."""
        app, shortcut = _shortcut(self._workspace, callback_id, "message" if ts else "global")
        scene = self._scene(app.id, user)
        if ts:
            payload = interactions.message_action(scene, shortcut, self._workspace.message(channel, ts))
        else:
            payload = interactions.global_shortcut(scene, shortcut)
        await self._interact(app.id, payload)

    async def act(self, user: str, place: Place, block_id: str, action_id: str, chosen: Any, filled: Json) -> None:
        """Click or choose something; ``filled`` is what inputs around it hold, by block and action."""
        if place.view_id:
            view = self._own_view(user, place.view_id)
            view = self._fill(view, filled)
            element = find(view.body["blocks"], block_id, action_id)
            scene = self._scene(view.app_id, user)
            payload = interactions.action_in_view(scene, chosen_action(element, chosen), view)
        else:
            message = self._seen(user, place)
            element = find(message.blocks, block_id, action_id)
            scene = self._scene(message.app_id, user)
            values = state_values(message.blocks, filled)
            payload = interactions.action_in_message(scene, chosen_action(element, chosen), message, values)
        await self._interact(scene.app.id, payload)

    async def options(self, user: str, place: Place, block_id: str, action_id: str, typed: str) -> Json:
        """What an app offers in a menu whose options it provides."""
        if place.view_id:
            view = self._own_view(user, place.view_id)
            blocks, app_id = view.body["blocks"], view.app_id
            where = {"view": view_object(self._workspace, view)}
        else:
            message = self._seen(user, place)
            blocks, app_id = message.blocks, message.app_id
            where = {"message": message_object(self._workspace, message)}
        element = find(blocks, block_id, action_id)
        payload = interactions.block_suggestion(self._scene(app_id, user), element, typed, where)
        return await self._interact(app_id, payload)

    async def submit(self, user: str, view_id: str, filled: Json) -> dict[str, str]:
        """Submit a modal; what has to be put right comes back as a sentence for each block, nothing when it is done."""
        view = self._fill(self._own_view(user, view_id), filled)
        if wrong := problems(view.body["blocks"], view.values):
            return wrong
        payload = interactions.view_submission(self._scene(view.app_id, user), view)
        return self._after(view, await self._interact(view.app_id, payload))

    async def close(self, user: str, view_id: str, *, whole_stack: bool = False) -> None:
        """Close a modal, or all of them; apps that asked for it are told."""
        view = self._own_view(user, view_id)
        whole_stack = whole_stack or bool(view.body.get("clear_on_close"))
        closing = self._workspace.modals(user)[::-1] if whole_stack else [view]
        for one in closing:
            modals.close(self._workspace, one)
        for one in closing:
            if one.body.get("notify_on_close"):
                scene = self._scene(one.app_id, user)
                await self._interact(one.app_id, interactions.view_closed(scene, one, whole_stack=whole_stack))

    @property
    def _workspace(self) -> Workspace:
        return self.rooms.workspace

    def _scene(self, app_id: str, user: str) -> Scene:
        return Scene(self._workspace, self.rooms.grants, self._workspace.app(app_id), self._workspace.user(user))

    async def _interact(self, app_id: str, payload: Json) -> Json:
        told = await self.delivery.interaction(app_id, "interactive", payload)
        if told.error:
            raise RefusedError(told.error)
        return told.payload or {}

    def _own_view(self, user: str, view_id: str) -> View:
        view = self._workspace.view(view_id)
        if view.user != user:
            raise RefusedError("not_found")
        return view

    def _seen(self, user: str, place: Place) -> Message:
        message = self._workspace.message(place.channel, place.ts)
        if message.visible_to not in ("", user):
            raise RefusedError("message_not_found")
        return message

    def _fill(self, view: View, filled: Json) -> View:
        values = state_values(view.body["blocks"], filled)
        self._workspace.views[view.id] = view = replace(view, values=values)
        return view

    def _after(self, view: View, told: Json) -> dict[str, str]:
        """Do what an app says to a submission: nothing closes the modal."""
        action = told.get("response_action")
        if action == "errors":
            return _known_errors(view, told.get("errors"))
        if action == "update":
            modals.update_view(self._workspace, view, told.get("view"))
        elif action == "push":
            modals.push_modal(self._workspace, view.app_id, view.user, told.get("view"))
        elif action == "clear":
            modals.close_all(self._workspace, view.user)
        elif view.id in self._workspace.views:
            modals.close(self._workspace, view)
        return {}


def _with_commands(workspace: Workspace) -> list[App]:
    return [app for app in workspace.apps.values() if "commands" in app.scopes]


def _command(workspace: Workspace, name: str) -> tuple[App, Command]:
    for app in _with_commands(workspace):
        for command in app.commands:
            if command.name == name:
                return app, command
    raise RefusedError("unknown_command")


def _shortcut(workspace: Workspace, callback_id: str, kind: str) -> tuple[App, Shortcut]:
    for app in _with_commands(workspace):
        for shortcut in app.shortcuts:
            if (shortcut.callback_id, shortcut.kind) == (callback_id, kind):
                return app, shortcut
    raise RefusedError("unknown_shortcut")


def _known_errors(view: View, errors: Any) -> dict[str, str]:
    """The errors of a submission, which have to be about input blocks of the view."""
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not inputs.issuperset(errors):
        raise RefusedError("invalid_response_action", inputs=sorted(inputs))
    return errors
