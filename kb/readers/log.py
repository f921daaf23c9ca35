"""Logs of servers, CDNs, clients and Windows, line by line: each line that tells of an error is one sighting.

A line of prose is no log line, and lines of a log that tell of no error are left alone.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kb.model import Sighting
from kb.readers import access_log, ams_explorer, ffmpeg_log, nginx_error_log, program_log, windows_event
from kb.readers.log_record import apart
from kb.readers.w3c_log import Extended

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kb.readers.log_record import Format, Line

NAME = "log"

MOST_SIGHTINGS = 20_000

_BLOCKS = (ffmpeg_log, ams_explorer, windows_event)


def read(text: str) -> Iterable[Sighting]:
    """One sighting for each error: lines that belong together first, then every line by itself."""
    blocks = [block for module in _BLOCKS for block in islice(module.find(text), MOST_SIGHTINGS)]
    taken: list[tuple[int, int]] = []
    for block in apart(blocks):
        taken.append((block.start, block.end))
        yield Sighting(NAME, block.start, block.end, block.evidence, block.when)
    yield from islice(_lines(text, taken), MOST_SIGHTINGS - len(taken))


def _lines(text: str, taken: list[tuple[int, int]]) -> Iterator[Sighting]:
    """The lines that tell of an error. The format that fitted last is tried first: a log is alike throughout."""
    formats: list[Format] = [
        access_log.read_combined,
        access_log.read_gcore,
        Extended(),
        nginx_error_log.read_nginx_error,
        program_log.read_json,
        program_log.read_logfmt,
    ]
    gaps = iter([*taken, (len(text) + 1, 0)])
    taken_start, taken_end = next(gaps)
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while start >= taken_end > 0:
            taken_start, taken_end = next(gaps)
        if end <= taken_start and line:
            said = _said(line, formats)
            if said and said.evidence:
                yield Sighting(NAME, start, end, said.evidence, said.when, said.notes)
        start = end + 1


def _said(line: str, formats: list[Format]) -> Line | None:
    """What the first format makes of a line that fits it; any line may start with a time, so that is tried last."""
    for position, read_line in enumerate(formats):
        if (said := read_line(line)) is not None:
            if position:
                formats.insert(0, formats.pop(position))
            return said
    return program_log.read_dated(line)
