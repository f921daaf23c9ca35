"""What an app may put into a message: checked as Slack checks it, given back as fields of a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.local.call import parsed
from bot.local.limits import MARKDOWN_CHARACTERS, MESSAGE_CHARACTERS, block_faults, characters
from bot.local.model import RefusedError
from bot.local.shapes import size

if TYPE_CHECKING:
    from bot.local.model import Json

LONGEST = 40_000
"""Characters of text; the rest of a new message is cut off, with a warning."""
LONGEST_UPDATE = 4000
"""Characters of text in an update, which is refused when it has more."""
ATTACHMENTS = 100
METADATA_BYTES = 8000


@dataclass(frozen=True, slots=True)
class Contents:
    """The fields of a message that an app chose, and what Slack warns of."""

    fields: Json
    warnings: tuple[str, ...] = ()


def contents(arguments: Json, *, update: bool = False) -> Contents:
    """The contents in the arguments of a call, or Slack's refusal.

    Args:
        arguments: of ``chat.postMessage`` and its like, or the body sent to a ``response_url``.
        update: whether it replaces what is there; fields that are not given then stay as they are.
    """
    text = str(arguments.get("text") or "")
    blocks = _blocks(arguments)
    attachments = parsed(arguments.get("attachments"), "invalid_attachments")
    if not (text.strip() or blocks or attachments):
        raise RefusedError("no_text")
    if isinstance(attachments, list) and len(attachments) > ATTACHMENTS:
        raise RefusedError("too_many_attachments")
    if attachments is not None and not _are_objects(attachments):
        raise RefusedError("invalid_attachments")
    for number, attachment in enumerate(attachments or ()):
        refuse_blocks(attachment.get("blocks") or [], f"/attachments/{number}/blocks")
    if update and len(text) > LONGEST_UPDATE:
        raise RefusedError("msg_too_long")
    given: Json = {"blocks": blocks, "attachments": attachments, "metadata": _metadata(arguments, update)}
    fields = {"text": text[:LONGEST], **{name: value for name, value in given.items() if value is not None}}
    for name in ("blocks", "attachments"):
        if name in fields:
            fields[name] = tuple(fields[name])
    return Contents(fields, ("message_truncated",) * (len(text) > LONGEST))


def refuse_blocks(blocks: Any, at: str = "/blocks") -> None:
    """Refuse blocks with ``invalid_blocks`` and what is wrong with them, or ``msg_blocks_too_long``."""
    if faults := block_faults(blocks, at):
        told = list(map(str, faults))
        raise RefusedError("invalid_blocks", errors=told, response_metadata={"messages": told})
    if characters(blocks) > MESSAGE_CHARACTERS:
        raise RefusedError("msg_blocks_too_long")


def _blocks(arguments: Json) -> Any:
    blocks = parsed(arguments.get("blocks"), "invalid_blocks_format")
    markdown = arguments.get("markdown_text")
    if markdown:
        if blocks or arguments.get("text"):
            raise RefusedError("markdown_text_conflict")
        if len(str(markdown)) > MARKDOWN_CHARACTERS:
            raise RefusedError("msg_too_long")
        return [{"type": "markdown", "text": str(markdown)}]
    if blocks is None:
        return None
    if not _are_objects(blocks):
        raise RefusedError("invalid_blocks_format")
    refuse_blocks(blocks)
    return blocks


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _metadata(arguments: Json, update: bool) -> Json | None:
    """The metadata that is given; an update with an empty object takes what was there away."""
    metadata: Any = parsed(arguments.get("metadata"), "invalid_metadata_format")
    if metadata is None:
        return None
    if update and metadata == {}:
        return {}
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise RefusedError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise RefusedError("invalid_metadata_schema")
    if size(metadata) > METADATA_BYTES:
        raise RefusedError("metadata_too_large")
    return metadata
