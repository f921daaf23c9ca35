"""Every setting: its variable, its default and what it is for. Read once, at the start, and handed on as one value."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class SettingError(ValueError):
    """A variable holds what cannot be used; the message names the variable and says what would do."""


class Setting(NamedTuple):
    """One environment variable, as the README lists it."""

    name: str
    default: str
    purpose: str


SETTINGS = (
    Setting("STREAMERR_HOME", "the platform's folder for application data", "Where the knowledge base file lives."),
    Setting(
        "STREAMERR_PACKS",
        "none",
        f"Folders with packs of your own, beside ours. Several are separated by `{os.pathsep}`.",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment asks for.

    Attributes:
        home: the folder for files that we write; made when it is first needed.
        packs: folders with more packs, all of which exist.
    """

    home: Path
    packs: tuple[Path, ...] = ()

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings from environment variables; an empty one counts as not set.

        Raises:
            SettingError: a variable holds what cannot be used.
        """
        return cls(home=_home(environ.get("STREAMERR_HOME", "")), packs=_packs(environ.get("STREAMERR_PACKS", "")))

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


def _path(value: str) -> Path:
    return Path(os.path.abspath(Path(value).expanduser()))  # noqa: PTH100  resolve() would follow links
