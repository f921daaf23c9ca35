"""What a payload of Slack's is: by what it is known when it comes again, what to count it as, and whether Slack waits for us."""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING, Any

from bot.db.model import Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping

TOLD_OF = {"message_changed", "message_deleted", "message_replied"}
"""Subtypes of events that tell of a message and are none themselves."""


def delivery(body: Mapping[str, Any]) -> Delivery:
    """The payload as a delivery."""
    return Delivery(key_of(body), body, kind_of(body), *_message(body))


def message_key(team: str, channel: str, ts: str) -> str:
    """What a message is known by, however many events tell of it: a mention comes twice, with two ids."""
    return f"{team}:{channel}:{ts}"


def key_of(body: Mapping[str, Any]) -> str:
    """What repeated deliveries of the same thing have in common.

    A message is known by its place, another event by its id, a command or a click by its trigger; what has none of them by
    what it says.
    """
    event = event_of(body)
    if event.get("type") in ("message", "app_mention") and event.get("subtype") not in TOLD_OF and event.get("ts"):
        return message_key(team_of(body), str(event.get("channel")), str(event["ts"]))
    known = body.get("event_id") or body.get("trigger_id")
    return str(known) if known else hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _message(body: Mapping[str, Any]) -> tuple[str, float]:
    """Which message a payload is, or changes, and as of when; so that changes are made in their order."""
    event = event_of(body)
    if event.get("type") not in ("message", "app_mention"):
        return "", 0.0
    is_change = event.get("subtype") in TOLD_OF
    inner = event.get("message") or {}
    ts = (event.get("deleted_ts") or inner.get("ts")) if is_change else event.get("ts")
    if not ts:
        return "", 0.0
    changed = event.get("event_ts") or event.get("ts")
    return message_key(team_of(body), str(event.get("channel")), str(ts)), _seconds(changed) if is_change else 0.0


def _seconds(ts: object) -> float:
    try:
        seconds = float(str(ts))
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) else 0.0


def kind_of(body: Mapping[str, Any]) -> str:
    """What to count a payload as: the type of its event, ``command``, or the type of the interaction."""
    return str(event_of(body).get("type") or ("command" if "command" in body else body.get("type")) or "other")


def event_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The event in a payload; empty when it holds none."""
    event = body.get("event")
    return event if isinstance(event, dict) else {}


def team_of(body: Mapping[str, Any]) -> str:
    """The workspace an event or a click comes from."""
    team = body.get("team")
    return str(body.get("team_id") or (team.get("id") if isinstance(team, dict) else team) or "")


def at_once(body: Mapping[str, Any]) -> bool:
    """Whether Slack waits for what we say: a modal's answer, or a modal to open before its trigger expires."""
    kind = body.get("type")
    if kind != "block_actions":
        return kind in ("shortcut", "message_action", "view_submission", "view_closed", "block_suggestion")
    actions = [str(action.get("action_id") or "") for action in body.get("actions") or ()]
    return bool(body.get("view")) or any(action.startswith(("more", "paste")) for action in actions)
