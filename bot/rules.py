"""What holds for all channels: which are answered unasked, how much, and who decides."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

GROUPS = frozenset({"creators", "admins", "members"})
"""Who may decide, other than people who are named."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for all channels.

    Attributes:
        names: patterns of names of channels that are automatic, as in ``inc-*``.
        bots: ids of bots and apps that are answered everywhere.
        cap: messages that nobody asked for, a channel and hour.
        window: seconds after which the same error counts as a new incident.
        deciders: who may decide: ``creators``, ``admins``, ``members``, and ids of people.
    """

    names: tuple[str, ...] = ("inc-*", "incident-*")
    bots: frozenset[str] = frozenset()
    cap: int = 20
    window: float = 3600.0
    deciders: frozenset[str] = frozenset({"creators", "admins"})

    def pattern(self, name: str) -> str:
        """The pattern that a channel's name fits, "" when it fits none."""
        return next((one for one in self.names if fnmatchcase(name.casefold(), one.casefold())), "")
