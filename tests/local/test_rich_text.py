"""Rich text: what its parts may hold."""

from typing import Any

import pytest

from bot.local.limits import block_faults

TEXT = {"type": "text", "text": "x"}
SECTION = {"type": "rich_text_section", "elements": [TEXT]}


def told(*parts: Any) -> list[str]:
    return [str(fault) for fault in block_faults([{"type": "rich_text", "elements": [*parts]}])]


@pytest.mark.parametrize(
    "part",
    [
        SECTION,
        {"type": "rich_text_section", "elements": [{**TEXT, "style": {"bold": True, "code": True}}]},
        {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://example.net", "text": "here"}]},
        {
            "type": "rich_text_section",
            "elements": [{"type": "user", "user_id": "U1"}, {"type": "emoji", "name": "eyes"}],
        },
        {"type": "rich_text_preformatted", "elements": [TEXT], "border": 0, "language": "xml"},
        {"type": "rich_text_quote", "elements": [TEXT]},
        {"type": "rich_text_list", "style": "ordered", "elements": [SECTION], "indent": 1, "offset": 2},
    ],
)
def test_what_slack_documents_is_taken(part: dict[str, Any]) -> None:
    assert told(part) == []


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ({"type": "rich_text_paragraph"}, "unsupported type: rich_text_paragraph"),
        ({"type": "rich_text_section", "elements": ["x"]}, "missing required field: type"),
        ({"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}, "must be more than 0 characters"),
        ({"type": "rich_text_section", "elements": [{"type": "bold"}]}, "unsupported type: bold"),
        ({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]}, "unsupported type: user"),
        ({"type": "rich_text_list", "style": "dashed", "elements": [SECTION]}, "must be a valid enum value"),
        ({"type": "rich_text_list", "style": "bullet", "elements": [TEXT]}, "unsupported type: text"),
        ({"type": "rich_text_section", "elements": [{**TEXT, "style": {"loud": True}}]}, "invalid additional property"),
    ],
)
def test_what_it_does_not_is_refused(part: dict[str, Any], fault: str) -> None:
    assert len(told(part)) == 1
    assert fault in told(part)[0]
