"""What is chosen, in Slack's shape."""

from typing import Any

import pytest

from bot.local.filling import chosen_action, filled, find, problems, state_values
from tests.local.refusals import refusing

PLAIN = {"type": "plain_text", "text": "x"}
A = {"text": PLAIN, "value": "a"}
B = {"text": PLAIN, "value": "b"}


@pytest.mark.parametrize(
    ("element", "chosen", "expected"),
    [
        ({"type": "static_select", "options": [A, B]}, "b", {"selected_option": B}),
        ({"type": "static_select", "options": [A]}, None, {"selected_option": None}),
        ({"type": "static_select", "option_groups": [{"options": [A]}, {"options": [B]}]}, "b", {"selected_option": B}),
        ({"type": "checkboxes", "options": [A, B]}, ["a", "b"], {"selected_options": [A, B]}),
        ({"type": "checkboxes", "options": [A]}, None, {"selected_options": []}),
        ({"type": "external_select"}, A, {"selected_option": A}),
        (
            {"type": "external_select"},
            "a",
            {"selected_option": {"text": {"type": "plain_text", "text": "a"}, "value": "a"}},
        ),
        ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
        ({"type": "multi_conversations_select"}, None, {"selected_conversations": []}),
        ({"type": "datepicker"}, "2026-11-21", {"selected_date": "2026-11-21"}),
        ({"type": "plain_text_input"}, "hi", {"value": "hi"}),
        ({"type": "plain_text_input"}, "", {"value": None}),
    ],
)
def test_the_state_of_an_element(element: dict[str, Any], chosen: Any, expected: dict[str, Any]) -> None:
    assert filled(element, chosen) == {"type": element["type"], **expected}


@pytest.mark.parametrize("element", [{"type": "static_select", "options": [A]}, {"type": "checkboxes", "options": [A]}])
def test_an_option_that_is_not_offered_is_refused(element: dict[str, Any]) -> None:
    with refusing("option_not_found"):
        filled(element, ["z"] if element["type"] == "checkboxes" else "z")


def test_feedback_says_which_of_the_two() -> None:
    buttons = {f"{which}_button": {"text": PLAIN, "value": which} for which in ("positive", "negative")}
    element = {"type": "feedback_buttons", "action_id": "f", "block_id": "b", **buttons}
    assert chosen_action(element, "negative")["value"] == "negative"
    with refusing("option_not_found"):
        chosen_action(element, None)


def field(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": "b", "element": {"action_id": "a", **element}, **more}


def test_what_was_not_touched_has_its_initial_value() -> None:
    blocks = [field({"type": "static_select", "options": [A, B], "initial_option": B})]
    assert state_values(blocks, {})["b"]["a"]["selected_option"] == B
    assert state_values(blocks, {"b": {"a": "a"}})["b"]["a"]["selected_option"] == A


def test_buttons_hold_nothing() -> None:
    button = {"type": "button", "action_id": "a", "text": PLAIN}
    assert state_values([{"type": "actions", "block_id": "b", "elements": [button]}], {}) == {}


@pytest.mark.parametrize(
    ("block", "typed", "wrong"),
    [
        (field({"type": "plain_text_input"}), "", "Please complete this required field."),
        (field({"type": "plain_text_input"}, optional=True), "", None),
        (field({"type": "plain_text_input", "min_length": 3}), "ab", "Use at least 3 characters."),
        (field({"type": "plain_text_input", "max_length": 3}), "abcd", "Use at most 3 characters."),
        (field({"type": "plain_text_input"}), "x" * 3001, "Use at most 3000 characters."),
        (field({"type": "plain_text_input"}), "fine", None),
    ],
)
def test_what_has_to_be_put_right_before_submitting(block: dict[str, Any], typed: str, wrong: str | None) -> None:
    told = problems([block], state_values([block], {"b": {"a": typed}}))
    assert told == ({"b": wrong} if wrong else {})


def test_an_element_is_found_by_block_and_action() -> None:
    assert find([field({"type": "plain_text_input"})], "b", "a")["type"] == "plain_text_input"
    with refusing("action_not_found"):
        find([field({"type": "plain_text_input"})], "b", "z")
