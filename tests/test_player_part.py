"""The object in braces around an error, and what it says of the answer of a server."""

from __future__ import annotations

import re

from kb.model import Evidence
from kb.readers.player_part import MOST_TRIES, NEAR, around, object_around, read_answer, some


def test_the_outermost_braces_around_a_place_are_its_object() -> None:
    text = "x {a: {code: 1}, b: {c: 2}} y"
    start, end = object_around(text, text.index("code"), text.index("code") + 4)
    assert text[start:end] == "{a: {code: 1}, b: {c: 2}}"


def test_braces_that_closed_before_are_not_around() -> None:
    text = "{a: 1} code {b: 2}"
    assert object_around(text, 7, 11) == (7, 11)


def test_an_object_that_breaks_off_ends_with_its_line() -> None:
    text = "{code: 1, data: [\nnext"
    start, end = object_around(text, 1, 5)
    assert text[start:end] == "{code: 1, data: ["


def test_a_name_is_near_within_a_bound() -> None:
    word = re.compile("shaka")
    assert around("shaka " + " " * (NEAR - 10) + "4037", NEAR, NEAR + 4, word)
    assert not around("shaka " + " " * NEAR + "4037", NEAR + 6, NEAR + 10, word)


def test_an_answer_is_a_status_a_host_and_a_path() -> None:
    assert [*read_answer('{"url": "https://cdn.example.com/a.ts?t=1", "response": {"code": 404}}', "object")] == [
        Evidence("status", "404", "object"),
        Evidence("host", "cdn.example.com", "object"),
        Evidence("path", "/a.ts", "object"),
    ]


def test_a_code_that_is_no_error_status_is_not_an_answer() -> None:
    assert [*read_answer("{code: 0, status: 200, code: 4037}", "object")] == []


def test_only_some_finds_are_looked_at() -> None:
    assert len([*some(re.compile("a"), "a" * (MOST_TRIES + 5))]) == MOST_TRIES
