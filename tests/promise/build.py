"""The modules that keep the promise, compiled afresh, with a change to their source if one is asked for."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = (
    "bot.in_hand", "bot.refusal", "bot.whereabouts", "bot.db.inbox", "bot.db.posts", "bot.voice", "bot.failure",
    "bot.receive.workers",
)  # fmt: skip
"""Each after those that it imports."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change for the worse.

    Attributes:
        name: what it makes of the promise.
        module: whose source is changed.
        right, wrong: the text that is replaced, which stands there once, and what takes its place.
    """

    name: str
    module: str
    right: str
    wrong: str


class Build:
    """The modules, of one making."""

    def __init__(self, modules: dict[str, Any]) -> None:
        self.inbox = modules["bot.db.inbox"]
        self.posts = modules["bot.db.posts"]
        self.voice = modules["bot.voice"]
        self.failure = modules["bot.failure"]
        self.workers = modules["bot.receive.workers"]


def shipped() -> Build:
    """The modules as they are."""
    return Build({name: import_module(name) for name in MODULES})


def mutated(mutant: Mutant) -> Build:
    """The modules with a change; those that everybody else has are left alone.

    Raises:
        ValueError: what is to be replaced does not stand there, or more than once.
    """
    with _put_aside():
        return Build({name: _compiled(name, mutant) for name in MODULES})


def _compiled(name: str, mutant: Mutant) -> ModuleType:
    known = import_module(name)
    source = Path(str(known.__file__)).read_text()
    if name == mutant.module:
        if source.count(mutant.right) != 1:
            raise ValueError(f"{mutant.name}: {mutant.right!r} stands {source.count(mutant.right)} times in {name}")
        source = source.replace(mutant.right, mutant.wrong)
    fresh = ModuleType(name)
    fresh.__file__ = known.__file__
    _register(name, fresh)
    exec(compile(source, str(known.__file__), "exec"), fresh.__dict__)  # noqa: S102  our own source, but for the change
    return fresh


def _register(name: str, module: ModuleType) -> None:
    """Let whoever imports it from now on have this one."""
    sys.modules[name] = module
    package, _, stem = name.rpartition(".")
    setattr(sys.modules[package], stem, module)


@contextmanager
def _put_aside() -> Iterator[None]:
    """Those that everybody else has are back at the end."""
    kept = {name: import_module(name) for name in MODULES}
    try:
        yield
    finally:
        for name, module in kept.items():
            _register(name, module)
