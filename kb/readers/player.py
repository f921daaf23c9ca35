"""Errors of players: video.js and HTML5, Shaka, hls.js, dash.js, JW Player, Azure Media Player, ExoPlayer and media3, AVPlayer.

Their numbers collide with each other's and with services', so every number is given with the name of its player.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kb.model import Sighting
from kb.readers import player_android, player_apple, player_browser, player_script, trace
from kb.readers.player_part import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "player"

MOST_SIGHTINGS = 200

_FAMILIES = (player_android, player_apple, player_script, player_browser)


def read(text: str) -> Iterable[Sighting]:
    """One sighting for each error of a player, with the frames below it."""
    found = (part for family in _FAMILIES for part in islice(family.find(text), MOST_SIGHTINGS))
    for part in islice(joined(found), MOST_SIGHTINGS):
        end = max([part.end, *(frame_end for _, frame_end in trace.frames(text, part.end))])
        yield Sighting(NAME, part.start, end, tuple(dict.fromkeys(part.evidence)), "", part.notes)
