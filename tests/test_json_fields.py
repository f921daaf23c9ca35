"""The fields of a JSON record, what each is for, and what they stand under."""

from __future__ import annotations

import json

import pytest

from kb.readers.json_fields import DEEPEST, MOST_VALUES, objects, role


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("requestId", "request id"),
        ("request_id", "request id"),
        ("x-ms-request-id", "request id"),
        ("X-Amzn-RequestId", "request id"),
        ("HTTPStatusCode", "status"),
        ("odata.error", "error"),
        ("originRequestUrl", "place"),
        ("mediaTailorPath", "place"),
        ("__type", "exception"),
        ("type", ""),
        ("@timestamp", "time"),
        ("color", ""),
    ],
)
def test_a_field_is_known_in_every_spelling_of_its_name(name: str, meant: str) -> None:
    assert role(name)[1] == meant


def test_outer_objects_come_before_inner_ones_in_their_order() -> None:
    found = objects({"a": {"b": {"c": 1}}, "d": [{"e": 1}]})
    assert [[field.name for field in each.all] for each in found] == [["a", "d"], ["b"], ["c"], ["e"]]


def test_all_within_an_error_is_under_it() -> None:
    found = objects({"error": {"details": [{"code": 1}]}, "data": {"code": 2}})
    assert [each.under for each in found] == ["record", "error", "error", ""]


def test_a_string_that_is_json_is_a_record_of_its_own() -> None:
    record, body = objects({"body": json.dumps({"message": "x"})})
    assert (record.under, body.under) == ("record", "record")
    assert [field.text for field in body.of("message")] == ["x"]


def test_a_string_that_only_starts_like_json_stays_a_string() -> None:
    (record,) = objects({"message": "{oops} went wrong"})
    assert [field.text for field in record.of("message")] == ["{oops} went wrong"]


def test_a_header_as_name_and_value_is_a_field_of_that_name() -> None:
    (header,) = objects({"name": "Retry-After", "value": "3"})
    assert [field.text for field in header.of("retry-after")] == ["3"]


def test_true_and_null_have_no_text() -> None:
    (record,) = objects({"status": True, "message": None})
    assert record.by_role == {}


def test_a_record_is_read_to_a_depth_only() -> None:
    record: dict[str, object] = {}
    for _ in range(3 * DEEPEST):
        record = {"a": record}
    assert len(objects(record)) == DEEPEST + 1


def test_a_record_is_read_to_a_size_only() -> None:
    assert len(objects({"items": [{"a": 1}] * (3 * MOST_VALUES)})) <= MOST_VALUES
