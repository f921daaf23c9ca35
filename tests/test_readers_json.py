"""JSON errors: which shapes are read, which are left alone, and what is made of JSON that is not quite JSON."""

from __future__ import annotations

import json as stdlib
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from kb.readers import json
from tests.pace import within
from tests.sightings import sightings_by, values

if TYPE_CHECKING:
    from kb.model import Sighting

read, only_of = sightings_by(json)


def only(value: object) -> Sighting:
    return only_of(value if isinstance(value, str) else stdlib.dumps(value))


def test_events_of_a_log_group_are_read_one_by_one_and_know_their_group() -> None:
    record = {"originId": "a", "sessionType": "HLS", "eventType": "TIMEOUT_ERROR"}
    fine = {**record, "eventType": "SESSION_INITIALIZED"}
    events = [{"id": str(i), "message": stdlib.dumps(each)} for i, each in enumerate([record, fine, record])]
    sightings = read(stdlib.dumps({"logGroup": "111122223333:MediaTailor/ManifestService", "logEvents": events}))
    assert [values(sighting, "symbol") for sighting in sightings] == [["TIMEOUT_ERROR"]] * 2
    assert values(sightings[0], "text") == ["MediaTailor/ManifestService"]


def test_each_event_of_a_list_is_a_sighting() -> None:
    events = [
        {"eventType": "Microsoft.Media.LiveEventConnectionRejected", "data": {"resultCode": code}}
        for code in ("MPE_A_B", "MPE_C_D")
    ]
    assert [values(sighting, "symbol") for sighting in read(stdlib.dumps(events))] == [["MPE_A_B"], ["MPE_C_D"]]


def test_the_error_of_a_page_of_items_is_not_lost() -> None:
    assert values(only({"error": {"message": "half of it failed"}, "items": [{"id": 1}]}), "message") == [
        "half of it failed"
    ]


def test_a_parsed_record_is_read_like_its_text() -> None:
    record = {"status": 503, "message": "Server is busy."}
    (sighting,) = json.sightings_of(record, 10, 60)
    assert (sighting.start, sighting.end) == (10, 60)
    assert sighting.evidence == only(record).evidence


def test_json_in_a_log_line_is_found_with_its_span() -> None:
    line = '12:00 WARN [worker-3] POST {id} -> body={"odata.error":{"code":"","message":{"value":"Busy."}}} (attempt 2)'
    sighting = only(line)
    assert line[sighting.start : sighting.end].startswith('{"odata.error"')
    assert line[sighting.end :] == " (attempt 2)"
    assert values(sighting, "message") == ["Busy."]


def test_one_object_per_line_is_one_sighting_each() -> None:
    lines = ['{"status": 404, "path": "/a"}', '{"status": 200, "path": "/b"}', '{"status": 500, "path": "/c"}']
    assert [values(sighting, "path") for sighting in read("\n".join(lines))] == [["/a"], ["/c"]]


def test_the_percent_sign_of_zsh_belongs_to_the_json() -> None:
    text = '{"message": "Forbidden"}%\n'
    assert only(text).end == len(text) - 1


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["404", "{", "MPE_A_B", '{"a":1}']),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["error", "message", "code", "status", "__type", "url", "items", "name", "value"]), inner
        )
    ),
    max_leaves=25,
)


@given(json_values, st.data())
def test_any_json_cut_anywhere_never_raises_and_stays_in_the_text(value: object, data: st.DataObject) -> None:
    text = stdlib.dumps(value)
    text = text[: data.draw(st.integers(0, len(text)))]
    assert all(0 <= sighting.start < sighting.end <= len(text) for sighting in json.read(text))


@given(
    st.lists(
        st.sampled_from(
            [
                "{",
                "}",
                "[",
                "]",
                '"',
                "'",
                ":",
                ",",
                "\\",
                '\\"',
                "...",
                "error",
                "status",
                "404",
                " ",
                "\n",
                "None",
                "(",
                "9" * 20,
            ]
        )
    )
)
def test_shreds_of_json_never_raise(shreds: list[str]) -> None:
    text = "".join(shreds)
    assert all(text[sighting.start : sighting.end] for sighting in json.read(text))


def test_an_http_archive_is_left_to_its_own_reader() -> None:
    assert read('{"log": {"version": "1.2", "entries": [{"response": {"status": 500}}]}}') == []


def test_json_that_breaks_off_says_so() -> None:
    sighting = only('{"error": {"message": "no such file", "code": "FileNotF')
    assert [(item.kind, item.value) for item in sighting.evidence] == [("message", "no such file")]
    assert sighting.notes == ("the JSON breaks off at line 1",)


def test_more_records_than_people_read_are_cut_off() -> None:
    assert len(read('{"status": 404}\n' * 300)) == json.MOST_SIGHTINGS


def test_many_records_take_time_in_proportion() -> None:
    fine = '{"awsAccountId": "1", "originId": "a", "eventType": "GENERATED_MANIFEST", "requestId": "r", "n": [1, {"x": 1}]}\n'
    with within(1):
        assert read(fine * 2_000) == []
