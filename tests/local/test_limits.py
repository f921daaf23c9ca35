"""Slack's limits: what stands at a limit is taken, one more is refused, with its place."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    MarkdownBlock,
    Option,
    OverflowMenuElement,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.local.limits import block_faults, characters, view_faults, view_too_large

Json = dict[str, Any]


def plain(size: int) -> Json:
    return {"type": "plain_text", "text": "x" * size}


def mrkdwn(size: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * size}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(3), **more}


def option(text: int = 3, value: int = 3) -> Json:
    return {"text": plain(text), "value": "v" * value}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(3), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": [*elements]}


def image(alt: int) -> Json:
    return {"type": "image", "image_url": "https://example.net/a.png", "alt_text": "x" * alt}


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": [option()], **more}


def table(rows: int, columns: int) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


LIMITS: dict[str, tuple[Callable[[int], Json], int, str]] = {
    "section text": (lambda n: section(text=mrkdwn(n)), 3000, "/text/text"),
    "section field": (lambda n: {"type": "section", "fields": [plain(n)]}, 2000, "/fields/0/text"),
    "section fields": (lambda n: {"type": "section", "fields": [plain(1)] * n}, 10, "/fields"),
    "header": (lambda n: {"type": "header", "text": plain(n)}, 150, "/text/text"),
    "context": (lambda n: {"type": "context", "elements": [mrkdwn(1)] * n}, 10, "/elements"),
    "actions": (lambda n: actions(*[button()] * n), 25, "/elements"),
    "block_id": (lambda n: section(block_id="x" * n), 255, "/block_id"),
    "action_id": (lambda n: actions(button(action_id="x" * n)), 255, "/elements/0/action_id"),
    "button text": (lambda n: actions({"type": "button", "text": plain(n)}), 75, "/elements/0/text/text"),
    "button value": (lambda n: actions(button(value="x" * n)), 2000, "/elements/0/value"),
    "button url": (lambda n: actions(button(url="https://" + "x" * (n - 8))), 3000, "/elements/0/url"),
    "accessibility label": (
        lambda n: actions(button(accessibility_label="x" * n)),
        75,
        "/elements/0/accessibility_label",
    ),
    "select options": (lambda n: actions(select(options=[option()] * n)), 100, "/elements/0/options"),
    "option text": (lambda n: actions(select(options=[option(text=n)])), 75, "/elements/0/options/0/text/text"),
    "option value": (lambda n: actions(select(options=[option(value=n)])), 150, "/elements/0/options/0/value"),
    "placeholder": (lambda n: actions(select(placeholder=plain(n))), 150, "/elements/0/placeholder/text"),
    "overflow": (lambda n: actions({"type": "overflow", "options": [option()] * n}), 5, "/elements/0/options"),
    "checkboxes": (lambda n: actions({"type": "checkboxes", "options": [option()] * n}), 10, "/elements/0/options"),
    "image alt text": (lambda n: image(n), 2000, "/alt_text"),
    "markdown": (lambda n: {"type": "markdown", "text": "x" * n}, 12_000, "/text"),
    "table rows": (lambda n: table(n, 1), 100, "/rows"),
    "table columns": (lambda n: table(1, n), 20, "/rows/0"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_block_at_its_limit_is_taken_and_one_more_is_refused(name: str) -> None:
    block, limit, place = LIMITS[name]
    assert block_faults([block(limit)]) == []
    faults = block_faults([block(limit + 1)])
    assert [fault.pointer for fault in faults] == [f"/blocks/0{place}"]


def test_a_message_has_fifty_blocks() -> None:
    assert block_faults([{"type": "divider"}] * 50) == []
    assert str(block_faults([{"type": "divider"}] * 51)[0]) == (
        "[ERROR] no more than 50 items allowed [max items: 50] [json-pointer:/blocks]"
    )


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ({"type": "sectoin"}, "unsupported type: sectoin, which is no block here [json-pointer:/blocks/0/type]"),
        ({}, "missing required field: type [json-pointer:/blocks/0]"),
        ("text", "missing required field: type [json-pointer:/blocks/0]"),
        ({"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0]"),
        (section(text="bare"), "missing required field: type [json-pointer:/blocks/0/text]"),
        (section(text=mrkdwn(0)), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        (section(txet=mrkdwn(1)), "invalid additional property: txet [json-pointer:/blocks/0]"),
        (section(expand="yes"), "must be a boolean [json-pointer:/blocks/0/expand]"),
        (
            {"type": "header", "text": mrkdwn(1)},
            "unsupported type: mrkdwn, which is no text object here [json-pointer:/blocks/0/text/type]",
        ),
        (actions(button(disabled=True)), "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]"),
        (
            actions(button(style="loud")),
            "must be a valid enum value: primary, danger [json-pointer:/blocks/0/elements/0/style]",
        ),
        (actions(button(url="javascript:1")), "must be a valid URL [json-pointer:/blocks/0/elements/0/url]"),
        (actions(), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
        ({"type": "actions", "elements": {}}, "must be an array [json-pointer:/blocks/0/elements]"),
        (
            actions(button(action_id="a"), button(action_id="a")),
            "`action_id` already exists: a [json-pointer:/blocks/0/elements/1/action_id]",
        ),
        (
            {"type": "context", "elements": [button()]},
            "failed to match a text object or an image [json-pointer:/blocks/0/elements/0]",
        ),
        (
            {"type": "alert", "text": mrkdwn(1)},
            "unsupported type: alert, which is no block here [json-pointer:/blocks/0/type]",
        ),
        ({"type": "rich_text"}, "missing required field: elements [json-pointer:/blocks/0]"),
        (
            actions({"type": "static_select"}),
            "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(block: Json, told: str) -> None:
    assert [str(fault) for fault in block_faults([block])] == [f"[ERROR] {told}"]


def test_block_ids_are_unique() -> None:
    faults = block_faults([section(block_id="a"), section(block_id="b"), section(block_id="a")])
    assert [fault.pointer for fault in faults] == ["/blocks/2/block_id"]


def test_a_message_has_one_table() -> None:
    assert block_faults([table(2, 2)]) == []
    assert block_faults([table(2, 2)] * 2)[0].problem == "only_one_table_allowed"


def test_the_cells_of_a_table_hold_ten_thousand_characters_and_none_is_empty() -> None:
    full = {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 2500}] * 2] * 2}
    assert block_faults([full]) == []
    (fault,) = block_faults([{**full, "rows": [*full["rows"], [{"type": "raw_text", "text": "x"}]]}])
    assert "10000 characters" in fault.problem
    assert block_faults([{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}])


MODAL: Json = {"type": "modal", "title": plain(24), "blocks": [section()]}
INPUT: Json = {"type": "input", "label": plain(3), "element": {"type": "plain_text_input"}}


def test_a_modal_at_its_limits_is_taken() -> None:
    full = {
        **MODAL,
        "submit": plain(24),
        "close": plain(24),
        "private_metadata": "x" * 3000,
        "callback_id": "x" * 255,
        "blocks": [{"type": "divider"}] * 100,
    }
    assert view_faults(full, "modal") == []


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"title": plain(25)}, "/view/title/text"),
        ({"submit": plain(25)}, "/view/submit/text"),
        ({"private_metadata": "x" * 3001}, "/view/private_metadata"),
        ({"callback_id": "x" * 256}, "/view/callback_id"),
        ({"external_id": "x" * 256}, "/view/external_id"),
        ({"blocks": [{"type": "divider"}] * 101}, "/view/blocks"),
        ({"blocks": []}, "/view/blocks"),
        ({"blocks": [{"type": "markdown", "text": "x"}]}, "/view/blocks/0/type"),
        ({"blocks": [INPUT]}, "/view"),
        ({"size": "large"}, "/view"),
        ({"type": "workflow_step"}, "/view/type"),
    ],
)
def test_a_modal_past_a_limit_is_refused(more: Json, place: str) -> None:
    assert [fault.pointer for fault in view_faults({**MODAL, **more}, "modal")] == [place]


@pytest.mark.parametrize(("name", "most"), [("initial_value", 3000), ("placeholder", 150)])
def test_an_input_takes_three_thousand_characters(name: str, most: int) -> None:
    for size, faults in ((most, 0), (most + 1, 1)):
        value = "x" * size if name == "initial_value" else plain(size)
        block = {**INPUT, "element": {"type": "plain_text_input", name: value}}
        assert len(view_faults({**MODAL, "submit": plain(1), "blocks": [block]}, "modal")) == faults


def test_an_input_needs_a_label_and_asks_for_at_most_three_thousand_characters() -> None:
    element = {"type": "plain_text_input", "max_length": 3001}
    view = {**MODAL, "submit": plain(1), "blocks": [{"type": "input", "element": element}]}
    assert sorted(fault.pointer for fault in view_faults(view, "modal")) == [
        "/view/blocks/0",
        "/view/blocks/0/element/max_length",
    ]


def test_a_home_may_be_empty_and_has_no_title() -> None:
    assert view_faults({"type": "home", "blocks": []}, "home") == []
    assert view_faults({"type": "home", "blocks": [], "title": plain(3)}, "home") != []


def test_a_view_is_measured_in_bytes() -> None:
    assert not view_too_large({"text": "x" * 249_000})
    assert view_too_large({"text": "ü" * 125_000})


def test_characters_are_counted_in_every_text() -> None:
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": "12345"}]}
    assert characters([section(text=mrkdwn(10)), {"type": "rich_text", "elements": [rich]}]) == 15


def test_what_slacks_own_models_make_is_taken() -> None:
    options = [Option(text="Gcore", value="gcore"), Option(text="MediaTailor", value="aws-mediatailor")]
    blocks = [
        HeaderBlock(text="Publishing point locked"),
        SectionBlock(text="What it *means*", accessory=OverflowMenuElement(action_id="o", options=options)),
        SectionBlock(fields=["*Retry*", "after a pause"]),
        ContextBlock(elements=[{"type": "mrkdwn", "text": "revision 7"}]),
        DividerBlock(),
        ActionsBlock(
            elements=[
                ButtonElement(text="More", action_id="more", value="x", style="primary"),
                StaticSelectElement(placeholder="System", action_id="s", options=options),
                RadioButtonsElement(action_id="r", options=options),
            ]
        ),
        MarkdownBlock(text="**bold**"),
    ]
    assert block_faults([block.to_dict() for block in blocks]) == []
    view = View(
        type="modal",
        title="Explain an error",
        submit="Explain",
        blocks=[InputBlock(label="Paste it", element=PlainTextInputElement(action_id="t", multiline=True))],
    )
    assert view_faults(view.to_dict(), "modal") == []


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "elements", "element", "blocks", "options"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(values, st.sampled_from(["section", "actions", "context", "rich_text", "input", "table", "image"]))
def test_whatever_comes_is_judged_without_an_error(value: object, kind: str) -> None:
    for block in (value, {"type": kind, "elements": value, "text": value, "rows": value, "element": value}):
        assert block_faults([block])
    assert isinstance(view_faults(value, "modal", "home"), list)
