"""The card of a recap: a table of the errors of a channel, with buttons for other spans, and to hand it on."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from bot.card import Card
from bot.cards.blocks import NOTHING, Json, actions, button, cell, context, preformatted, rich_cell, section, table
from bot.cards.here import ABSENT
from bot.cards.mrkdwn import clip, moment, one_line, said
from bot.screen import counted
from bot.timespan import DAY, HOUR, MINUTE, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.recap import Line, Recap

ROWS = 20
CHARACTERS = 9_000
"""In all cells, and in the addresses behind them; Slack takes 10,000, and may count either way."""
SPANS = (HOUR, 4 * HOUR, DAY)
FARTHEST = 90 * DAY
"""Seconds; what is older is not looked for."""
TEXT = 600
NAMED = 4
BOXES = 4
BOX = 2_800
"""Characters in a box of preformatted text."""
HEADS = ("Error", "Times", "First seen", "Last seen", "System", "Layer", "Who can fix it")
COLUMNS: tuple[Json, ...] = ({"is_wrapped": True}, {"align": "right"})
EMPTY = "Nothing was seen."
UNCOUNTED = "what was seen then is not counted, unless I answered it."
COUNTED = (
    "Counted is what I answer in a channel, asked or unasked, and every time that it is told again. `/streamerr here` says"
    " whether I speak unasked in this one."
)


def recap(told: Recap, *, private: bool = False, shared_by: str = "") -> Card:
    """The card of a recap.

    Args:
        told: what was seen.
        private: whether only one person sees it.
        shared_by: id of the user who had it posted for everybody, if somebody did.
    """
    blocks = [context(f"Shared by <@{shared_by}>")] if shared_by else []
    blocks += [
        section(f"*Recap of {called(told)}, the last {in_words(told.span.seconds)}*", *_totals(told), *_silences(told))
    ]
    rows = [_head(), *_fitting(map(_row, told.lines))]
    if told.lines:
        blocks += [table(rows, COLUMNS), context(*_small_print(told, len(rows) - 1))]
    blocks.append(actions(*_spans(told)))
    if told.lines:
        blocks.append(actions(*_posts(told, private=private)))
    return Card(clip(in_words_of(told), TEXT), tuple(blocks))


def called(told: Recap) -> str:
    """What the channel of a recap is called, as markup."""
    return f"#{said(told.name, 80)}" if told.name else "this channel"


def in_words_of(told: Recap) -> str:
    """The recap for notifications and screen readers, in one line of plain text, escaped."""
    top = f"Recap of {called(told)}, the last {in_words(told.span.seconds)}"
    if not told.lines:
        return f"{top}: {ABSENT.replace('*', '') if told.absent else EMPTY}"
    named = "; ".join(_named(line) for line in told.lines[:NAMED])
    more = f"; and {left} more" if (left := told.errors - NAMED) > 0 else ""
    return f"{top}: {counted(told.errors, 'error')}, seen {_times(told.count)}. {named}{more}"


def written(text: str, name: str, why: str) -> Card:
    """A file shown as it stands, where it can't be attached.

    Args:
        text: of the file.
        name: of the file.
        why: it can't be attached, as markup.
    """
    boxes: list[str] = [""]
    for line in text.splitlines():
        if len(boxes[-1]) + len(line) >= BOX:
            boxes.append("")
        boxes[-1] += f"{line[: BOX - 1]}\n"
    left = len(boxes) > BOXES
    cut = [context("The rest does not fit into a message. Take a shorter span.")] if left else []
    return Card(clip(f"{name}: {why}", TEXT), (section(why), *map(preformatted, boxes[:BOXES]), *cut))


def _totals(told: Recap) -> Iterable[str]:
    if told.lines:
        first, last = min(line.first for line in told.lines), max(line.last for line in told.lines)
        seen = f"seen {_times(told.count)} in {counted(told.messages, 'message')}"
        when = f"from {moment(first)} to {moment(last)}" if last - first >= MINUTE else moment(first)
        yield f"*{counted(told.errors, 'error')}*, {seen}, {when}"
        return
    yield ABSENT if told.absent else EMPTY
    hours = int((told.span.until - (told.before or 0)) // HOUR) + 1
    if told.before is not None and hours * HOUR <= FARTHEST:
        back = f"{hours}h" if hours < 48 else f"{-(-hours // 24)}d"
        yield f"The last error here was seen {moment(told.before)}: `/streamerr recap {back}` reaches back to it."
    elif not told.absent:
        yield COUNTED


def _silences(told: Recap) -> Iterable[str]:
    if told.silences:
        times = ", ".join(f"from {moment(one.since)} to {moment(one.until)}" for one in told.silences)
        yield f"*Quiet* {times}: {UNCOUNTED}"


def _small_print(told: Recap, shown: int) -> Iterable[str]:
    if (left := told.errors - shown) > 0:
        yield f"and {left:,} more; the files name {'all' if told.errors == len(told.lines) else len(told.lines)}"
    yield f"Until {moment(told.span.until)}. Times here are by your clock, in the files they are UTC."


def _head() -> list[Json]:
    return [cell(head) for head in HEADS]


def _row(line: Line) -> list[Json]:
    name = line.code if line.code.startswith("0x") else f"{line.code} {line.symbol}"
    told = f"{line.title} ({line.remark})" if line.title and line.remark else line.title or line.remark
    return [
        rich_cell(_text(clip(one_line(name), 60), "code"), _text(f" {clip(one_line(told), 100)}")),
        cell(f"{line.count:,}"),
        rich_cell(_date(line.first, line.links[0] if line.links else "")),
        rich_cell(_date(line.last, line.links[-1] if line.links else "")),
        cell(line.system, 60),
        cell(line.layer, 20),
        cell(line.owner, 80),
    ]


def _text(text: str, style: str = "") -> Json:
    return {"type": "text", "text": text or NOTHING, **({"style": {style: True}} if style else {})}


def _date(seconds: float, url: str) -> Json:
    at = datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
    shown: Json = {"type": "date", "timestamp": int(seconds), "format": "{date_num} {time}"}
    return {**shown, "fallback": f"{at:%Y-%m-%d %H:%M} UTC", **({"url": url} if url else {})}


def _fitting(rows: Iterable[list[Json]]) -> Iterable[list[Json]]:
    """The rows that fit into the characters of a table."""
    room = CHARACTERS
    for number, row in enumerate(rows):
        room -= sum(map(_length, row))
        if room < 0 or number >= ROWS:
            return
        yield row


def _length(part: Json) -> int:
    own = sum(len(str(part.get(name, ""))) for name in ("text", "url", "fallback"))
    return own + sum(_length(inner) for inner in part.get("elements", ()))


def _spans(told: Recap) -> Iterable[Json]:
    for seconds in SPANS:
        now = abs(told.span.seconds - seconds) < 1
        label = in_words(seconds)
        spoken = f"The last {label}{', which is shown' if now else ''}"
        style = "primary" if now else ""
        yield button(label, f"recap:{seconds}", told.span.value, style=style, accessible=spoken)


def _posts(told: Recap, *, private: bool) -> Iterable[Json]:
    if private:
        yield button("Post here", "recap:post", told.span.value, accessible="Post this recap here, for everybody")
    spoken = "Post this recap here as a Markdown and a CSV file, for everybody"
    yield button("Post as files", "recap:files", told.span.value, accessible=spoken)


def _named(line: Line) -> str:
    name = line.title or line.symbol or line.code
    return f"{said(name, 100)} ({said(line.system, 60)}, {said(line.code, 60)}) {_times(line.count)}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
