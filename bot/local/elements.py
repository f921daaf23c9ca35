"""Slack's rules for what stands inside blocks: text objects, buttons, menus, inputs; numbers as Slack publishes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.shapes import (
    anything,
    both,
    choice,
    has_one_of,
    many,
    one_of,
    record,
    string,
    typed,
    web_address,
    whole,
    yes_or_no,
)

if TYPE_CHECKING:
    from bot.local.shapes import Check

ID = string(255)
TYPE = {"type": anything}


def text(most: int, *kinds: str) -> Check:
    """A text object of at most ``most`` characters; both kinds are allowed unless they are named."""
    every = {
        "plain_text": record({**TYPE, "text": string(most)}, {"emoji": yes_or_no}),
        "mrkdwn": record({**TYPE, "text": string(most)}, {"verbatim": yes_or_no}),
    }
    return typed({kind: every[kind] for kind in kinds or every}, "text object")


def plain(most: int) -> Check:
    """A text object that cannot be mrkdwn."""
    return text(most, "plain_text")


CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
OPTION = record(
    {"text": text(75), "value": string(150)},
    {"description": text(75), "url": web_address()},
)
_MENU = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": yes_or_no, "placeholder": plain(150)}
_OPTIONS = {
    "options": many(OPTION, 100),
    "option_groups": many(record({"label": plain(75), "options": many(OPTION, 100)}), 100),
}
_FILTER = {
    "filter": record(
        {},
        {"include": many(anything, 4), "exclude_external_shared_channels": yes_or_no, "exclude_bot_users": yes_or_no},
    )
}
_LEAST = {"min_query_length": whole(0, 1000)}
_ONLY_CONVERSATION = {"default_to_current_conversation": yes_or_no, "response_url_enabled": yes_or_no}
_SEVERAL = {"max_selected_items": whole(1, 100)}
_DISPATCH = {
    "dispatch_action_config": record(
        {}, {"trigger_actions_on": many(choice("on_enter_pressed", "on_character_entered"), 2)}
    )
}
_TYPED = {"action_id": ID, "focus_on_load": yes_or_no, "placeholder": plain(150), **_DISPATCH}
_SLACK_FILE = record({}, {"id": string(255), "url": web_address()})

IMAGE = both(
    record({**TYPE, "alt_text": string(2000)}, {"image_url": web_address(), "slack_file": _SLACK_FILE}),
    has_one_of("image_url", "slack_file"),
)
BUTTON = record(
    {**TYPE, "text": plain(75)},
    {
        "action_id": ID,
        "url": web_address(),
        "value": string(2000, 0),
        "style": choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
OVERFLOW = record({**TYPE, "options": many(OPTION, 5)}, {"action_id": ID, "confirm": CONFIRM})
_FEEDBACK = record({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})


def _lists(kind: str, more: dict[str, Check]) -> dict[str, Check]:
    """A menu that selects one, and its sibling that selects several."""
    one: dict[str, Check] = {**_MENU, **more}
    start = {f"initial_{kind}": anything} if kind != "option" else {"initial_option": OPTION}
    starts = {f"initial_{kind}s": many(OPTION if kind == "option" else string(255), 100)}
    singles = _ONLY_CONVERSATION if kind == "conversation" else {"response_url_enabled": yes_or_no}
    several = {"default_to_current_conversation": yes_or_no} if kind == "conversation" else {}
    need_options = has_one_of("options", "option_groups") if "options" in more else anything
    return {
        "": both(record(TYPE, {**one, **start, **singles}), need_options),
        "multi_": both(record(TYPE, {**one, **starts, **several, **_SEVERAL}), need_options),
    }


MENUS: dict[str, Check] = {
    f"{prefix}{name}_select": check
    for name, kind, more in (
        ("static", "option", _OPTIONS),
        ("external", "option", _LEAST),
        ("users", "user", {}),
        ("channels", "channel", {}),
        ("conversations", "conversation", _FILTER),
    )
    for prefix, check in _lists(kind, more).items()
}
_MARKED = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": yes_or_no}
PICKERS: dict[str, Check] = {
    "checkboxes": record({**TYPE, "options": many(OPTION, 10)}, {**_MARKED, "initial_options": many(OPTION, 10)}),
    "radio_buttons": record({**TYPE, "options": many(OPTION, 10)}, {**_MARKED, "initial_option": OPTION}),
    "datepicker": record(TYPE, {**_MENU, "initial_date": string(10, 10)}),
    "timepicker": record(TYPE, {**_MENU, "initial_time": string(5, 5), "timezone": string(64)}),
    "datetimepicker": record(TYPE, {**_MARKED, "initial_date_time": whole(10**9, 10**10 - 1)}),
}
INPUTS: dict[str, Check] = {
    "plain_text_input": record(
        TYPE,
        {
            **_TYPED,
            "initial_value": string(3000, 0),
            "multiline": yes_or_no,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
    ),
    "email_text_input": record(TYPE, {**_TYPED, "initial_value": string(3000, 0)}),
    "url_text_input": record(TYPE, {**_TYPED, "initial_value": string(3000, 0)}),
    "number_input": record(
        {**TYPE, "is_decimal_allowed": yes_or_no},
        {**_TYPED, "initial_value": string(100, 0), "min_value": string(100), "max_value": string(100)},
    ),
    "rich_text_input": record(TYPE, {**_TYPED, "initial_value": anything}),
    "file_input": record(TYPE, {"action_id": ID, "filetypes": many(string(50), 100), "max_files": whole(1, 10)}),
}
IN_ACTIONS: dict[str, Check] = {"button": BUTTON, "overflow": OVERFLOW, **MENUS, **PICKERS}
IN_SECTION: dict[str, Check] = {"image": IMAGE, **IN_ACTIONS}
IN_INPUT: dict[str, Check] = {**INPUTS, **MENUS, **PICKERS}
IN_CONTEXT: Check = one_of("a text object or an image", typed({"image": IMAGE}, "element"), text(3000))
IN_CONTEXT_ACTIONS: dict[str, Check] = {
    "feedback_buttons": record({**TYPE, "positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {"action_id": ID}),
    "icon_button": record(
        {**TYPE, "icon": choice("trash"), "text": plain(75)},
        {
            "action_id": ID,
            "value": string(2000, 0),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": many(string(255), 100),
        },
    ),
}
