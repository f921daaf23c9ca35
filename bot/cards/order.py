"""What a button or a menu carries that changes how a channel is set: which channel, what of it, and to what."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, cast, get_args

from bot.db.channels import Mode

What = Literal["mode", "quiet", "hear", "ignore"]


@dataclass(frozen=True, slots=True)
class Order:
    """A change that somebody asks for.

    Attributes:
        channel: its id.
        what: of the channel.
        to: a mode, "" for what the channel's name says; seconds; or the id or the name of a bot.
    """

    channel: str
    what: What
    to: str

    @classmethod
    def read(cls, value: str) -> Order | None:
        """The order that ``value`` wrote; None when it is something else."""
        try:
            parts = json.loads(value)
        except (ValueError, RecursionError):
            return None
        if not isinstance(parts, list) or len(parts) != 3 or not all(isinstance(part, str) for part in parts):
            return None
        channel, what, to = parts
        fits = {"mode": to in ("", *get_args(Mode)), "quiet": to.isascii() and to.isdigit()}
        return cls(channel, cast("What", what), to) if what in get_args(What) and fits.get(what, True) else None

    @property
    def value(self) -> str:
        """The order as a value of a button or an option."""
        return json.dumps([self.channel, self.what, self.to], separators=(",", ":"))
