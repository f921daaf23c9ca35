"""The log window of Azure Media Services Explorer, and the error details of an encoding task as it prints them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb import codes
from kb.model import Evidence
from kb.readers.http_client import is_own_words, status_of
from kb.readers.log_record import Block, line_end

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINES = 12
LONGEST_MESSAGE = 500

_STAMP = r"\[(?P<when>\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d(?: [AP]M)?|\d{1,2}:\d\d:\d\d)\] "
_STAMPED = re.compile(_STAMP)
_RECORD = re.compile(rf"^{_STAMP}(?P<said>[^\n]{{1,4000}})", re.MULTILINE)
_FAILED = re.compile(r"Error when [a-z]{2,20}ing the |(?:[A-Z][a-z]{2,20} ){1,3}'[^\n]{0,400}\bError\b")
_TASK = re.compile(r"(?<![\w.])Error : (?P<code>[A-Z][A-Za-z]{4,80}) : (?P<message>[^\n\"]{1,2000})")


def find(text: str) -> Iterator[Block]:
    """Every failure in the log: a record that says so, with those of the same time below it; and task errors by themselves."""
    if "Error" not in text:
        return
    end = 0
    for record in _RECORD.finditer(text) if "] " in text else ():
        if record.start() < end or not _FAILED.match(record["said"]):
            continue
        end = _end(text, record)
        yield Block(record.start(), end, _read(text[record.start() : end]), record["when"])
    for task in _TASK.finditer(text):
        yield Block(*task.span(), _task(task))


def _end(text: str, record: re.Match[str]) -> int:
    """Where the records end that have the same time, with the lines below them that have none."""
    end = record.end()
    for _ in range(MOST_LINES):
        if end >= len(text):
            break
        stamped = _RECORD.match(text, end + 1)
        if (stamped and stamped["when"] != record["when"]) or text.startswith("\n", end + 1):
            break
        end = line_end(text, end + 1)
    return end


def _read(lines: str) -> tuple[Evidence, ...]:
    """What the records of one failure say; when they only say that something failed, no more than who says so."""
    where = "Azure Media Services Explorer"
    evidence = [item for task in _TASK.finditer(lines) for item in _task(task)]
    evidence += (Evidence("hresult", code.value, where) for code in codes.find_hresults(lines))
    if status := status_of(lines):
        evidence.append(Evidence("status", status, where))
    if not evidence:
        _, *others = (_STAMPED.sub("", line).strip() for line in lines.split("\n"))
        evidence += (Evidence("message", said, where) for said in others if said and not is_own_words(said))
    return (*evidence, Evidence("layer", "Azure Media Services Explorer (client)", where))


def _task(task: re.Match[str]) -> tuple[Evidence, ...]:
    message = task["message"].strip()[:LONGEST_MESSAGE]
    return (Evidence("code", task["code"], "task error"), Evidence("message", message, "task error message"))
