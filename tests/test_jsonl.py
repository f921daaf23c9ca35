"""Rows of questions: every row is answered, in order, as it comes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.jsonl import answered
from kb.model import Answer


def echo(text: str) -> Answer:
    return Answer("unknown", "none", certain=False, said=text)


def rows(*lines: bytes) -> list[dict[str, Any]]:
    return [*answered(lines, echo)]


def test_answers_come_in_the_order_of_the_rows_with_their_ids() -> None:
    told = rows(b'{"id": "b", "text": "one"}\n', b'{"id": 7, "text": "two"}\n')
    assert [(row["id"], row["said"]) for row in told] == [("b", "one"), (7, "two")]


def test_the_id_stands_first() -> None:
    assert next(iter(rows(b'{"text": "x", "id": 1}')[0])) == "id"


def test_a_row_without_an_id_is_answered() -> None:
    assert rows(b'{"text": "x"}')[0]["id"] is None


def test_empty_lines_are_passed_over() -> None:
    assert len(rows(b"\n", b'{"id": 1, "text": "x"}', b"  \n")) == 1


def test_a_byte_order_mark_is_no_fault() -> None:
    assert rows(b'\xef\xbb\xbf{"id": 1, "text": "x"}')[0]["said"] == "x"


def test_a_bad_row_is_told_and_the_next_one_answered() -> None:
    told = rows(b"{oops\n", b'{"id": 2, "text": "x"}')
    assert told[0]["error"].startswith("line 1: not JSON")
    assert told[1]["said"] == "x"


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (b'{"id": 3}', '"text" is missing'),
        (b'{"id": 3, "text": 404}', '"text" must be a string'),
        (b'{"id": 3, "text": null}', '"text" must be a string'),
    ],
)
def test_a_row_without_text_keeps_its_id(row: bytes, error: str) -> None:
    assert rows(row) == [{"id": 3, "error": f"line 1: {error}"}]


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (b'["text"]', "expected an object"),
        (b'{"id": 1, "text": "\xff"}', "not UTF-8 at byte 20"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"id": NaN, "text": "x"}', "NaN is not a JSON value"),
        (b'{"id": ' + b"9" * 5000 + b', "text": "x"}', "not JSON"),
    ],
)
def test_hostile_rows_are_faults_of_their_row_only(row: bytes, error: str) -> None:
    assert error in rows(row)[0]["error"]


def test_half_a_character_comes_out_as_json_that_can_be_written() -> None:
    told = rows(rb'{"id": "\ud800", "text": "\udc00"}')
    assert json.dumps(told).encode()


def test_rows_are_answered_as_they_come() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b'{"id": 1, "text": "x"}'

    assert next(answered(endless(), echo))["said"] == "x"
