"""Inputs and menus: what a person chose, in the shape in which Slack tells an app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.local.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.local.model import Json

_ONE_OPTION = {"static_select", "external_select", "radio_buttons", "overflow"}
_MANY_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}
_SELECTED = {
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
    "rich_text_input": "rich_text_value",
}
_STATELESS = {"button", "overflow", "image", "feedback_buttons", "icon_button", "workflow_button"}
REQUIRED = "Please complete this required field."


def elements(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Each element that can be used, with its block."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory"), *block.get("elements", ())]
        for element in inside:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def find(blocks: Sequence[Json], block_id: str, action_id: str) -> Json:
    """The element of that block and action, with its ``block_id``, or ``action_not_found``."""
    for block, element in elements(blocks):
        if (block["block_id"], element["action_id"]) == (block_id, action_id):
            return {**element, "block_id": block_id}
    raise RefusedError("action_not_found")


def chosen_action(element: Json, chosen: Any) -> Json:
    """An action as ``block_actions`` tells it: which element, and what was chosen in it.

    Args:
        element: as ``find`` gives it.
        chosen: the value of an option or several, an id, a date, text, ``positive`` or ``negative`` for feedback, or None
            for a button.
    """
    named: Json = {name: element[name] for name in ("type", "action_id", "block_id")}
    kind = element["type"]
    if kind in ("button", "icon_button"):
        return named | {name: element[name] for name in ("text", "value", "style") if name in element}
    if kind == "feedback_buttons":
        if chosen not in ("positive", "negative"):
            raise RefusedError("option_not_found")
        button = element[f"{chosen}_button"]
        return {**named, "text": button["text"], "value": button["value"]}
    placeholder = {"placeholder": element["placeholder"]} if "placeholder" in element else {}
    return {**named, **placeholder, **filled(element, chosen)}


def filled(element: Json, chosen: Any) -> Json:
    """The state of one element; None means that nothing is chosen."""
    kind = element["type"]
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": _option(element, chosen) if chosen else None}
    if kind in _MANY_OPTIONS:
        return {"type": kind, "selected_options": [_option(element, value) for value in chosen or ()]}
    if kind in _SELECTED:
        empty: Any = [] if _SELECTED[kind].endswith("s") else None
        return {"type": kind, _SELECTED[kind]: chosen or empty}
    return {"type": kind, "value": chosen or None}


def state_values(blocks: Sequence[Json], chosen: Mapping[str, Mapping[str, Any]]) -> Json:
    """What is filled in, for every element that holds something; what was not touched has its initial value."""
    values: Json = {}
    for block, element in elements(blocks):
        if element["type"] in _STATELESS:
            continue
        given = chosen.get(block["block_id"], {})
        action_id = element["action_id"]
        state = filled(element, given[action_id]) if action_id in given else _initial(element)
        values.setdefault(block["block_id"], {})[action_id] = state
    return values


def problems(blocks: Sequence[Json], values: Json) -> dict[str, str]:
    """What Slack asks a person to put right before a modal can be submitted: a sentence for each block."""
    found = {}
    for block, element in elements(blocks):
        if block["type"] != "input":
            continue
        state = values[block["block_id"]][element["action_id"]]
        content = next(value for name, value in state.items() if name != "type")
        if not content and not block.get("optional"):
            found[block["block_id"]] = REQUIRED
        elif content and element["type"] == "plain_text_input":
            found[block["block_id"]] = _length_problem(element, content)
    return {block_id: told for block_id, told in found.items() if told}


def _length_problem(element: Json, content: str) -> str:
    most = element.get("max_length", 3000)
    if len(content) > most:
        return f"Use at most {most} characters."
    least = element.get("min_length", 0)
    return f"Use at least {least} characters." if len(content) < least else ""


def _option(element: Json, value: Any) -> Json:
    if element["type"].endswith("external_select"):
        option: Json = (
            value if isinstance(value, dict) else {"text": {"type": "plain_text", "text": value}, "value": value}
        )
        return option
    groups = [group["options"] for group in element.get("option_groups", ())]
    for options in (element.get("options", ()), *groups):
        for option in options:
            if option.get("value") == value:
                return option
    raise RefusedError("option_not_found")


def _initial(element: Json) -> Json:
    state = filled(element, None)
    name = next(name for name in state if name != "type")
    for initial, value in element.items():
        if initial.startswith("initial_"):
            return {**state, name: value}
    return state
