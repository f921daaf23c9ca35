"""The log of ``streamerr start``: a line for each thing that happened, as text or as JSON, with ids and never a text or a token.

Our own messages are written so that they hold neither. What others write is not ours to promise, so three things stand behind:
libraries are heard when they warn, and then only up to where they begin to quote; of an exception its kind and place are told,
not what it says; and what looks like a secret is hidden in the finished line.
"""

from __future__ import annotations

import logging
import re
from copy import copy
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pythonjsonlogger.json import JsonFormatter

from bot.failure import described
from bot.screen import harmless
from kb.redact import MARK, redact

if TYPE_CHECKING:
    from typing import TextIO

OURS = ("bot", "kb", "migrations")
"""Packages whose messages are written for this log."""
FIELDS = {"asctime": "time", "levelname": "level", "name": "logger"}
LONGEST = 2_000
"""Characters of a message."""
CAUSES = 3
"""Exceptions behind an exception that are told."""
USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
"""What every record has; everything else was passed as ``extra``."""

_QUOTES = re.compile(r"[<({\[\"'`\n]|: (?!\w{1,80}(?:Error|Exception)\Z)")
_ADDRESS = re.compile(r"(\bticket=|/response/|\bresponse_url[\\\s\"':=]{1,6})[^\s\"'&\\]+")
"""What Slack's addresses hold that nobody else may know, where the shapes of ``kb.redact`` do not see it."""


def set_up(stream: TextIO, *, as_json: bool = False, level: int = logging.INFO) -> None:
    """Write the log to a stream, from now on, and nowhere else.

    Args:
        stream: where to.
        as_json: as JSON, an object a line.
        level: of our own messages; libraries are heard from ``WARNING`` on.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json() if as_json else Text())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for package in OURS:
        logging.getLogger(package).setLevel(level)


class Text(logging.Formatter):
    """A line of text: time, level, logger, message, and the fields that the code passed."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        safe = spoken(record)
        fields = "".join(f" {name}={value}" for name, value in extra(safe).items())
        told = f"{time_of(safe)} {safe.levelname} {safe.name} {safe.msg}{fields}"
        return hidden(harmless(told))


class Json(JsonFormatter):
    """A line of JSON: ``time``, ``level``, ``logger``, ``message``, and the fields that the code passed."""

    def __init__(self) -> None:
        super().__init__(" ".join(f"%({name})s" for name in (*FIELDS, "message")), rename_fields=FIELDS)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002  as logging calls it
        """When it happened."""
        return time_of(record)

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        return hidden(super().format(spoken(record)))


def time_of(record: logging.LogRecord) -> str:
    """When it happened, in UTC, to the millisecond."""
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def extra(record: logging.LogRecord) -> dict[str, object]:
    """The fields that the code passed with a message."""
    return {name: value for name, value in vars(record).items() if name not in USUAL}


def spoken(record: logging.LogRecord) -> logging.LogRecord:
    """The record as it may be told: its message, and of an exception its kind and place, in the field ``error``."""
    safe = copy(record)
    safe.msg, safe.args = _message(record), None
    if record.exc_info and record.exc_info[1]:
        safe.error = _error(record.exc_info[1])
    safe.exc_info = safe.exc_text = safe.stack_info = None
    return safe


def hidden(line: str) -> str:
    """The line without what looks like a secret."""
    return _ADDRESS.sub(rf"\g<1>{MARK}", redact(line).text)


def _message(record: logging.LogRecord) -> str:
    try:
        told = record.getMessage()
    except (TypeError, ValueError, KeyError):  # it does not fit its arguments
        told = str(record.msg)
    if record.name.partition(".")[0] not in OURS:
        told = _QUOTES.split(told, maxsplit=1)[0].rstrip()
    return told[:LONGEST]


def _error(error: BaseException | None) -> str:
    """An exception and those behind it, each by its kind and place."""
    told: list[str] = []
    while error is not None and len(told) <= CAUSES:
        told.append(described(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "; after ".join(told)
