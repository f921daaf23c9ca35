"""What a button carries: ids only, never a text. It finds the answer again, even after the bot was restarted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.cards.blocks import VALUE

if TYPE_CHECKING:
    from kb import Match


@dataclass(frozen=True, slots=True)
class Ref:
    """An answer that was given, and perhaps one entry of it.

    Attributes:
        key: of the answer, as ``Memory`` knows it.
        system, code, symbol: of the entry; all empty for the answer as a whole.
    """

    key: str
    system: str = ""
    code: str = ""
    symbol: str = ""

    @classmethod
    def of(cls, key: str, match: Match) -> Ref:
        """The entry of a match, in the answer ``key``."""
        return cls(key, match.entry.system, match.entry.code, match.entry.symbol)

    @classmethod
    def read(cls, value: str) -> Ref:
        """The ref that ``value`` wrote; an empty one when it is something else."""
        try:
            parts = json.loads(value)
        except (ValueError, RecursionError):
            return cls("")
        if not isinstance(parts, list) or not 1 <= len(parts) <= 4 or not all(isinstance(part, str) for part in parts):
            return cls("")
        return cls(*parts)

    @property
    def value(self) -> str:
        """The ref as a button's value."""
        whole = json.dumps([self.key, self.system, self.code, self.symbol], separators=(",", ":"))
        return whole if len(whole) <= VALUE else json.dumps([self.key])
