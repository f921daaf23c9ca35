"""Elements: each takes what Slack documents."""

from typing import Any

import pytest

from bot.local.limits import block_faults

PLAIN = {"type": "plain_text", "text": "x"}
OPTION = {"text": PLAIN, "value": "v"}
BUTTON = {"text": PLAIN, "value": "v"}


@pytest.mark.parametrize(
    "element",
    [
        {"type": "button", "text": {**PLAIN, "emoji": True}, "url": "https://example.net", "style": "danger"},
        {"type": "button", "text": PLAIN, "confirm": {"title": PLAIN, "text": PLAIN, "confirm": PLAIN, "deny": PLAIN}},
        {"type": "static_select", "option_groups": [{"label": PLAIN, "options": [OPTION]}], "initial_option": OPTION},
        {"type": "multi_static_select", "options": [OPTION], "initial_options": [OPTION], "max_selected_items": 2},
        {"type": "external_select", "min_query_length": 2, "focus_on_load": True},
        {"type": "users_select", "initial_user": "U1"},
        {"type": "multi_users_select", "initial_users": ["U1"]},
        {"type": "channels_select", "initial_channel": "C1", "response_url_enabled": True},
        {"type": "conversations_select", "default_to_current_conversation": True, "filter": {"include": ["public"]}},
        {"type": "multi_conversations_select", "initial_conversations": ["C1"]},
        {"type": "overflow", "options": [{**OPTION, "url": "https://example.net"}]},
        {"type": "checkboxes", "options": [{**OPTION, "description": {"type": "mrkdwn", "text": "x"}}]},
        {"type": "datepicker", "initial_date": "2026-11-21"},
        {"type": "timepicker", "initial_time": "03:12", "timezone": "Europe/Amsterdam"},
        {"type": "datetimepicker", "initial_date_time": 1_800_000_000},
    ],
)
def test_what_slack_documents_is_taken_in_actions(element: dict[str, Any]) -> None:
    assert block_faults([{"type": "actions", "elements": [{**element, "action_id": "a"}]}]) == []


@pytest.mark.parametrize(
    "element",
    [
        {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}},
        {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
        {"type": "email_text_input"},
        {"type": "url_text_input", "initial_value": "https://example.net"},
        {"type": "file_input", "filetypes": ["har"], "max_files": 10},
        {"type": "rich_text_input"},
        {"type": "radio_buttons", "options": [OPTION]},
    ],
)
def test_what_slack_documents_is_taken_in_inputs(element: dict[str, Any]) -> None:
    assert block_faults([{"type": "input", "label": PLAIN, "element": {**element, "action_id": "a"}}]) == []


def test_feedback_buttons_stand_in_context_actions_only() -> None:
    feedback = {"type": "feedback_buttons", "positive_button": BUTTON, "negative_button": BUTTON}
    trash = {"type": "icon_button", "icon": "trash", "text": PLAIN}
    assert block_faults([{"type": "context_actions", "elements": [feedback, trash]}]) == []
    assert block_faults([{"type": "context_actions", "elements": [{"type": "button", "text": PLAIN}]}]) != []
    assert block_faults([{"type": "actions", "elements": [feedback]}]) != []


def test_an_accessory_may_be_an_image() -> None:
    image = {"type": "image", "image_url": "https://example.net/a.png", "alt_text": "a"}
    assert block_faults([{"type": "section", "text": PLAIN, "accessory": image}]) == []
    assert block_faults([{"type": "section", "text": PLAIN, "accessory": {"type": "image", "alt_text": "a"}}]) != []
