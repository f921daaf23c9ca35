"""A ``rich_text`` block, which every message that a person typed carries, as the text that was typed or pasted.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack_markup import linked
from kb.clean import unescape_once

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 10
"""Lists within lists that are followed."""


def preformatted(block: dict[str, Any], text: str = "", me: str = "") -> list[str]:
    """The code boxes of a block, each as its text."""
    return [_line(part, text, me) for part in _parts(block) if part.get("type") == "rich_text_preformatted"]


def others(block: dict[str, Any], text: str = "", me: str = "") -> list[str]:
    """Everything of a block but its code boxes: paragraphs, quotes and list items, each as its text."""
    return [
        line
        for part in _parts(block)
        if part.get("type") != "rich_text_preformatted"
        for line in _lines(part, text, me)
    ]


def _parts(block: dict[str, Any]) -> list[dict[str, Any]]:
    return _dicts(block.get("elements"))


def _lines(part: dict[str, Any], text: str, me: str, depth: int = 0) -> Iterator[str]:
    if part.get("type") == "rich_text_list" and depth < DEEPEST:
        for item in _parts(part):
            yield from _lines(item, text, me, depth + 1)
    else:
        yield _line(part, text, me)


def _line(part: dict[str, Any], text: str, me: str) -> str:
    return "".join(_leaf(leaf, text, me) for leaf in _parts(part))


def _leaf(leaf: dict[str, Any], text: str, me: str) -> str:
    told = _text(leaf, "text")
    match leaf.get("type"):
        case "link":
            return linked(_typed(_text(leaf, "url"), text), _typed(told, text))
        case "user":
            user = _text(leaf, "user_id")
            return "" if user == me else f"@{user}"
        case "channel":
            return f"#{_text(leaf, 'channel_id')}"
        case "broadcast":
            return f"@{_text(leaf, 'range')}"
        case "emoji":
            return f":{_text(leaf, 'name')}:"
        case "date":
            return _text(leaf, "fallback")
        case "color":
            return _text(leaf, "value")
        case _:
            return _typed(told, text)


def _typed(leaf: str, text: str) -> str:
    """A leaf as it was typed: unescaped once, unless it stands there raw.

    Slack escapes the leaves as it escapes ``text``; some servers and relays don't. A leaf with a bare bracket is raw, and so
    is one that ``text`` only has after unescaping.
    """
    if "&" not in leaf or "<" in leaf or ">" in leaf:
        return leaf
    if text and leaf not in text and leaf in unescape_once(text):
        return leaf
    return unescape_once(leaf)


def _text(leaf: dict[str, Any], key: str) -> str:
    value = leaf.get(key)
    return value if isinstance(value, str) else ""


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
