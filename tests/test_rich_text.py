"""Rich text blocks: code boxes apart from the rest."""

from bot.rich_text import others, preformatted

BLOCK = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [{"type": "text", "text": "why "}, {"type": "emoji", "name": "eyes"}],
        },
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "HTTP/2 404"}]},
        {
            "type": "rich_text_quote",
            "elements": [{"type": "color", "value": "#fff"}, {"type": "broadcast", "range": "here"}],
        },
    ],
}


def test_code_boxes_are_told_apart() -> None:
    assert preformatted(BLOCK) == ["HTTP/2 404"]


def test_the_rest_stands_in_its_order() -> None:
    assert others(BLOCK) == ["why :eyes:", "#fff@here"]


def test_what_is_no_rich_text_says_nothing() -> None:
    assert preformatted({"elements": "x"}) == others({"elements": [1, None]}) == []
