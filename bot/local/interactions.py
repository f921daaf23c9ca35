"""What an app is sent when someone clicks, submits, closes, uses a shortcut or types a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.local.composer import Names, encode, escape
from bot.local.model import TEAM, TEAM_DOMAIN
from bot.local.objects import message_object, person, team, view_object

if TYPE_CHECKING:
    from bot.local.grants import Grants
    from bot.local.model import App, Channel, Command, Json, Message, Shortcut, User, View
    from bot.local.workspace import Workspace

_CHANNEL_NAMES = {"im": "directmessage", "group": "privategroup"}


@dataclass(frozen=True, slots=True)
class Scene:
    """Who does something with which app, and what the app may do next is granted here."""

    workspace: Workspace
    grants: Grants
    app: App
    user: User

    def told(self, kind: str) -> Json:
        """What all interactions have in common."""
        return {
            "type": kind,
            "team": team(),
            "user": person(self.user),
            "api_app_id": self.app.id,
            "token": self.app.verification_token,
            "is_enterprise_install": False,
            "enterprise": None,
        }

    def trigger(self) -> str:
        """A ``trigger_id`` for what the user does."""
        return self.grants.trigger(self.app.id, self.user.id)

    def response_url(self, channel: str, ts: str = "") -> str:
        """An address to answer at, in a channel and for a message."""
        return self.grants.response_url(self.app.id, self.user.id, channel, ts)


def slash_command(scene: Scene, command: Command, text: str, channel: Channel) -> Json:
    """A slash command; with ``should_escape`` the mentions in its text carry ids."""
    return {
        "token": scene.app.verification_token,
        "team_id": TEAM,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": _CHANNEL_NAMES.get(channel.kind, channel.name),
        "user_id": scene.user.id,
        "user_name": scene.user.name,
        "command": command.name,
        "text": encode(text, Names.of(scene.workspace)) if command.should_escape else escape(text),
        "api_app_id": scene.app.id,
        "is_enterprise_install": "false",
        "response_url": scene.response_url(channel.id),
        "trigger_id": scene.trigger(),
    }


def message_action(scene: Scene, shortcut: Shortcut, message: Message) -> Json:
    """A shortcut in the menu of a message."""
    return {
        **scene.told("message_action"),
        "callback_id": shortcut.callback_id,
        "action_ts": scene.workspace.next_ts(),
        "trigger_id": scene.trigger(),
        "channel": _channel(scene.workspace.channels[message.channel]),
        "message_ts": message.ts,
        "message": message_object(scene.workspace, message),
        "response_url": scene.response_url(message.channel),
    }


def global_shortcut(scene: Scene, shortcut: Shortcut) -> Json:
    """A shortcut that belongs to no message."""
    return {
        **scene.told("shortcut"),
        "callback_id": shortcut.callback_id,
        "action_ts": scene.workspace.next_ts(),
        "trigger_id": scene.trigger(),
    }


def action_in_message(scene: Scene, action: Json, message: Message, values: Json) -> Json:
    """A click or a selection in a message; ``values`` is what is filled in around it."""
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": bool(message.visible_to),
    }
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    shown = {} if message.visible_to else {"message": message_object(scene.workspace, message)}
    return {
        **scene.told("block_actions"),
        "trigger_id": scene.trigger(),
        "container": {**container, **thread},
        "channel": _channel(scene.workspace.channels[message.channel]),
        **shown,
        "state": {"values": values},
        "response_url": scene.response_url(message.channel, message.ts),
        "actions": [{**action, "action_ts": scene.workspace.next_ts()}],
    }


def action_in_view(scene: Scene, action: Json, view: View) -> Json:
    """A click or a selection in a modal or an App Home."""
    return {
        **scene.told("block_actions"),
        "trigger_id": scene.trigger(),
        "container": {"type": "view", "view_id": view.id},
        "view": view_object(scene.workspace, view),
        "actions": [{**action, "action_ts": scene.workspace.next_ts()}],
    }


def view_submission(scene: Scene, view: View) -> Json:
    """A modal was submitted."""
    shown = view_object(scene.workspace, view)
    return {**scene.told("view_submission"), "trigger_id": scene.trigger(), "view": shown, "response_urls": []}


def view_closed(scene: Scene, view: View, *, whole_stack: bool) -> Json:
    """A modal was closed without submitting it, alone or with all that lie under it."""
    return {**scene.told("view_closed"), "view": view_object(scene.workspace, view), "is_cleared": whole_stack}


def block_suggestion(scene: Scene, element: Json, typed: str, where: Json) -> Json:
    """Someone types into a menu whose options the app provides; ``where`` is its ``view`` or ``message``."""
    named = {name: element[name] for name in ("action_id", "block_id")}
    return {**scene.told("block_suggestion"), **named, "value": typed, **where}


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": _CHANNEL_NAMES.get(channel.kind, channel.name)}
