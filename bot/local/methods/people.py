"""``auth.*``, ``users.*``, ``bots.*``, ``team.*`` and ``assistant.*``: who is who, and what an assistant shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.call import Call, Method
from bot.local.changes import Assisted
from bot.local.model import TEAM, TEAM_DOMAIN, TEAM_NAME, RefusedError
from bot.local.objects import bot_object, user_object
from bot.local.paging import page

if TYPE_CHECKING:
    from bot.local.model import Json

PROMPTS = 4
LOADING_MESSAGES = 10


def auth_test(call: Call) -> Json:
    """Whose token it is."""
    return {
        "url": f"{call.workspace.url}/",
        "team": TEAM_NAME,
        "user": call.app.name,
        "team_id": TEAM,
        "user_id": call.app.user,
        "bot_id": call.app.bot_id,
        "is_enterprise_install": False,
    }


def users_info(call: Call) -> Json:
    """One user."""
    return {"user": user_object(call.workspace.user(call.required("user")))}


def users_list(call: Call) -> Json:
    """All users."""
    shown, metadata = page(call, list(map(user_object, call.workspace.users.values())), 200)
    return {"members": shown, **metadata}


def bots_info(call: Call) -> Json:
    """One bot, the app's own unless another is named."""
    id_ = call.text("bot") or call.app.bot_id
    for app in call.workspace.apps.values():
        if app.bot_id == id_:
            return {"bot": {**bot_object(app), "user_id": app.user}}
    for user in call.workspace.users.values():
        if user.bot_id == id_:
            return {
                "bot": {"id": id_, "name": user.real_name, "user_id": user.id, "app_id": user.app_id, "deleted": False}
            }
    raise RefusedError("bot_not_found")


def team_info(call: Call) -> Json:
    """The workspace."""
    team = {"id": TEAM, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": "", "url": f"{call.workspace.url}/"}
    return {"team": team}


def set_suggested_prompts(call: Call) -> Json:
    """Offer up to four things to ask in a conversation with an assistant."""
    if not call.app.agent:
        raise RefusedError("not_allowed")
    prompts = call.json("prompts")
    if not isinstance(prompts, list) or not all(
        isinstance(p, dict) and p.get("title") and p.get("message") for p in prompts
    ):
        raise RefusedError("invalid_arguments")
    if len(prompts) > PROMPTS:
        raise RefusedError("too_many_prompts")
    channel = call.channel("channel_id")
    call.workspace.tell(Assisted(channel.id, call.text("thread_ts"), prompts=tuple(prompts), title=call.text("title")))
    return {}


def set_status(call: Call) -> Json:
    """Say what the app is doing in a thread; an empty status takes it away."""
    channel = call.channel("channel_id")
    thread_ts = call.required("thread_ts")
    if len(call.json("loading_messages") or ()) > LOADING_MESSAGES:
        raise RefusedError("invalid_arguments")
    call.workspace.message(channel.id, thread_ts)
    call.workspace.tell(Assisted(channel.id, thread_ts, status=call.text("status")))
    return {}


METHODS = {
    "auth.test": Method(auth_test),
    "users.info": Method(users_info, ("users:read",)),
    "users.list": Method(users_list, ("users:read",)),
    "bots.info": Method(bots_info, ("users:read",)),
    "team.info": Method(team_info, ("team:read",)),
    "assistant.threads.setSuggestedPrompts": Method(set_suggested_prompts, ("assistant:write",)),
    "assistant.threads.setStatus": Method(set_status, ("chat:write", "assistant:write")),
}
