"""What Slack refuses in messages, modals and App Homes: block by block, with a fault for each thing and its place.

The numbers are those of Slack's Block Kit reference (docs.slack.dev/reference/block-kit); what a whole message may hold
(``MESSAGE_CHARACTERS``), and the cells of its table (``TABLE_CHARACTERS``), is not published and was measured by others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.local.elements import (
    ID,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    TYPE,
    plain,
    text,
)
from bot.local.rich_text import RICH_TEXT
from bot.local.shapes import (
    Fault,
    anything,
    both,
    choice,
    distinct,
    has_one_of,
    many,
    record,
    size,
    string,
    typed,
    web_address,
    yes_or_no,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.local.shapes import Check

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_CHARACTERS = 13_200
"""Characters in all texts of a message's blocks together."""
VIEW_BYTES = 250_000
MARKDOWN_CHARACTERS = 12_000
TABLE_ROWS, TABLE_COLUMNS, TABLE_CHARACTERS = 100, 20, 10_000

_NAMED = {"block_id": ID}
_ELEMENTS = distinct("action_id", "`action_id`")
_CELL = typed({"raw_text": record({**TYPE, "text": string(3000)}), "rich_text": RICH_TEXT}, "cell of a table")

EVERYWHERE: dict[str, Check] = {
    "section": both(
        record(
            TYPE,
            {
                **_NAMED,
                "text": text(3000),
                "fields": many(text(2000), 10),
                "accessory": typed(IN_SECTION, "accessory"),
                "expand": yes_or_no,
            },
        ),
        has_one_of("text", "fields"),
    ),
    "divider": record(TYPE, _NAMED),
    "header": record({**TYPE, "text": plain(150)}, {**_NAMED, "level": anything}),
    "context": record({**TYPE, "elements": many(IN_CONTEXT, 10)}, _NAMED),
    "actions": record({**TYPE, "elements": both(many(typed(IN_ACTIONS, "element of actions"), 25), _ELEMENTS)}, _NAMED),
    "image": both(
        record(
            {**TYPE, "alt_text": string(2000)},
            {**_NAMED, "image_url": web_address(), "slack_file": anything, "title": plain(2000)},
        ),
        has_one_of("image_url", "slack_file"),
    ),
    "input": record(
        {**TYPE, "label": plain(2000), "element": typed(IN_INPUT, "input")},
        {**_NAMED, "hint": plain(2000), "optional": yes_or_no, "dispatch_action": yes_or_no},
    ),
    "rich_text": RICH_TEXT,
    "video": record(
        {
            **TYPE,
            "alt_text": string(2000),
            "title": plain(200),
            "thumbnail_url": web_address(),
            "video_url": web_address(),
        },
        {
            **_NAMED,
            "title_url": web_address(),
            "description": plain(200),
            "provider_name": string(50),
            "provider_icon_url": web_address(),
            "author_name": string(50),
        },
    ),
}
IN_MESSAGES: dict[str, Check] = {
    **EVERYWHERE,
    "markdown": record({**TYPE, "text": string(MARKDOWN_CHARACTERS)}, _NAMED),
    "table": record(
        {**TYPE, "rows": many(many(_CELL, TABLE_COLUMNS), TABLE_ROWS)},
        {**_NAMED, "column_settings": many(anything, TABLE_COLUMNS, 0)},
    ),
    "context_actions": record(
        {**TYPE, "elements": both(many(typed(IN_CONTEXT_ACTIONS, "element of context actions"), 5), _ELEMENTS)}, _NAMED
    ),
    "file": record({**TYPE, "external_id": ID, "source": choice("remote")}, _NAMED),
}
IN_MODALS: dict[str, Check] = {
    **EVERYWHERE,
    "alert": record(
        {**TYPE, "text": text(3000)}, {**_NAMED, "level": choice("default", "info", "warning", "error", "success")}
    ),
}
_IDS = distinct("block_id", "`block_id`")


def _blocks(kinds: dict[str, Check], most: int, least: int = 1) -> Check:
    return both(many(typed(kinds, "block"), most, least), _IDS)


_IN_VIEWS = {"private_metadata": string(3000, 0), "callback_id": string(255, 0), "external_id": string(255, 0)}
_VIEWS: dict[str, Check] = {
    "modal": record(
        {**TYPE, "title": plain(24), "blocks": _blocks(IN_MODALS, VIEW_BLOCKS)},
        {
            **_IN_VIEWS,
            "close": plain(24),
            "submit": plain(24),
            "submit_disabled": yes_or_no,
            "clear_on_close": yes_or_no,
            "notify_on_close": yes_or_no,
        },
    ),
    "home": record({**TYPE, "blocks": _blocks(EVERYWHERE, VIEW_BLOCKS, 0)}, _IN_VIEWS),
}
_MESSAGE = _blocks(IN_MESSAGES, MESSAGE_BLOCKS, 0)


def block_faults(blocks: Any, at: str = "/blocks") -> list[Fault]:
    """What Slack refuses in the blocks of a message; nothing when it takes them."""
    faults = list(_MESSAGE(blocks, at))
    tables = [block for block in blocks if block["type"] == "table"] if not faults else []
    if len(tables) > 1:
        faults.append(Fault(at, "only_one_table_allowed"))
    if characters(tables) > TABLE_CHARACTERS:
        faults.append(Fault(at, f"the cells of a table must hold no more than {TABLE_CHARACTERS} characters"))
    return faults


def view_faults(view: Any, *kinds: str) -> list[Fault]:
    """What Slack refuses in a view of one of these kinds; nothing when it takes it."""
    faults = list(typed({kind: _VIEWS[kind] for kind in kinds}, "view")(view, "/view"))
    if not faults and view["type"] == "modal" and not view.get("submit"):
        inputs = any(block["type"] == "input" for block in view["blocks"])
        faults += [Fault("/view", "missing required field: submit")] * inputs
    return faults


def view_too_large(view: Any) -> bool:
    """Whether a view is larger than Slack takes."""
    return size(view) > VIEW_BYTES


def characters(blocks: Any) -> int:
    """How many characters stand in the texts of blocks, all together."""
    return sum(map(len, _texts(blocks)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)
