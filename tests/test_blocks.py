"""Blocks within Slack's limits, whatever they are given."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import blocks
from bot.local.limits import block_faults, view_faults


@settings(deadline=None)
@given(st.text(max_size=4_000))
def test_any_text_makes_blocks_that_slack_takes(text: str) -> None:
    made = [
        blocks.section(text, text),
        blocks.fields(*[text[:10]] * 12),
        blocks.header(text),
        blocks.context(text),
        blocks.actions(*(blocks.button(text, f"a{n}", text, accessible=text) for n in range(30))),
        blocks.preformatted(text),
        blocks.divider(),
    ]
    assert block_faults(made) == []


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_label_makes_a_menu_that_slack_takes(text: str) -> None:
    options = {f"v{number}": text for number in range(120)} | {"x" * 151: text, "": text}
    menu = blocks.menu("a", options, "v1")
    assert block_faults([blocks.section("s", accessory=menu)]) == []
    assert menu["initial_option"]["value"] == "v1"
    assert "initial_option" not in blocks.menu("a", options, "gone")


def test_a_modal_has_at_most_a_hundred_blocks() -> None:
    view = blocks.modal("t" * 40, [blocks.divider()] * 120)
    assert len(view["blocks"]) == 100
    assert view_faults(view, "modal") == []


def test_the_length_is_what_a_reader_sees() -> None:
    assert blocks.length([blocks.section("abc", accessory=blocks.button("de", "a", "value"))]) == 5
