"""Checks of JSON values that say what is wrong and where; ``limits`` builds Slack's rules out of them.

A check takes a value and its place as a JSON pointer, and yields a fault for each thing that is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """Something that Slack refuses, and its place as a JSON pointer."""

    pointer: str
    problem: str

    def __str__(self) -> str:
        return f"[ERROR] {self.problem} [json-pointer:{self.pointer or '/'}]"


Check = Callable[[Any, str], Iterator[Fault]]


def string(most: int, least: int = 1) -> Check:
    """Text of ``least`` to ``most`` characters."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(at, "must provide a string")
        elif len(value) > most:
            yield Fault(at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            yield Fault(at, f"must be more than {least - 1} characters")

    return check


def choice(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if value not in allowed:
            yield Fault(at, f"must be a valid enum value: {', '.join(allowed)}")

    return check


def web_address(most: int = 3000) -> Check:
    """An address that begins with http:// or https:// (a button may also have mailto:)."""
    is_text = string(most)

    def check(value: Any, at: str) -> Iterator[Fault]:
        faults = list(is_text(value, at))
        if not faults and not value.startswith(("http://", "https://", "mailto:", "tel:", "slack://")):
            faults.append(Fault(at, "must be a valid URL"))
        yield from faults

    return check


def yes_or_no(value: Any, at: str) -> Iterator[Fault]:
    """A boolean."""
    if not isinstance(value, bool):
        yield Fault(at, "must be a boolean")


def whole(low: int, high: int) -> Check:
    """A whole number within bounds."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            yield Fault(at, f"must be an integer from {low} to {high}")

    return check


def anything(_value: Any, _at: str) -> Iterator[Fault]:
    """What is not looked into."""
    yield from ()


def many(check_item: Check, most: int, least: int = 1) -> Check:
    """A list of ``least`` to ``most`` items."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, (list, tuple)):
            yield Fault(at, "must be an array")
            return
        if len(value) > most:
            yield Fault(at, f"no more than {most} items allowed [max items: {most}]")
        if len(value) < least:
            yield Fault(at, f"no fewer than {least} items allowed")
        for number, item in enumerate(value):
            yield from check_item(item, f"{at}/{number}")

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others; a field that is null counts as missing."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(at, "must be an object")
            return
        for name in required:
            if value.get(name) is None:
                yield Fault(at, f"missing required field: {name}")
        for name, field in value.items():
            if name not in known:
                yield Fault(at, f"invalid additional property: {name}")
            elif field is not None:
                yield from known[name](field, f"{at}/{name}")

    return check


def typed(kinds: Mapping[str, Check], what: str) -> Check:
    """An object whose ``type`` says which check it has to pass."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            yield Fault(at, "missing required field: type")
        elif kind not in kinds:
            yield Fault(f"{at}/type", f"unsupported type: {kind}, which is no {what} here")
        else:
            yield from kinds[kind](value, at)

    return check


def one_of(what: str, *checks: Check) -> Check:
    """A value that passes one of several checks."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if all(any(True for _ in check_one(value, at)) for check_one in checks):
            yield Fault(at, f"failed to match {what}")

    return check


def both(*checks: Check) -> Check:
    """A value that has to pass all of several checks."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        for check_one in checks:
            yield from check_one(value, at)

    return check


def has_one_of(*names: str) -> Check:
    """An object with at least one of some fields."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if isinstance(value, dict) and not any(value.get(name) for name in names):
            yield Fault(at, f"must define either `{'` or `'.join(names)}`")

    return check


def distinct(name: str, told: str) -> Check:
    """A list of objects in which no two have the same value of a field."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        seen: set[str] = set()
        for number, item in enumerate(value if isinstance(value, (list, tuple)) else ()):
            given = item.get(name) if isinstance(item, dict) else None
            if isinstance(given, str):
                if given in seen:
                    yield Fault(f"{at}/{number}/{name}", f"{told} already exists: {given}")
                seen.add(given)

    return check


def size(value: Any) -> int:
    """How many bytes a value takes as JSON."""
    return len(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
