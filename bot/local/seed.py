"""The workspace as it is at the start: a few people, an alert bot, and #incidents in the middle of a night."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.local import speaking
from bot.local.model import PARTNER_TEAM, SLACKBOT, User

if TYPE_CHECKING:
    from bot.local.model import App
    from bot.local.workspace import Workspace

ALERT = {
    "color": "#b3261e",
    "title": "[FIRING] Origin 5xx above 2 % on edge-ams-3",
    "title_link": "https://alerts.example.net/rules/origin-5xx",
    "text": "live/channel7 answers *503* to 4.1 % of manifest requests over 5 minutes",
    "fields": [
        {"title": "Host", "value": "edge-ams-3.example.net", "short": True},
        {"title": "Since", "value": "02:11 UTC", "short": True},
    ],
    "fallback": "[FIRING] Origin 5xx above 2 % on edge-ams-3",
}
TALK = (
    ("dana", "Looking. Channel 7 only, channel 5 on the same edge is fine."),
    ("sam", "The encoder restarted at 02:09, could be the publishing point. I am in the origin's log now."),
    ("dana", "Players get this from the manifest:\n```HTTP/1.1 503 Service Unavailable\nRetry-After: 5```"),
    ("sam", "Traffic to the backup origin is holding. No need to wake anyone yet."),
)


@dataclass(frozen=True, slots=True)
class Seed:
    """The ids of what every workspace begins with."""

    dana: str
    sam: str
    alerts: str
    guest: str
    incidents: str
    general: str
    shared: str


def plant(workspace: Workspace, app: App) -> Seed:
    """Fill an empty workspace; the app is a member of #incidents and #general, and of the shared channel."""
    workspace.users[SLACKBOT] = User(SLACKBOT, "slackbot", "Slackbot", bot_id="B01")
    workspace.install(app)
    dana = workspace.add_user("dana", "Engineer on call").id
    sam = workspace.add_user("sam", "Team lead", is_admin=True).id
    alerts = workspace.add_user("alerts", "Alerts", bot_id=workspace.new_id("B"), app_id=workspace.new_id("A")).id
    guest = workspace.add_user("noor", "CDN partner", team=PARTNER_TEAM).id
    team = frozenset({dana, sam, app.user})
    general = workspace.add_channel("general", team, creator=sam, topic="Anything").id
    incidents = workspace.add_channel("incidents", team | {alerts}, creator=sam, topic="What is broken right now").id
    shared = workspace.add_channel(
        "cdn-partner", team | {guest}, creator=sam, topic="With the CDN", is_ext_shared=True
    ).id
    for one in (dana, sam):
        workspace.open_im(one, app.user)
    _talk(workspace, {"dana": dana, "sam": sam}, alerts, incidents)
    speaking.say(workspace, sam, general, "Hand-over notes are in the wiki. Quiet weekend, everyone.")
    speaking.say(
        workspace, guest, shared, "Maintenance on our side tonight from 03:00 to 04:00 UTC, no impact expected."
    )
    return Seed(dana, sam, alerts, guest, incidents, general, shared)


def _talk(workspace: Workspace, names: dict[str, str], alerts: str, incidents: str) -> None:
    first = speaking.alert(workspace, alerts, incidents, {"attachments": [ALERT]})
    for name, text in TALK[:1]:
        speaking.say(workspace, names[name], incidents, text, thread_ts=first.ts)
    for name, text in TALK[1:]:
        speaking.say(workspace, names[name], incidents, text)
