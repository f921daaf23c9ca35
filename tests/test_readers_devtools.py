"""Copies out of developer tools: the layouts of the Headers tab, and the console's lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers import devtools
from tests.pace import repeated, within
from tests.sightings import sightings_by, values

read, only = sightings_by(devtools)
LINK = "https://Live.Example.com:8443/hls/a.m3u8?x=1"
LINES = st.sampled_from([
    "Request URL", "Request URL:", f"Request URL: {LINK}", LINK, "Status Code", "404 Not Found",
    "Status Code: 404", "x-err-code",
    "1000", "server:", "nginx", "Response Headers", "Request Headers", "", f"GET {LINK} 404 (Not Found)",
    "[HTTP/2 404 3ms]", "words",
])  # fmt: skip


@pytest.mark.parametrize("between", [": ", ":\n", "\n"])
def test_names_and_values_are_read_in_every_layout(between: str) -> None:
    fields = {
        "Request URL": LINK,
        "Request Method": "GET",
        "Status Code": "404 Not Found",
        "x-err-code": "1000",
        "server": "nginx",
    }
    sighting = only("".join(f"{name}{between}{value}\n" for name, value in fields.items()))
    assert values(sighting, "code") == ["X-Err-Code 1000"]
    assert values(sighting, "status") == ["404"]
    assert values(sighting, "host") == ["live.example.com"]
    assert values(sighting, "path") == ["/hls/a.m3u8"]
    assert values(sighting, "layer") == ["nginx (server)"]


def test_safaris_sections_are_read_and_its_request_headers_are_not() -> None:
    sighting = only(
        f"Summary\nURL: {LINK}\nStatus: 409 Conflict\nSource: Network\n\nRequest\n:method: GET\nx-request-id: mine\n\n"
        "Response\n:status: 409\nx-amzn-requestid: theirs\n"
    )
    assert values(sighting, "status") == ["409"]
    assert values(sighting, "request-id") == ["x-amzn-requestid: theirs"]


def test_what_the_browser_adds_to_a_status_is_no_message() -> None:
    sighting = only(f"Request URL: {LINK}\nStatus Code: 404 Not Found (from service worker)\n")
    assert values(sighting, "message") == []
    assert values(sighting, "status") == ["404"]


def test_a_form_ends_where_the_person_goes_on_writing() -> None:
    text = f"Request URL: {LINK}\nStatus Code: 404 Not Found\nserver: nginx\n"
    assert only(f"{text}what does it mean?\n").end == len(text)


def test_a_request_that_went_well_keeps_only_its_ids() -> None:
    sighting = only(f"Request URL: {LINK}\nStatus Code: 200 OK\nserver: nginx\ncf-ray: 8a1b\n")
    assert [item.kind for item in sighting.evidence] == ["request-id"]


@pytest.mark.parametrize(
    "line",
    [
        f"GET {LINK} 404 (Not Found)",
        f"GET {LINK} net::ERR_ABORTED 404 (Not Found)",
        f"hls.js:41 GET {LINK} 404 ()",
        f"XHR GET {LINK}\n[HTTP/2 404 Not Found 12ms]",
        f"XHRGET{LINK}\n[HTTP/1.1 404 Not Found 2ms]",
        f"GET\n{LINK}\n[HTTP/3 404  0ms]",
        f"{LINK} Failed to load resource: the server responded with a status of 404 (Not Found)",
    ],
)
def test_a_failure_in_the_console_is_read_with_its_link(line: str) -> None:
    sighting = only(f"before\n{line}\nafter")
    assert values(sighting, "status") == ["404"]
    assert values(sighting, "host") == ["live.example.com"]
    assert values(sighting, "path") == ["/hls/a.m3u8"]
    assert values(sighting, "message") == []


def test_a_failed_resource_without_a_link_still_has_its_status() -> None:
    line = "a.m3u8:1 Failed to load resource: the server responded with a status of 403 ()"
    assert values(only(line), "status") == ["403"]


@pytest.mark.parametrize(
    "text",
    [
        "it says 404 (Not Found) here",
        f"{LINK} 404 (really)",
        f"Request URL: {LINK} does not work",
        f"URL: {LINK}\nNote: it plays",
        "the 404 (Not Found) after the GET http request",
    ],
)
def test_prose_is_left_alone(text: str) -> None:
    assert read(text) == []


@given(st.lists(LINES, max_size=20).map("\n".join))
def test_spans_lie_within_the_text(text: str) -> None:
    assert all(0 <= sighting.start < sighting.end <= len(text) for sighting in read(text))


@pytest.mark.parametrize(
    "piece",
    ["\n", "URL:\n", "Request URL: http://a.b\n", "x-a\n", "GET http://a.b/c 404 ()\n", " 404 (a", "[HTTP/2 404 ",
     "http 404 (x)", "http "],
)  # fmt: skip
def test_hostile_repetition_takes_time_in_proportion(piece: str) -> None:
    text = "Request URL\nhttp://a.b\n" + repeated(piece)
    with within(1):
        read(text)
