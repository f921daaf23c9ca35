"""Slack's rules for ``rich_text``: sections, lists, quotes and preformatted text, and what may stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.elements import ID, TYPE
from bot.local.shapes import choice, many, record, string, typed, whole, yes_or_no

if TYPE_CHECKING:
    from bot.local.shapes import Check

LONGEST = 40_000
"""Characters of one text in a rich text; the whole message is measured on top of that."""
MOST = 1000
"""Elements in one part."""

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_STYLE = record({}, dict.fromkeys(_STYLES, yes_or_no))
_STYLED = {"style": _STYLE}
_TEXT = record({**TYPE, "text": string(LONGEST)}, _STYLED)
_LINK = record({**TYPE, "url": string(3000)}, {"text": string(LONGEST, 0), "unsafe": yes_or_no, **_STYLED})
_INLINE: dict[str, Check] = {
    "text": _TEXT,
    "link": _LINK,
    "user": record({**TYPE, "user_id": ID}, _STYLED),
    "usergroup": record({**TYPE, "usergroup_id": ID}, _STYLED),
    "channel": record({**TYPE, "channel_id": ID}, _STYLED),
    "team": record({**TYPE, "team_id": ID}, _STYLED),
    "emoji": record({**TYPE, "name": ID}, {"unicode": string(255), "skin_tone": whole(1, 6), **_STYLED}),
    "broadcast": record({**TYPE, "range": choice("here", "channel", "everyone")}, _STYLED),
    "color": record({**TYPE, "value": string(255)}, _STYLED),
    "date": record(
        {**TYPE, "timestamp": whole(0, 10**11), "format": string(255)},
        {"url": string(3000), "fallback": string(3000), **_STYLED},
    ),
}
_BORDER = {"border": whole(0, 1)}
_SECTION = record({**TYPE, "elements": many(typed(_INLINE, "element of a rich text"), MOST, 0)})
_QUOTE = record({**TYPE, "elements": many(typed(_INLINE, "element of a quote"), MOST, 0)}, _BORDER)
_PREFORMATTED = record(
    {**TYPE, "elements": many(typed({"text": _TEXT, "link": _LINK}, "element of preformatted text"), MOST, 0)},
    {**_BORDER, "language": string(50)},
)
_LIST = record(
    {
        **TYPE,
        "style": choice("bullet", "ordered"),
        "elements": many(typed({"rich_text_section": _SECTION}, "item of a list"), MOST),
    },
    {"indent": whole(0, 8), "offset": whole(0, 10**6), **_BORDER},
)
PARTS: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_preformatted": _PREFORMATTED,
    "rich_text_quote": _QUOTE,
    "rich_text_list": _LIST,
}
RICH_TEXT = record({**TYPE, "elements": many(typed(PARTS, "part of a rich text"), MOST, 0)}, {"block_id": ID})
