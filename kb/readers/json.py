"""JSON errors: bodies of APIs, events, log records; alone, one per line, in a log line or in prose, whole or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.model import Sighting
from kb.readers.json_fields import role
from kb.readers.json_record import read_record
from kb.readers.json_text import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kb.readers.json_text import Piece

NAME = "json"

MOST_SIGHTINGS = 200
DEEPEST_LIST = 5

_LISTS = frozenset({"records", "logevents", "events", "items", "results", "value"})
"""Names of fields that hold a list of records and little else, in lower case."""


def read(text: str) -> Iterable[Sighting]:
    """One sighting for each record of the text that tells of an error; an HTTP archive is left to its own reader."""
    seen = 0
    for piece in find(text):
        for sighting in sightings_of(piece.value, piece.start, _end(text, piece), (piece.note,) if piece.note else ()):
            yield sighting
            seen += 1
            if seen == MOST_SIGHTINGS:
                return


def sightings_of(value: object, start: int, end: int, notes: tuple[str, ...] = ()) -> Iterator[Sighting]:
    """One sighting for each record of a value that tells of an error; none when all is well.

    Args:
        value: what ``json.loads`` returned: a record, or a list of them.
        start: where its text starts, in characters.
        end: where its text ends.
        notes: what the person should know about the reading.
    """
    for record in _records(value, DEEPEST_LIST):
        evidence, when = read_record(record)
        if evidence:
            yield Sighting(NAME, start, end, evidence, when, notes)


def _records(value: object, depth: int) -> Iterator[dict[str, object]]:
    """The objects of a list and of the lists in it; an object that holds records comes after them, without them.

    CloudWatch names the log group beside its events: they get that field.
    """
    if isinstance(value, list) and depth:
        for each in value:
            yield from _records(each, depth - 1)
    elif isinstance(value, dict) and not _is_har(value):
        lists = [name for name, each in value.items() if str(name).casefold() in _LISTS and _holds_objects(each)]
        group = {
            name: each for name, each in value.items() if role(str(name))[1] == "log group" and isinstance(each, str)
        }
        for name in lists:
            yield from ({**group, **record} for record in _records(value[name], depth - 1))
        yield {name: each for name, each in value.items() if name not in lists}


def _holds_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _is_har(value: dict[str, object]) -> bool:
    log = value.get("log")
    return isinstance(log, dict) and "entries" in log


def _end(text: str, piece: Piece) -> int:
    """Where a piece ends, with the ``%`` that zsh prints after a last line without line end."""
    return piece.end + (text.startswith("%", piece.end) and text[piece.end + 1 : piece.end + 2] in ("", "\n", " "))
