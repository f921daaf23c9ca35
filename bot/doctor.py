"""What ``streamerr doctor`` finds: for each thing that the bot needs, whether it is there and what to do when it is not."""

from __future__ import annotations

import json
import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import scopes
from bot.app import web_client
from bot.db import trouble
from bot.db.channels import Channels
from bot.db.database import Database, DatabaseMissingError, DatabaseRefusedError
from bot.db.inbox import Inbox
from bot.reach import KINDS, automatic, joined
from bot.screen import counted
from bot.voice import SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.db.channels import Channel
    from bot.reach import Automatic
    from bot.rules import Rules
    from bot.settings import Settings
    from kb import KnowledgeBase

DATABASE = "workspace database"
LOST = 3
"""Events that were given up, of which is told."""
State = Literal["ok", "note", "fault"]

MANIFEST = Path(__file__).with_name("manifest.json")
SKEW = 60
"""Seconds that clocks may differ before it is said; Slack's signatures are refused after five minutes."""
MOST = 10
"""Channels that are named."""
REFUSED = {
    "invalid_auth": "Slack does not know it. Copy it again; it changes when the app is installed again.",
    "not_authed": "Slack does not know it. Copy it again.",
    "token_revoked": "It was revoked. Install the app again and copy the new one.",
    "account_inactive": "The app was removed from the workspace. Install it again and copy the new token.",
    "not_allowed_token_type": "This is another kind of token.",
    "missing_scope": "It lacks a permission.",
}
WITHOUT = {
    "assistant:write": "no prompts to begin with in direct messages",
    "channels:history": "in public channels it hears mentions alone: nothing is answered unasked, edits are not seen",
    "channels:read": "names and creators of public channels are not known, and they can't be listed here",
    "files:read": "attached files can't be read",
    "files:write": "a recap can't be posted as files; it is shown as text",
    "groups:history": "in private channels it hears mentions alone: nothing is answered unasked, edits are not seen",
    "groups:read": "names and creators of private channels are not known, and they can't be listed here",
    "im:read": "direct messages that were sent while it was down are found only from people who wrote to it before",
    "reactions:write": "no hourglass while an answer takes long",
    "users:read": "admins of the workspace are not known, and can't set channels unless STREAMERR_DECIDERS names them",
}
"""What does not work without an optional permission."""


class Finding(NamedTuple):
    """One thing that was looked at."""

    state: State
    about: str
    told: str


def examine(settings: Settings, kb: KnowledgeBase) -> Iterator[Finding]:
    """Look at everything the bot needs; Slack is asked, nothing is changed."""
    systems = kb.systems()
    entries = sum(len(kb.entries(system.id)) for system in systems)
    known = f"{counted(len(systems), 'system')}, {counted(entries, 'error')}, revision {kb.revision}"
    yield Finding("ok", "knowledge", known)
    yield from _database(settings)
    if not settings.bot_token:
        started = "'streamerr start' opens a local workspace. For Slack, copy the Bot User OAuth Token from OAuth & Permissions."
        other = settings.app_token or settings.signing_secret
        yield Finding("fault" if other else "note", "SLACK_BOT_TOKEN", f"not set. {started}")
    else:
        yield from _bot(settings)
    yield from _ways_in(settings)


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        with Database.as_it_is(settings.database) as db:
            yield from _stock(db)
    except DatabaseMissingError as missing:
        yield Finding("note", DATABASE, f"{missing}. 'streamerr start' makes it.")
    except (DatabaseRefusedError, *trouble.ANY) as error:
        told = str(error) if isinstance(error, DatabaseRefusedError) else f"can't be read: {trouble.word(error)}"
        yield Finding("fault", DATABASE, told)


def _stock(db: Database) -> Iterator[Finding]:
    """What a workspace database holds."""
    named = str(db.url.database) if db.is_sqlite else repr(db.url)
    where = f"{named}, {db.size / 1_000_000:.1f} MB"
    if db.is_behind:
        yield Finding("note", DATABASE, f"{where}. Its schema is brought up to date when the bot starts.")
        return
    inbox = Inbox(db)
    backlog = inbox.backlog()
    yield Finding("ok", DATABASE, f"{where}, {counted(backlog.waiting, 'event')} waiting")
    if backlog.given_up:
        last = "; ".join(f"{one.kind} {one.key} ({one.fault})" for one in inbox.given_up(LOST))
        yield Finding("note", "given up", f"{counted(backlog.given_up, 'event')} lately. The last: {last}")


def _bot(settings: Settings) -> Iterator[Finding]:
    client = web_client(settings)
    try:
        told = client.auth_test()
    except SlackApiError as error:
        yield Finding("fault", "SLACK_BOT_TOKEN", _refusal(error))
        return
    except OSError as error:
        yield Finding("fault", "Slack", f"can't be reached at {settings.api_url}: {error}")
        return
    yield Finding("ok", "SLACK_BOT_TOKEN", f"bot {told.get('user')} in workspace {told.get('team')}")
    headers = {name.casefold(): value for name, value in told.headers.items()}
    granted = scopes.granted(headers)
    yield from _scopes(granted)
    yield from _clock(headers, time.time())
    yield from _channels(client, settings, str(told.get("team_id") or ""), granted)


def _scopes(granted: frozenset[str] | None) -> Iterator[Finding]:
    if granted is None:
        yield Finding("note", "permissions", "Slack did not say which are granted")
        return
    wanted = json.loads(MANIFEST.read_text())["oauth_config"]["scopes"]
    missing = [scope for scope in wanted["bot"] if scope not in granted]
    if missing:
        yield Finding(
            "fault",
            "permissions",
            f"missing: {', '.join(missing)}. Add them under OAuth & Permissions, then reinstall.",
        )
    else:
        yield Finding("ok", "permissions", "all that are needed")
    for scope in wanted["bot_optional"]:
        if scope not in granted:
            yield Finding("note", "permissions", f"without {scope}: {WITHOUT[scope]}")


def _clock(headers: Mapping[str, Any], now: float) -> Iterator[Finding]:
    try:
        there = parsedate_to_datetime(_first(headers["date"])).timestamp()
    except (KeyError, ValueError, TypeError):
        return
    apart = abs(now - there)
    if apart > SKEW:
        yield Finding(
            "fault", "clock", f"{apart:.0f} seconds off Slack's. Turn on time synchronisation on this machine."
        )
    else:
        yield Finding("ok", "clock", "in step with Slack's")


def _channels(client: WebClient, settings: Settings, team: str, granted: frozenset[str] | None) -> Iterator[Finding]:
    missing = [] if granted is None else [scope for scope in KINDS.values() if scope not in granted]
    if missing and settings.rules.names:
        told = f"{', '.join(settings.rules.names)}: without {' and '.join(missing)} it can't tell which channels are named so"
        yield Finding("note", "STREAMERR_CHANNELS", told)
    if len(missing) == len(KINDS):
        yield Finding("note", "channels", "can't be listed without channels:read and groups:read")
        return
    try:
        inside = [*joined(client, granted)]
    except SlackApiError as error:
        word = error.response.get("error")
        why = "without channels:read and groups:read" if word == "missing_scope" else f"({word})"
        yield Finding("note", "channels", f"can't be listed {why}")
        return
    except OSError as error:
        yield Finding("note", "channels", f"can't be listed: {error}")
        return
    if inside:
        yield Finding("ok", "channels", f"member of {_listed(str(channel.get('name')) for channel in inside)}")
    else:
        yield Finding("note", "channels", "member of none. Type /invite @streamerr where it should hear mentions.")
    yield from _automatic(automatic(inside, _decided(settings, team), settings.rules, granted), settings.rules)


def _automatic(found: Automatic, rules: Rules) -> Iterator[Finding]:
    """Where it speaks unasked, and where it was meant to and can't."""
    if found.heard:
        yield Finding("ok", "automatic", f"answers unasked in {_listed(found.heard)}")
    if found.deaf:
        lacks = " and ".join(sorted({*found.deaf.values()}))
        told = f"does not hear {_listed(found.deaf)}: add {lacks} under OAuth & Permissions, then reinstall"
        yield Finding("fault", "automatic", told)
    if found.absent:
        told = f"was turned on in {_listed(found.absent)}, and is not a member. Type /invite @streamerr there."
        yield Finding("note", "automatic", told)
    if not (found.heard or found.deaf or found.absent):
        names = f"is named {' or '.join(rules.names)}" if rules.names else "is turned on by its name"
        told = f"answers unasked nowhere: no channel {names}, none was turned on with /streamerr here on"
        yield Finding("note", "automatic", told)


def _decided(settings: Settings, team: str) -> tuple[Channel, ...]:
    """The channels that something was decided about; none where there is no database to look into."""
    try:
        with Database.as_it_is(settings.database) as db:
            return Channels(db).known(team)
    except (DatabaseRefusedError, *trouble.ANY):
        return ()


def _listed(names: Iterable[str]) -> str:
    every = [f"#{name}" for name in names]
    return ", ".join(every[:MOST]) + (f" and {len(every) - MOST} more" if len(every) > MOST else "")


def _ways_in(settings: Settings) -> Iterator[Finding]:
    if settings.app_token:
        client = WebClient(base_url=settings.api_url, timeout=SECONDS)
        try:
            client.apps_connections_open(app_token=settings.app_token)
        except SlackApiError as error:
            made = "Make one with connections:write under Basic Information, App-Level Tokens."
            yield Finding("fault", "SLACK_APP_TOKEN", f"{_refusal(error)} {made}")
        except OSError as error:
            yield Finding("fault", "Slack", f"can't be reached at {settings.api_url}: {error}")
        else:
            yield Finding("ok", "SLACK_APP_TOKEN", "Socket Mode can be opened")
    elif settings.signing_secret and settings.port is not None:
        yield Finding("ok", "HTTP", f"port {settings.port}, signatures are checked")
    elif settings.signing_secret:
        yield Finding("fault", "PORT", "not set: HTTP needs a port to listen on")
    elif settings.bot_token:
        told = "not set: set it for Socket Mode, or SLACK_SIGNING_SECRET and PORT for HTTP"
        yield Finding("fault", "SLACK_APP_TOKEN", told)


def _refusal(error: SlackApiError) -> str:
    word = str(error.response.get("error"))
    return f"Slack refuses it ({word}). {REFUSED.get(word, '')}".strip()


def _first(value: Any) -> str:
    return str(value[0] if isinstance(value, list) and value else value)
