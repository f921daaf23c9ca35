"""The Windows event log: events copied out of the Event Viewer, and the messages of IIS Media Services with their event ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb import codes
from kb.model import Evidence
from kb.readers.log_record import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINES = 40
LONGEST = 8_000
LONGEST_MESSAGE = 2_000

_FIRST = re.compile(r"^[ \t>]{0,8}Log Name:[ \t]", re.MULTILINE)
_FIELD = re.compile(r"[ \t>]{0,8}(?P<name>[A-Z][A-Za-z ]{1,30}):[ \t]{0,20}(?P<value>[^\n]{0,500})")
_SMOOTH = re.compile(
    r"MediaServices|IIS Media|Live ?Smooth ?Streaming|Smooth Streaming|publishing point", re.IGNORECASE
)
_LISTED = re.compile(
    r"^[ \t>*|]{0,8}(?:Event ID:? )?(?P<id>\d{3,5})[ \t:|]{1,4}(?P<message>[A-Z][^\n]{0,400}\bpublishing point\b[^\n]{0,1000})",
    re.MULTILINE,
)
_BELOW = re.compile(r"\bEvent ID:? {0,20}(?P<id>\d{1,5})\b(?P<message>[^\n]{0,200}(?:\n[^\n]{1,400}){0,3})")


def find(text: str) -> Iterator[Block]:
    """Every event in a text that holds a code, or is of IIS Media Services."""
    if "Event ID" in text or "Log Name" in text:
        for first in _FIRST.finditer(text):
            if block := _copied(text, first.start()):
                yield block
        for event in _BELOW.finditer(text):
            if _SMOOTH.search(event["message"]):
                yield Block(*event.span(), _smooth(event["id"], event["message"].strip(" \t\n.:,-")))
    if "publishing point" in text:
        for event in _LISTED.finditer(text):
            yield Block(*event.span(), _smooth(event["id"], event["message"]))


def _copied(text: str, start: int) -> Block | None:
    """An event as the Event Viewer copies it: one field a line, the description last."""
    fields: dict[str, str] = {}
    description: list[str] = []
    end = start
    for line in text[start : start + LONGEST].split("\n", MOST_LINES)[:MOST_LINES]:
        field = _FIELD.match(line)
        if "Description" in fields:
            if not line.strip() or (field and field["name"] in ("Log Name", "Event Xml")):
                break
            description.append(line.strip())
        elif field and field["name"] not in fields:
            fields[field["name"]] = field["value"].strip()
        elif field or line.strip():
            break
        end += len(line) + 1
    said = " ".join([fields.get("Description", ""), *description]).strip()
    if _SMOOTH.search(f"{fields.get('Log Name', '')} {fields.get('Source', '')} {said}"):
        evidence = _smooth(fields.get("Event ID", ""), said)
    else:
        evidence = tuple(Evidence("hresult", code.value, "event description") for code in codes.find_hresults(said))
        evidence += (Evidence("message", said[:LONGEST_MESSAGE], "event description"),) if evidence else ()
    return Block(start, end - 1, evidence, fields.get("Date", "")) if evidence else None


def _smooth(number: str, said: str) -> tuple[Evidence, ...]:
    """What an event of IIS Media Services says; codes first."""
    where = "event description"
    evidence = [Evidence("hresult", code.value, where) for code in codes.find_hresults(said)]
    if number.isdecimal():
        evidence.append(Evidence("code", f"iis-smooth-eventlog {number}", "event id"))
    evidence += [Evidence("message", said[:LONGEST_MESSAGE], where)] if said else []
    return (*dict.fromkeys(evidence), Evidence("layer", "IIS Media Services (origin)", "event log"))
