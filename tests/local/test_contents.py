"""What an app may put into a message, apart from the calls that carry it."""

import pytest

from bot.local.contents import contents
from bot.local.limits import MESSAGE_CHARACTERS
from tests.local.refusals import refusing


def paragraphs(characters: int) -> list[dict[str, object]]:
    full, rest = divmod(characters, 3000)
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": "x" * size}} for size in [3000] * full + [rest] if size
    ]


def test_a_message_of_the_longest_blocks_is_taken() -> None:
    assert len(contents({"text": "x", "blocks": paragraphs(MESSAGE_CHARACTERS)}).fields["blocks"]) == 5


def test_one_character_more_is_refused() -> None:
    with refusing("msg_blocks_too_long"):
        contents({"text": "x", "blocks": paragraphs(MESSAGE_CHARACTERS + 1)})


def test_what_is_not_given_is_not_among_the_fields() -> None:
    assert contents({"text": "x"}).fields == {"text": "x"}
    assert contents({"text": "x", "blocks": [], "attachments": "[]"}).fields == {
        "text": "x",
        "blocks": (),
        "attachments": (),
    }


@pytest.mark.parametrize("given", [{"blocks": ["x"]}, {"blocks": "7"}, {"blocks": {"type": "divider"}}])
def test_blocks_are_a_list_of_objects(given: dict[str, object]) -> None:
    with refusing("invalid_blocks_format"):
        contents({"text": "x", **given})
