"""``plain(message)``: from a Slack message to the text that a person pasted or a bot posted. Pure.

Code boxes come first, since that is where people put what they paste; then the rest of the blocks, then attachments. The
field ``text`` is read when the blocks say nothing: it repeats them, without what tells code from talk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rich_text import others, preformatted
from bot.slack_markup import unmarked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEEPEST = 12
"""Blocks within blocks, and messages within attachments, that are followed."""
WRITTEN = {"mrkdwn", "plain_text", "raw_text"}
"""Types of text objects."""
CONTROLS = {"button", "overflow", "static_select", "datepicker", "actions", "input"}
"""Elements whose text is not part of what was said."""
ATTACHED = ("pretext", "title", "text")


def plain(message: Mapping[str, Any], me: str = "") -> str:
    """The text of a message, unescaped exactly once.

    Args:
        message: a ``message`` or ``app_mention`` event, or the message that a shortcut was used on.
        me: the bot's user id; mentions of it are left out.
    """
    return _joined(_said(message, me))


def typed(message: Mapping[str, Any], me: str = "") -> str:
    """The text of a message without its attachments, which Slack adds by itself when it unfurls a link."""
    return _joined(_body(message, me))


def _joined(parts: Iterator[str]) -> str:
    return "\n".join(part for part in map(str.strip, parts) if part)


def _said(message: Mapping[str, Any], me: str, depth: int = 0) -> Iterator[str]:
    yield from _body(message, me, depth)
    for attachment in _dicts(message.get("attachments")):
        yield from _attachment(attachment, me, depth + 1)


def _body(message: Mapping[str, Any], me: str, depth: int = 0) -> Iterator[str]:
    text = _text(message, "text")
    blocks = _dicts(message.get("blocks"))
    parts = [*_boxes(blocks, text, me), *(part for block in blocks for part in _rest(block, text, me, depth))]
    yield from parts
    if not any(part.strip() for part in parts):
        yield unmarked(text, me)


def _boxes(blocks: list[dict[str, Any]], text: str, me: str) -> Iterator[str]:
    for block in blocks:
        if block.get("type") == "rich_text":
            yield from preformatted(block, text, me)


def _rest(block: dict[str, Any], text: str, me: str, depth: int) -> Iterator[str]:
    """The texts of a block of any type, whatever types there will be: every text object in it, but for controls."""
    kind = _text(block, "type")
    if kind == "rich_text":
        yield from others(block, text, me)
    elif kind == "markdown" or kind in WRITTEN:
        yield unmarked(_text(block, "text"), me)
    elif kind not in CONTROLS and depth < DEEPEST:
        for value in block.values():
            for part in _dicts(value if isinstance(value, list) else [value]):
                yield from _rest(part, text, me, depth + 1)
            if isinstance(value, list):
                yield from _rows(value, text, me, depth)


def _rows(value: list[Any], text: str, me: str, depth: int) -> Iterator[str]:
    """The rows of a table, each on a line."""
    for row in value:
        if isinstance(row, list):
            yield " ".join(part for cell in _dicts(row) for part in _rest(cell, text, me, depth + 1))


def _attachment(attachment: dict[str, Any], me: str, depth: int) -> Iterator[str]:
    unfurled = "from_url" in attachment and not (attachment.get("is_msg_unfurl") or attachment.get("is_share"))
    if depth > DEEPEST or unfurled:
        return
    parts = [unmarked(_text(attachment, key), me) for key in ATTACHED]
    parts += (_field(field, me) for field in _dicts(attachment.get("fields")))
    inner = {"blocks": attachment.get("blocks"), "attachments": attachment.get("attachments")}
    parts += _said(inner, me, depth)
    for wrapped in _dicts(attachment.get("message_blocks")):
        if isinstance(message := wrapped.get("message"), dict):
            parts += _said(message, me, depth)
    parts += [unmarked(_text(attachment, "footer"), me)]
    yield from parts
    if not any(part.strip() for part in parts):
        yield unmarked(_text(attachment, "fallback"), me)


def _field(field: dict[str, Any], me: str) -> str:
    return ": ".join(filter(None, (unmarked(_text(field, key), me) for key in ("title", "value"))))


def _text(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
