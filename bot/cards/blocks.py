"""Blocks of Block Kit, each within Slack's published limits whatever it is given.

Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from bot.cards.mrkdwn import clip, fitting, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Json: TypeAlias = dict[str, Any]

SECTION = 3_000
FIELD = 2_000
FIELDS = 10
CONTEXT = 3_000
"""Characters of an element of a context block; Slack names no limit of its own for it."""
ACTIONS = 25
LABEL = 75
ACCESSIBLE = 75
OPTIONS = 100
OPTION = 150
"""Characters of an option's value."""
VALUE = 2_000
URL = 3_000
HEADER = 150
MODAL_TITLE = 24
IN_MESSAGE = 50
IN_VIEW = 100
PREFORMATTED = 3_000
TABLE_ROWS = 100
TABLE_CHARACTERS = 10_000
"""In all cells of a message together; the reference does not say so, Slack's refusals do."""
NOTHING = "-"
"""Slack refuses empty text."""


def mrkdwn(text: str) -> Json:
    """A text object in Slack's markup; ``verbatim`` keeps Slack from making links and mentions of plain words."""
    return {"type": "mrkdwn", "text": text or NOTHING, "verbatim": True}


def plain_text(text: str, limit: int) -> Json:
    """A text object without markup, on one line."""
    return {"type": "plain_text", "text": clip(one_line(text), limit) or NOTHING, "emoji": False}


def section(*lines: str, accessory: Json | None = None) -> Json:
    """Lines of markup, as many as fit, and perhaps a button beside them."""
    block: Json = {"type": "section", "text": mrkdwn(fitting(lines, SECTION))}
    if accessory:
        block["accessory"] = accessory
    return block


def fields(*texts: str) -> Json:
    """Short texts in two columns; one below the other on a phone."""
    return {"type": "section", "fields": [mrkdwn(fitting([text], FIELD)) for text in texts[:FIELDS]]}


def header(text: str) -> Json:
    """A heading."""
    return {"type": "header", "text": plain_text(text, HEADER)}


def context(*lines: str) -> Json:
    """Lines in small print, as many as fit."""
    return {"type": "context", "elements": [mrkdwn(fitting(lines, CONTEXT))]}


def divider() -> Json:
    """A line across."""
    return {"type": "divider"}


def actions(*buttons: Json) -> Json:
    """A row of buttons."""
    return {"type": "actions", "elements": [*buttons[:ACTIONS]]}


def button(label: str, action: str, value: str, *, style: str = "", accessible: str = "") -> Json:
    """A button; ``value`` is what comes back with the click, ``accessible`` what a screen reader says instead of its label."""
    made: Json = {
        "type": "button",
        "text": plain_text(label, LABEL),
        "action_id": action,
        "value": value if 0 < len(value) <= VALUE else NOTHING,
    }
    if style:
        made["style"] = style
    if spoken := clip(one_line(accessible), ACCESSIBLE):
        made["accessibility_label"] = spoken
    return made


def menu(action: str, options: Mapping[str, str], chosen: str) -> Json:
    """A menu to choose one from; ``options`` are values with their labels, of which ``chosen`` is the value that is chosen now."""
    made = {
        value: {"text": plain_text(label, LABEL), "value": value}
        for value, label in [*options.items()][:OPTIONS]
        if 0 < len(value) <= OPTION
    }
    initial = {"initial_option": made[chosen]} if chosen in made else {}
    return {"type": "static_select", "action_id": action, "options": [*made.values()], **initial}


def preformatted(text: str) -> Json:
    """Text as it stands, in a box; nothing in it is markup."""
    kept = clip(text, PREFORMATTED) or NOTHING
    inner = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": kept}]}
    return {"type": "rich_text", "elements": [inner]}


def cell(text: str, limit: int = 200) -> Json:
    """A cell of a table, without markup, on one line."""
    return {"type": "raw_text", "text": clip(one_line(text), limit) or NOTHING}


def rich_cell(*elements: Json) -> Json:
    """A cell of elements of rich text."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [*elements]}]}


def table(rows: Iterable[list[Json]], columns: Iterable[Json]) -> Json:
    """A table, its first row the heads of the columns; ``columns`` says how each is set. A message takes one, a modal none."""
    return {"type": "table", "column_settings": [*columns], "rows": [*rows][:TABLE_ROWS]}


def modal(title: str, blocks: Iterable[Json], **more: Any) -> Json:
    """A modal with one button to close it; ``more`` adds fields such as ``submit`` and ``callback_id``."""
    return {
        "type": "modal",
        "title": plain_text(title, MODAL_TITLE),
        "close": plain_text("Close", MODAL_TITLE),
        "blocks": [*blocks][:IN_VIEW],
        **more,
    }


def length(blocks: Iterable[Json]) -> int:
    """Characters of text that a reader sees in the blocks."""
    return sum(_length(block) for block in blocks)


def _length(part: Any) -> int:
    if isinstance(part, dict):
        inner = part.get("text")
        own = len(inner) if isinstance(inner, str) else 0
        return own + sum(_length(value) for value in part.values() if isinstance(value, (dict, list)))
    return sum(_length(each) for each in part) if isinstance(part, list) else 0
