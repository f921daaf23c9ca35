"""The modal to paste an error into, and the same modal with the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cards.blocks import Json, context, modal, plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.card import Card

CALLBACK = "paste"
TYPED = 3_000
"""Characters that Slack lets people type into a modal."""
FILES = ["txt", "log", "json", "xml", "har", "html", "csv"]
QUESTION, FILE = "question", "file"


def asking(private_metadata: str = "", *, files: bool = True) -> Json:
    """The modal that asks for a paste.

    Args:
        private_metadata: comes back with the submission.
        files: whether files can be attached, for which the app needs ``files:read``.
    """
    text: Json = {
        "type": "input",
        "block_id": QUESTION,
        "label": plain_text("What do you see?", 2_000),
        "hint": plain_text(
            "A code, a response with its headers, or part of a log. Slack takes 3,000 characters here.", 2_000
        ),
        "optional": files,
        "element": {
            "type": "plain_text_input",
            "action_id": QUESTION,
            "multiline": True,
            "max_length": TYPED,
            "focus_on_load": True,
        },
    }
    file: Json = {
        "type": "input",
        "block_id": FILE,
        "label": plain_text("Or a file", 2_000),
        "hint": plain_text("A text, log, JSON, XML or HAR file, for anything longer.", 2_000),
        "optional": True,
        "element": {"type": "file_input", "action_id": FILE, "filetypes": FILES, "max_files": 1},
    }
    return modal(
        "Explain an error",
        [text, file] if files else [text],
        submit=plain_text("Explain", 24),
        callback_id=CALLBACK,
        private_metadata=private_metadata,
    )


def answer(card: Card, notes: Sequence[str] = ()) -> Json:
    """The modal with an answer in it; ``notes`` is markup above it."""
    return modal("streamerr", [*([context(*notes)] if notes else []), *card.blocks])


def submitted(view: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """What was typed and which files were attached in a submission of the modal."""
    values = view.get("state", {}).get("values", {})
    text = values.get(QUESTION, {}).get(QUESTION, {}).get("value") or ""
    files = values.get(FILE, {}).get(FILE, {}).get("files") or []
    return text, [file if isinstance(file, dict) else {"id": file, "file_access": "check_file_info"} for file in files]
