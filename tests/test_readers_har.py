"""HTTP archives: which requests are read, whole and cut off."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers import har
from tests.pace import repeated, within
from tests.samples import text_of
from tests.sightings import sightings_by, values

read, only = sightings_by(har)
WHOLE = text_of("har/mediatailor-409.har").rstrip()


def entry(status: object, text: str = "", **response: object) -> dict[str, object]:
    return {
        "startedDateTime": "2026-11-04T10:15:01.120Z",
        "request": {"method": "GET", "url": "https://Cdn.Example.com:443/v1/a.m3u8?b=c", "headers": []},
        "response": {"status": status, "statusText": "", "headers": [], "content": {"text": text}, **response},
    }


def archive(*entries: dict[str, object], indent: int | None = None) -> str:
    return json.dumps({"log": {"version": "1.2", "pages": [], "entries": entries}}, indent=indent)


def test_a_failed_request_shows_status_host_path_and_time() -> None:
    sighting = only(archive(entry(200), entry(404)))
    assert values(sighting, "status") == ["404"]
    assert values(sighting, "host") == ["cdn.example.com"]
    assert values(sighting, "path") == ["/v1/a.m3u8"]
    assert sighting.when == "2026-11-04T10:15:01.120Z"


def test_the_headers_of_the_response_are_read() -> None:
    headers = [{"name": "X-Err-Code", "value": "1000"}, {"name": "Server", "value": "nginx"}, {"name": None}, "broken"]
    sighting = only(archive(entry(404, headers=headers)))
    assert values(sighting, "code") == ["X-Err-Code 1000"]
    assert values(sighting, "layer") == ["nginx (server)"]


def test_a_body_of_json_says_what_went_wrong() -> None:
    assert values(only(archive(entry(409, '{"message": "Concurrent playlist requests"}'))), "message") == [
        "Concurrent playlist requests"
    ]


def test_a_body_of_xml_gives_its_code() -> None:
    body = (
        "<Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message></Error>"
    )
    assert values(only(archive(entry(403, body))), "code") == ["AuthenticationFailed"]


def test_a_body_that_is_an_error_page_gives_its_layer() -> None:
    body = "<html><h1>502 Bad Gateway</h1><hr><center>nginx</center></html>"
    assert values(only(archive(entry(502, body))), "layer") == ["nginx (server)"]


def test_a_body_in_base64_is_decoded() -> None:
    text = base64.b64encode(b'{"message": "Concurrent playlist requests"}').decode()
    content = {"text": text, "encoding": "base64"}
    assert values(only(archive(entry(409, content=content))), "message") == ["Concurrent playlist requests"]


def test_a_secret_in_a_base64_body_is_hidden() -> None:
    text = base64.b64encode(b'{"message": "bad link https://a.example/b?sig=c2VjcmV0LXNpZ25hdHVyZQ"}').decode()
    sighting = only(archive(entry(403, content={"text": text, "encoding": "base64"})))
    assert "bad link" in values(sighting, "message")[0]
    assert "c2Vjcm" not in values(sighting, "message")[0]


@pytest.mark.parametrize("text", ["=", "not base64", "AAA"])
def test_a_body_that_is_not_base64_is_passed_over(text: str) -> None:
    assert values(only(archive(entry(500, content={"text": text, "encoding": "base64"}))), "status") == ["500"]


@pytest.mark.parametrize("status", [0, -1])
def test_a_request_without_a_response_shows_the_browsers_error(status: int) -> None:
    sighting = only(archive(entry(status, _error="net::ERR_NAME_NOT_RESOLVED")))
    assert values(sighting, "symbol") == ["ERR_NAME_NOT_RESOLVED"]
    assert values(sighting, "status") == []
    assert values(sighting, "host") == ["cdn.example.com"]


def test_a_request_that_the_player_gave_up_is_no_failure() -> None:
    assert only(archive(entry(0, _error="net::ERR_ABORTED"))).evidence == ()


def test_an_archive_without_failures_is_taken_and_says_so() -> None:
    text = archive(entry(200), entry(304))
    sighting = only(f"here {text} thanks")
    assert sighting.evidence == ()
    assert sighting.notes == ("none of the requests in the HAR failed (2 read)",)
    assert f"here {text} thanks"[sighting.start : sighting.end] == text


@pytest.mark.parametrize("indent", [None, 2])
def test_the_sightings_together_span_the_archive(indent: int | None) -> None:
    text = archive(entry(200), entry(404), entry(200), entry(500), entry(200), indent=indent)
    first, second = read(f"see\n{text}\nhelp")
    assert (first.start, first.end, second.end) == (4, second.start, 4 + len(text))


@pytest.mark.parametrize("cut", [3500, 3000, 2400])
def test_an_archive_that_is_cut_off_is_read_as_far_as_it_goes(cut: int) -> None:
    sighting = only(WHOLE[:cut])
    assert values(sighting, "status") == ["409"]
    assert sighting.notes[-1].startswith("the HAR is broken at request ")


def test_what_follows_a_broken_request_is_read() -> None:
    text = archive(entry(404), entry(200), entry(503), indent=1).replace('"status": 200', '"status": 200 ~~~')
    first, second = read(text)
    assert (values(first, "status"), values(second, "status")) == (["404"], ["503"])
    assert second.notes == ("the HAR is broken at request 2",)


def test_one_entry_alone_is_read() -> None:
    assert values(only(json.dumps(entry(404))), "status") == ["404"]


def test_there_is_a_limit_to_sightings_and_it_is_said() -> None:
    sightings = read(archive(*[entry(404)] * (har.MOST_SIGHTINGS + 1)))
    assert len(sightings) == har.MOST_SIGHTINGS
    assert sightings[-1].notes == ("only the first 200 failed requests in the HAR were read",)


@pytest.mark.parametrize(
    "text",
    ["", '{"request": 1, "response": 2}', '{"entries": []}', '"request" and "response"', '{"log":{"entries":[]}}'],
)
def test_what_is_no_archive_is_left_alone(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("status", ["404", None, True, [], {}, 10**30, 4.5])
def test_a_status_that_is_none_does_no_harm(status: object) -> None:
    assert all(item.kind != "status" for sighting in read(archive(entry(status))) for item in sighting.evidence)


@given(st.integers(0, len(WHOLE)), st.integers(0, 40), st.text('"{}[],:x\\\n', max_size=5))
def test_a_damaged_archive_never_raises_and_spans_stay_in_the_text(at: int, length: int, instead: str) -> None:
    text = WHOLE[:at] + instead + WHOLE[at + length :]
    assert all(0 <= sighting.start < sighting.end <= len(text) for sighting in read(text))


def test_a_megabyte_is_read_in_half_a_second() -> None:
    one = json.loads(WHOLE)["log"]["entries"]
    text = archive(*(one * 240), indent=2)[:1_000_000]
    with within(0.5):
        assert len(read(text)) == har.MOST_SIGHTINGS


@pytest.mark.parametrize(
    "piece", ['{"log":{"entries":[', '"startedDateTime":"entries":', '{"startedDateTime":"a"', "[",
    '{"request":{},"response":{"status":404}},']
)  # fmt: skip
def test_hostile_repetition_takes_time_in_proportion(piece: str) -> None:
    text = '{"log":{"entries":["request","response",' + repeated(piece)
    with within(1):
        assert len(read(text)) <= har.MOST_SIGHTINGS
