"""Thrown exceptions: where each stands, and what was thrown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kb.readers import trace

if TYPE_CHECKING:
    from kb.readers.trace import Trace


def only(text: str) -> Trace:
    (found,) = trace.find(text)
    return found


def names(text: str) -> list[str]:
    return [thrown.name for thrown in only(text).thrown]


def test_dotnet_joins_the_exceptions_of_a_line_with_arrows() -> None:
    text = "A.OuterException: one ---> B.InnerException: two\n   at X.Y()"
    assert names(text) == ["A.OuterException", "B.InnerException"]
    assert [thrown.message for thrown in only(text).thrown] == ["one", "two"]


def test_dotnet_puts_an_hresult_behind_the_name() -> None:
    (thrown,) = only("System.Runtime.InteropServices.COMException (0x8088002E): failed\n   at X.Y()").thrown
    assert thrown.hresult == "0x8088002E"
    assert thrown.message == "failed"


@pytest.mark.parametrize("lead", ["", 'Exception in thread "main" ', "Unhandled Exception: ", "12:00:00 E/Tag(12): "])
def test_what_leads_up_to_the_first_name_is_no_part_of_it(lead: str) -> None:
    text = f"{lead}a.b.OneException: no\n\tat a.b.C.d(C.java:404)"
    assert names(text) == ["a.b.OneException"]
    assert only(text).start == len(lead)


def test_java_names_the_cause_on_a_line_of_its_own() -> None:
    text = "a.OneException: x\n\tat a.B.c(B.java:1)\nCaused by: a.TwoException: y\n\tat a.B.d(B.java:2)\n\t... 3 more"
    assert names(text) == ["a.OneException", "a.TwoException"]
    assert only(text).end == len(text)


def test_a_nested_class_is_named_by_its_last_part() -> None:
    (thrown,) = only("a.HttpDataSource$InvalidResponseCodeException: no").thrown
    assert thrown.simple_name == "InvalidResponseCodeException"


def test_a_traceback_starts_with_its_first_line() -> None:
    text = 'so:\nTraceback (most recent call last):\n  File "a.py", line 503, in f\n    g()\nValueError: no'
    assert text[only(text).start :].startswith("Traceback")
    assert names(text) == ["ValueError"]


def test_node_prints_the_properties_behind_the_frames() -> None:
    text = "TypeError: no\n    at f (/app/a.js:4:2) {\n  code: 'X',\n  nested: {\n    a: 1\n  }\n}\nnext"
    assert "code: 'X'" in only(text).properties
    assert text[only(text).end :] == "\nnext"


def test_the_trace_ends_before_json_that_a_message_wraps() -> None:
    text = 'a.b.OneException: no: {"error": {"code": "X"}}\n   at X.Y()'
    assert text[only(text).end :].startswith('{"error"')
    assert only(text).thrown[0].wraps


def test_a_long_line_of_dots_is_no_name() -> None:
    assert [*trace.find("a." * 1_000 + "Exception")] == []
