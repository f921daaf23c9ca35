"""JSON in running text: found where it stands, and read even when it is not quite JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.json_text import MOST_LOOSE, Piece, find
from tests.pace import repeated, within


def only(text: str) -> Piece:
    (piece,) = find(text)
    return piece


def test_json_in_prose_is_found_with_its_span() -> None:
    text = 'we set {x} and got {"a": [1, {"b": null}]} back'
    assert only(text) == Piece({"a": [1, {"b": None}]}, 19, 42)


def test_a_list_of_objects_is_one_piece() -> None:
    assert only('[\n  {"a": 1},\n  {"b": 2}\n]').value == [{"a": 1}, {"b": 2}]


def test_prose_and_code_are_left_alone() -> None:
    assert [*find('he said "hello": then {x}, {"y"}, [1, 2], {severity: 2} and f"{name}"')] == []


@pytest.mark.parametrize(
    "text",
    [
        '{"error": {"code": "TooBig", "message": "it\'s \\"big\\"",},}',
        "{'error': {'code': u'TooBig', 'message': 'it\\'s \"big\"'}}",
        '{"error": {"code": "TooBig", ... "message": "it\'s \\"big\\"", ... } ... }',
        '{\\"error\\": {\\"code\\": \\"TooBig\\", \\"message\\": \\"it\'s \\\\\\"big\\\\\\"\\"}}',
        '{"error":\n{"code": "TooBig",\n"message": "it\'s \\"big\\"",},\n}',
    ],
)
def test_what_is_not_quite_json_is_read_without_a_note(text: str) -> None:
    piece = only(f"x {text} y")
    assert piece == Piece({"error": {"code": "TooBig", "message": 'it\'s "big"'}}, 2, 2 + len(text))


def test_pythons_words_and_calls_are_known() -> None:
    piece = only("{'a': None, 'b': True, 'c': datetime.datetime(2026, 1, 2), 'd': -1.5, 'e': 7}")
    assert piece.value == {"a": None, "b": True, "c": None, "d": "-1.5", "e": 7}


def test_not_a_number_is_null() -> None:
    assert only('{"a": NaN}').value == {"a": None}


def test_a_number_of_thousands_of_digits_is_no_number() -> None:
    piece = only('{"status": 404, "n": ' + "9" * 6_000 + "}")
    assert piece.value == {"status": 404, "n": "9" * 401}


def test_a_sentence_that_breaks_off_is_kept() -> None:
    piece = only('{\n  "a": {\n    "message": "the file is la...\n\nany "idea"?')
    assert piece.value == {"a": {"message": "the file is la"}}
    assert piece.note == "the JSON breaks off at line 3"


def test_a_word_that_breaks_off_is_not_kept() -> None:
    assert only('{"a": 1, "code": "FileNotF').value == {"a": 1, "code": None}


def test_an_object_that_breaks_off_after_a_value_is_kept() -> None:
    piece = only('[{"a": 1}, {"b": [2')
    assert piece.value == [{"a": 1}, {"b": [2]}]
    assert piece.note == "the JSON breaks off at line 1"


def test_fields_without_their_braces_are_an_object() -> None:
    text = 'only this was left:\n  "statusCode": 504,\n  "message": "timed out",\nhm'
    piece = only(text)
    assert piece.value == {"statusCode": 504, "message": "timed out"}
    assert text[piece.start : piece.end] == '"statusCode": 504,\n  "message": "timed out",'
    assert piece.note == "a piece of JSON without its braces"


def test_a_brace_too_many_does_not_matter() -> None:
    assert only('"message": "timed out"\n}}').value == {"message": "timed out"}


def test_brackets_in_brackets_do_not_end_the_search() -> None:
    *_, last = find('{"a":' * 5_000 + '\n{"status": 404}')
    assert last.value == {"status": 404}


def test_what_is_not_quite_json_is_read_to_a_length_only() -> None:
    pieces = [*find("{'a': 1}\n" * MOST_LOOSE)]
    assert 0 < pieces[-1].end <= 2 * MOST_LOOSE


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)
objects = st.dictionaries(st.text(max_size=4), json_values, min_size=1, max_size=4)


@given(objects)
def test_whole_json_is_read_as_the_standard_library_reads_it(value: dict[str, object]) -> None:
    text = json.dumps(value)
    assert only(f"-> {text} <-") == Piece(value, 3, 3 + len(text))


@given(objects)
def test_a_trailing_comma_changes_nothing(value: dict[str, object]) -> None:
    assert only(json.dumps(value)[:-1] + ",}").value == value


@given(objects, st.data())
def test_cut_json_never_raises_and_stays_in_the_text(value: dict[str, object], data: st.DataObject) -> None:
    text = json.dumps(value)
    text = text[: data.draw(st.integers(0, len(text)))]
    assert all(0 <= piece.start < piece.end <= len(text) for piece in find(text))


@pytest.mark.parametrize(
    "unit",
    [
        "{",
        "[",
        '{"',
        '{"a":',
        '{"a":[',
        "[{",
        '{"a":"',
        '{\\"',
        '{\\"a\\":',
        '"a":',
        '"a":1,',
        "{'a':",
        '{"":',
        '"',
        "\\",
    ],
)
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    with within(1):
        assert all(piece.end for piece in find(repeated(unit)))
