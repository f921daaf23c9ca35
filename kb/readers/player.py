"""Errors of players: video.js and HTML5, Shaka, hls.js, dash.js, JW Player, Azure Media Player, ExoPlayer and media3, AVPlayer.

Their numbers collide with each other's and with services', so every number is given with the name of its player.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kb.model import Sighting
from kb.readers import player_android, player_apple, player_browser, player_script, trace
from kb.readers.player_part import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "player"

MOST_SIGHTINGS = 200
JOINED = 120
"""Characters between two parts of one error."""

_FAMILIES = (player_android, player_apple, player_script, player_browser)


def read(text: str) -> Iterable[Sighting]:
    """One sighting for each error of a player, with the frames below it."""
    found = sorted(
        (part for family in _FAMILIES for part in islice(family.find(text), MOST_SIGHTINGS)),
        key=lambda part: (part.start, -part.end),
    )
    for part in islice(_joined(found), MOST_SIGHTINGS):
        end = max([part.end, *(frame_end for _, frame_end in trace.frames(text, part.end))])
        yield Sighting(NAME, part.start, end, tuple(dict.fromkeys(part.evidence)), "", part.notes)


def _joined(found: Iterable[Part]) -> Iterator[Part]:
    """The parts that do not lie in others; what says the same error twice, by number and by name, is one."""
    before: Part | None = None
    for part in found:
        if before is None:
            before = part
        elif part.start >= before.end:
            if part.start - before.end <= JOINED and _complements(before, part):
                evidence = sorted([*before.evidence, *part.evidence], key=lambda item: item.kind != "code")
                before = Part(before.start, part.end, tuple(evidence), (*before.notes, *part.notes))
            else:
                yield before
                before = part
    if before:
        yield before


def _complements(one: Part, other: Part) -> bool:
    """Whether two errors of one player have only kinds of identifiers that the other lacks."""
    ones, others = ({item.kind for item in part.evidence} for part in (one, other))
    same_player = {item.value for item in one.evidence if item.kind == "layer"} & {
        item.value for item in other.evidence
    }
    return bool(same_player) and not ones & others & {"code", "symbol", "status"}
