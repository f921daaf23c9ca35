"""Every setting: its variable, its default and what it is for. Read once, at the start, and handed on as one value."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

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

SETTINGS = (
    Setting("STREAMERR_HOME", "the platform's folder for application data", "Where the knowledge base file lives."),
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
    Setting("PORT", "none", "The port to listen on over HTTP; with Socket Mode, for `/healthz` alone."),
    Setting(
        "STREAMERR_BOTS",
        "none",
        "Ids of bots or apps whose messages may ask, separated by commas. Other bots are not heard.",
    ),
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
        bots: ids of bots and apps that may ask.
    """

    home: Path
    packs: tuple[Path, ...] = ()
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = SLACK
    port: int | None = None
    bots: frozenset[str] = frozenset()

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
            bots=frozenset(filter(None, map(str.strip, environ.get("STREAMERR_BOTS", "").split(",")))),
        )

    @property
    def kb_file(self) -> Path:
        """The knowledge base file: derived from the packs, safe to delete."""
        return self.home / "kb.db"


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


def _path(value: str) -> Path:
    return Path(os.path.abspath(Path(value).expanduser()))  # noqa: PTH100  resolve() would follow links
