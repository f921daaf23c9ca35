"""What a terminal shows: lines that fit, colour where it is welcome, and nothing that could drive the terminal."""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from typing import TextIO

NARROWEST = 20
WIDEST = 100
"""Longer lines are hard to read."""

_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Control characters, marks that reorder or hide text, and halves of characters."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What is printed on.

    Attributes:
        width: in columns.
        colour: whether colour shows.
        listens: whether the reader can type a number next, to pick a candidate.
    """

    width: int = 80
    colour: bool = False
    listens: bool = False

    @classmethod
    def of(cls, stream: TextIO, *, listens: bool = False) -> Screen:
        """The screen behind a stream: colour on terminals only, and not where NO_COLOR is set."""
        colour = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(min(shutil.get_terminal_size().columns, WIDEST), colour, listens)

    def bold(self, text: str) -> str:
        """The text as what the eye should find first."""
        return click.style(text, bold=True) if self.colour else text

    def dim(self, text: str) -> str:
        """The text as what matters less."""
        return click.style(text, dim=True) if self.colour else text

    def wrap(self, text: str, first: str = "", rest: str = "  ") -> list[str]:
        """The text in lines that fit, the first after ``first``, the others after ``rest``; words stay whole."""
        return textwrap.wrap(
            harmless(text),
            max(self.width, NARROWEST),
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [first.rstrip()]

    def labelled(self, label: str, text: str) -> list[str]:
        """``label: text`` in lines that fit, the label bold."""
        first, *more = self.wrap(text, f"{label}: ")
        return [self.bold(f"{label}:") + first[len(label) + 1 :], *more]


def harmless(text: str) -> str:
    r"""The text on one line, with everything that could drive a terminal or hide on it spelled out, as in ``\x1b``."""
    return _UNSEEN.sub(lambda found: _spelled(found[0]), text)


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 cookie``, ``2 cookies``, ``2 access keys``, ``2 policies``."""
    plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def _spelled(character: str) -> str:
    if character in "\t\n\r":
        return " "
    return character.encode("unicode_escape").decode("ascii")
