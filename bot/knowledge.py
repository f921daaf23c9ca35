"""Opens the knowledge base for a command; what stands in the way becomes a message and exit status 2.

``kb`` is imported when it is needed: help and completion must not wait for it.
"""

from __future__ import annotations

import difflib
import os
import sqlite3
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.screen import harmless
from bot.settings import SettingError, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from kb import KnowledgeBase, System
    from kb.pack import PackError


class Misuse(click.ClickException):
    """Something the caller has to change first: a setting, a pack, an argument."""

    exit_code = 2

    def format_message(self) -> str:
        """The message, line by line harmless."""
        return "\n".join(map(harmless, self.message.splitlines()))


def settings() -> Settings:
    """The settings of this process.

    Raises:
        Misuse: a variable holds what cannot be used.
    """
    try:
        return Settings.from_environ(os.environ)
    except SettingError as error:
        raise Misuse(str(error)) from error


@contextmanager
def opened(path: Path | None, progress: Callable[[str], None] | None = None) -> Iterator[KnowledgeBase]:
    """The knowledge base, open; built first when it is missing or out of date.

    Args:
        path: its file, or None for the one that the settings name.
        progress: told what takes time; without it, a person at a terminal is.

    Raises:
        Misuse: it can't be built: a pack is at fault, or the file can't be written.
    """
    from kb import KnowledgeBase

    wanted = settings()
    file = path or wanted.kb_file
    if file.exists() and not file.with_name(f"{file.name}.sum").exists() and path:
        raise Misuse(
            f"{file} exists and was not built by streamerr; it is left alone. Name another file, or delete it."
        )
    try:
        kb = KnowledgeBase.open(file, wanted.packs, progress or (told if sys.stderr.isatty() else None))
    except _pack_error() as error:
        raise Misuse("\n".join(error.faults)) from error
    except (OSError, sqlite3.Error) as error:
        raise Misuse(f"{file}: {error}\nSTREAMERR_HOME names another folder, --kb another file.") from error
    with kb:
        yield kb


def told(step: str) -> None:
    """Tell the person at the terminal what takes time."""
    click.echo(step, err=True)


def named(kb: KnowledgeBase, ids: Collection[str]) -> tuple[str, ...]:
    """The ids of these systems as the knowledge base spells them.

    Raises:
        Misuse: there is no such system; it says which ones are close.
    """
    systems = {system.id.casefold(): system for system in kb.systems()}
    for id_ in ids:
        if id_.casefold() not in systems:
            raise Misuse(f"There is no system {id_!r}.{_did_you_mean(id_, systems.values())}")
    return tuple(systems[id_.casefold()].id for id_ in ids)


def _did_you_mean(id_: str, systems: Collection[System]) -> str:
    called = {name.casefold(): system.id for system in systems for name in (*system.aliases, system.name, system.id)}
    close = dict.fromkeys(called[name] for name in difflib.get_close_matches(id_.casefold(), called, 3, 0.75))
    wanted = f" Did you mean {' or '.join(close)}?" if close else ""
    return f"{wanted} 'streamerr kb list' names them all."


def _pack_error() -> type[PackError]:
    # Evaluated when something was raised: kb.pack brings pydantic, which no answer needs.
    from kb.pack import PackError

    return PackError
