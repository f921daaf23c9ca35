"""A recap as files for a post-mortem: a Markdown table to paste, and the same as CSV; times in UTC."""

from __future__ import annotations

import csv
import datetime
import io
import re
from typing import TYPE_CHECKING

from bot.screen import counted, harmless
from bot.upload import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.recap import Line, Recap

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell begins with that spreadsheets calculate; the last four are wide forms of the first."""
_MARKDOWN = re.compile(r"[\\`*\[\]<>|~]")
_UNNAMED = re.compile(r"[^\w-]+")


def files(recap: Recap) -> tuple[Written, Written]:
    """The recap as a Markdown file and as a CSV file."""
    until = datetime.datetime.fromtimestamp(recap.span.until, datetime.UTC)
    name = f"recap-{_UNNAMED.sub('-', recap.name).strip('-') or 'channel'}-{until:%Y-%m-%dT%H%MZ}"
    title = f"Errors in {_channel(recap)} until {until:%Y-%m-%d %H:%M} UTC"
    return Written(f"{name}.md", title, markdown(recap)), Written(f"{name}.csv", title, as_csv(recap))


def markdown(recap: Recap) -> str:
    """The recap as Markdown: a heading, a sentence, a table."""
    span = f"From {moment(recap.span.since)} to {moment(recap.span.until)}"
    seen = (
        f"{counted(recap.errors, 'error')}, seen {counted(recap.count, 'time')} in {counted(recap.messages, 'message')}"
    )
    rows = [
        [_escaped(text) for text in _told(line)] + [_linked(line)] + [_escaped(line.remark)] for line in recap.lines
    ]
    heads = [*HEADS, "Messages", "Remark"]
    left = recap.errors - len(recap.lines)
    return "\n".join(
        [
            f"## Errors in {_escaped(_channel(recap))}",
            "",
            f"{span}: {seen}.",
            *_silences(recap),
            "",
            *map(_joined, [heads, ["---"] * len(heads), *rows]),
            *(["", f"And {counted(left, 'error')} more."] if left > 0 else []),
            "",
        ]
    )


def as_csv(recap: Recap) -> str:
    """The recap as CSV, one error in a row; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([head.casefold().replace(" ", "_") for head in (*HEADS, "Message count", "Messages", "Remark")])
    for line in recap.lines:
        cells = [*_told(line), str(line.messages), " ".join(line.links), line.remark]
        writer.writerow([_inert(text) for text in cells])
    return out.getvalue()


def moment(seconds: float) -> str:
    """A time in UTC, as ISO 8601 has it."""
    return f"{datetime.datetime.fromtimestamp(int(seconds), datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


_CELLS: dict[str, Callable[[Line], str]] = {
    "System": lambda line: line.system,
    "Code": lambda line: line.code,
    "Symbol": lambda line: line.symbol,
    "Error": lambda line: line.title,
    "Times": lambda line: str(line.count),
    "First seen": lambda line: moment(line.first),
    "Last seen": lambda line: moment(line.last),
    "Layer": lambda line: line.layer,
    "Owner": lambda line: line.owner,
    "Hosts": lambda line: " ".join(line.hosts),
}
HEADS = tuple(_CELLS)


def _told(line: Line) -> list[str]:
    return [told(line) for told in _CELLS.values()]


def _channel(recap: Recap) -> str:
    return f"#{harmless(recap.name)}" if recap.name else "a channel"


def _linked(line: Line) -> str:
    """Links to the messages, numbered; the last one's number is how many there are."""
    numbers = [*range(1, len(line.links)), line.messages]
    return " ".join(f"[{number}]({link})" for number, link in zip(numbers, line.links, strict=False))


def _silences(recap: Recap) -> Iterator[str]:
    if recap.silences:
        times = ", ".join(f"from {moment(one.since)} to {moment(one.until)}" for one in recap.silences)
        yield from ("", f"streamerr was quiet {times}: what was seen then is not counted, unless it answered.")


def _joined(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Text that Markdown takes as it is, and that stays in its cell."""
    return _MARKDOWN.sub(r"\\\g<0>", " ".join(harmless(text).split()))


def _inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    line = " ".join(harmless(text).split())
    return f"'{line}" if line.startswith(FORMULA) else line
