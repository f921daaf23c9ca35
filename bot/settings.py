"""Every setting: its variable, its default and what it is for. Read once, at the start, and handed on as one value."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from bot.rules import GROUPS, Rules

if TYPE_CHECKING:
    from collections.abc import Mapping


class SettingError(ValueError):
    """A variable holds what cannot be used; the message names the variable and says what would do."""


class Setting(NamedTuple):
    """One environment variable, as the README lists it."""

    name: str
    default: str
    purpose: str


SLACK = "https://slack.com/api/"
DAY = 24 * 3600.0

SETTINGS = (
    Setting(
        "STREAMERR_HOME",
        "the platform's folder for application data",
        "Where the knowledge base and the workspace database live.",
    ),
    Setting(
        "STREAMERR_PACKS",
        "none",
        f"Folders with packs of your own, beside ours. Several are separated by `{os.pathsep}`.",
    ),
    Setting(
        "SLACK_BOT_TOKEN",
        "none",
        "The token of the installed app, `xoxb-...`. Without it, `start` opens a local workspace.",
    ),
    Setting(
        "SLACK_APP_TOKEN",
        "none",
        "A token with `connections:write`, `xapp-...`. With it, Slack is heard over Socket Mode.",
    ),
    Setting("SLACK_SIGNING_SECRET", "none", "Checks what Slack sends over HTTP, where there is no app token."),
    Setting("SLACK_API_URL", SLACK, "Where Slack's Web API is: GovSlack has its own, and so have test servers."),
    Setting(
        "PORT",
        "none",
        "The port to listen on over HTTP; with Socket Mode, for `/healthz`, `/readyz` and `/metrics` alone.",
    ),
    Setting(
        "STREAMERR_BOTS",
        "none",
        "Ids of bots or apps whose messages are answered everywhere, separated by commas. Others are not heard.",
    ),
    Setting(
        "STREAMERR_DATABASE_URL",
        "`workspace.db` in that folder",
        "The workspace database. `postgresql://...` for several replicas.",
    ),
    Setting(
        "STREAMERR_CHANNELS",
        "`inc-*,incident-*`",
        "Names of channels that are answered unasked, separated by commas; `none` for none. A channel can be set otherwise.",
    ),
    Setting(
        "STREAMERR_DECIDERS",
        "creators,admins",
        "Who may set a channel: `creators` (of the channel), `admins` (of the workspace), `members`, ids of people.",
    ),
    Setting("STREAMERR_CAP", "20", "Replies that nobody asked for, a channel and hour."),
    Setting("STREAMERR_WINDOW", "60", "Minutes after which the same error in a channel gets a new reply."),
    Setting("STREAMERR_PACE", "1", "Posts a second and channel; Slack refuses more. 0 for as many as come."),
    Setting("STREAMERR_LEASE", "60", "Seconds after which another process takes over what one has in hand."),
    Setting("STREAMERR_KEEP_KEYS", "7", "Days for which events are known that come again."),
    Setting("STREAMERR_KEEP_ANSWERS", "90", "Days for which answers, and what was seen in channels, are kept."),
    Setting("STREAMERR_LOG", "text", "`json` writes the log as a line of JSON for each event."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment asks for.

    Attributes:
        home: the folder for files that we write; made when it is first needed.
        packs: folders with more packs, all of which exist.
        bot_token, app_token, signing_secret: Slack's, or "".
        api_url: where Slack's Web API is; ends in a slash.
        port: to listen on, or None.
        rules: where the bot speaks unasked, and who decides that.
        database_url: of the workspace database, or "" for a file in ``home``.
        pace: posts a second and channel, 0 for no limit.
        lease: seconds for which a delivery is in one process's hands.
        keep_keys, keep_answers: seconds for which they are kept.
        log_json: whether the log is written as JSON.
    """

    home: Path
    packs: tuple[Path, ...] = ()
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = SLACK
    port: int | None = None
    rules: Rules = field(default_factory=Rules)
    database_url: str = field(default="", repr=False)
    pace: float = 1.0
    lease: float = 60.0
    keep_keys: float = 7 * DAY
    keep_answers: float = 90 * DAY
    log_json: bool = False

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings from environment variables; an empty one counts as not set.

        Raises:
            SettingError: a variable holds what cannot be used.
        """
        return cls(
            home=_home(environ.get("STREAMERR_HOME", "")),
            packs=_packs(environ.get("STREAMERR_PACKS", "")),
            bot_token=_token(environ, "SLACK_BOT_TOKEN", "xapp-", "the bot token, which begins with xoxb-"),
            app_token=_token(environ, "SLACK_APP_TOKEN", "xox", "the app-level token, which begins with xapp-"),
            signing_secret=environ.get("SLACK_SIGNING_SECRET", "").strip(),
            api_url=_api_url(environ.get("SLACK_API_URL", "")),
            port=_port(environ.get("PORT", "")),
            rules=_rules(environ),
            database_url=environ.get("STREAMERR_DATABASE_URL", "").strip(),
            pace=_number(environ, "STREAMERR_PACE", 1, 0, 1_000),
            lease=_number(environ, "STREAMERR_LEASE", 60, 7, 3_600),
            keep_keys=DAY * _number(environ, "STREAMERR_KEEP_KEYS", 7, 1, 3_650),
            keep_answers=DAY * _number(environ, "STREAMERR_KEEP_ANSWERS", 90, 1, 3_650),
            log_json=_choice(environ, "STREAMERR_LOG", ("text", "json")) == "json",
        )

    @property
    def kb_file(self) -> Path:
        """The knowledge base file: derived from the packs, safe to delete."""
        return self.home / "kb.db"

    @property
    def call(self) -> int:
        """Seconds that a call of Slack may take: at most 10, and so few that a post is over before its lease is.

        Marking may take half of the lease, see ``Voice``, and what was on its way is looked for 2 seconds after that.
        """
        return max(1, min(10, int(self.lease / 2 - 2.5)))

    @property
    def database(self) -> str:
        """The address of the workspace database."""
        return self.database_url or f"sqlite:///{self.home / 'workspace.db'}"


def _home(value: str) -> Path:
    if not value:
        from platformdirs import user_data_path

        return user_data_path("streamerr", appauthor=False)
    home = _path(value)
    if home.exists() and not home.is_dir():
        raise SettingError(f"STREAMERR_HOME: {home} is a file; name a folder")
    return home


def _packs(value: str) -> tuple[Path, ...]:
    folders = tuple(_path(part) for part in value.split(os.pathsep) if part)
    for folder in folders:
        if not folder.is_dir():
            raise SettingError(f"STREAMERR_PACKS: there is no folder {folder}")
    return folders


def _token(environ: Mapping[str, str], name: str, mistaken: str, wanted: str) -> str:
    value = environ.get(name, "").strip()
    if value.startswith(mistaken):
        raise SettingError(f"{name}: this is another kind of token; use {wanted}")
    return value


def _api_url(value: str) -> str:
    url = value.strip() or SLACK
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingError(f"SLACK_API_URL: {url} is not a web address; GovSlack's is https://slack-gov.com/api/")
    return url if url.endswith("/") else f"{url}/"


def _port(value: str) -> int | None:
    if not value.strip():
        return None
    if not value.strip().isascii() or not value.strip().isdigit() or not 0 <= int(value) <= 65535:
        raise SettingError(f"PORT: {value} is not a port; use a number from 1 to 65535, or 0 for any that is free")
    return int(value)


def _rules(environ: Mapping[str, str]) -> Rules:
    names = _listed(environ.get("STREAMERR_CHANNELS", ""))
    deciders = frozenset(_listed(environ.get("STREAMERR_DECIDERS", ""))) or Rules().deciders
    for decider in deciders - GROUPS:
        if not re.fullmatch(r"[UW][A-Z0-9]{2,30}", decider):
            raise SettingError(
                f"STREAMERR_DECIDERS: {decider} is nobody; use creators, admins, members, or ids as in U0123ABCD"
            )
    return Rules(
        names=() if names == ("none",) else tuple(name.removeprefix("#") for name in names) or Rules().names,
        bots=frozenset(_listed(environ.get("STREAMERR_BOTS", ""))),
        cap=int(_number(environ, "STREAMERR_CAP", 20, 0, 10_000)),
        window=60 * _number(environ, "STREAMERR_WINDOW", 60, 0, 60 * 24 * 30),
        deciders=deciders,
    )


def _listed(value: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, value.split(","))))


def _number(environ: Mapping[str, str], name: str, default: float, least: float, most: float) -> float:
    value = environ.get(name, "").strip() or str(default)
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise SettingError(f"{name}: {value} will not do; use a number from {least:g} to {most:g}")
    return number


def _choice(environ: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    value = environ.get(name, "").strip() or words[0]
    if value not in words:
        raise SettingError(f"{name}: {value} will not do; use {' or '.join(words)}")
    return value


def _path(value: str) -> Path:
    return Path(os.path.abspath(Path(value).expanduser()))  # noqa: PTH100  resolve() would follow links
