"""HTTP exchanges: what is read from dumps of curl, proxies and loggers, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Evidence
from kb.readers import http
from tests.pace import repeated, within
from tests.sightings import are_apart, sightings_by, values

read, only = sightings_by(http)
CORAL = "http://internal.amazon.com/coral/com.amazon.elemental.midas.mms.coral/"
REFUSED = f"HTTP/1.1 409 Conflict\nx-amzn-ErrorType: ConflictException:{CORAL}\n"
LINES = st.sampled_from([
    "HTTP/1.1 404 Not Found", "HTTP/2 503", "HTTP/1.1 100 Continue", "HTTP/1.1 302 Found", "Location: /b",
    "server: nginx",
    "x-err-code: 2000", "x-amzn-errortype:", "> GET /a HTTP/1.1", "> Host: a.example", "< HTTP/2 404", "<", ">",
    "*", "",
    "* Connected to a.example (192.0.2.1) port 443", "$ curl -v https://a.example/b", "  wrapped", "```", "{}",
    "&lt; HTTP/2 500",
    "12:00 in: HTTP/1.1 502 Bad Gateway", "12:01 in: via: 1.1 varnish", ":status: 404", "words and more words",
])  # fmt: skip


def taken(text: str) -> str:
    sighting = only(text)
    return text[sighting.start : sighting.end]


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/2.0", "HTTP/3"])
@pytest.mark.parametrize("reason", ["", " ", " Not Found"])
def test_a_status_line_is_read_in_every_version_with_and_without_a_reason(version: str, reason: str) -> None:
    assert only(f"{version} 404{reason}").evidence == (Evidence("status", "404", "http status line"),)


def test_a_reason_that_no_standard_has_is_a_message() -> None:
    sighting = only("HTTP/1.1 503 Backend fetch failed\nVia: 1.1 varnish\n")
    assert values(sighting, "message") == ["Backend fetch failed"]


def test_the_name_of_the_error_comes_before_its_status() -> None:
    assert [item.kind for item in only(REFUSED).evidence][:3] == ["symbol", "exception", "status"]


def test_the_date_of_the_response_is_its_time() -> None:
    assert only("HTTP/2 404\ndate: Wed, 04 Nov 2026 07:31:44 GMT\n").when == "Wed, 04 Nov 2026 07:31:44 GMT"


@pytest.mark.parametrize(
    ("sent", "received"), [("> ", "< "), ("&gt; ", "&lt; "), ("", ""), ("> > ", "> < "), ("  ", "  "), ("| ", "| ")]
)
def test_the_marks_of_curl_of_slack_and_of_quotations_do_not_matter(sent: str, received: str) -> None:
    request = (
        f"{sent}GET /v1/a.m3u8?token=1 HTTP/1.1\n{sent}Host: Cdn.Example.com:8443\n{sent}User-Agent: curl/8\n{sent}\n"
    )
    sighting = only(f"{request}{received}HTTP/1.1 404 Not Found\n{received}Server: nginx\n{received}\n")
    assert values(sighting, "status") == ["404"]
    assert values(sighting, "host") == ["cdn.example.com"]
    assert values(sighting, "path") == ["/v1/a.m3u8"]
    assert values(sighting, "layer") == ["nginx (server)"]


def test_our_own_user_agent_says_nothing() -> None:
    sighting = only("> GET /a HTTP/1.1\n> User-Agent: curl/8\n>\n< HTTP/1.1 404 Not Found\n")
    assert values(sighting, "user-agent") == []


@pytest.mark.parametrize(
    "command",
    [
        "$ curl -i https://cdn.example.com/a.m3u8",
        "% curl -sI 'https://cdn.example.com/a.m3u8?x=https://other.example'",
        "curl -H 'Referer: https://site.example.com/' https://cdn.example.com/a.m3u8",
        "root@edge:~# curl -v \\\n  -H 'accept: */*' \\\n  https://cdn.example.com/a.m3u8",
        "curl 'https://cdn.example.com/a.m3u8' \\\n  -H 'origin: https://site.example.com' \\\n  --compressed\n",
        'fetch("https://cdn.example.com/a.m3u8", {\n  "headers": {\n    "accept": "*/*"\n  },\n  "method": "GET"\n});',
        "https://cdn.example.com/a.m3u8",
        "GET https://cdn.example.com/a.m3u8",
    ],
)
def test_the_command_above_a_response_says_whom_was_asked(command: str) -> None:
    text = f"{command}\nHTTP/2 403\n"
    assert (values(only(text), "host"), values(only(text), "path")) == (["cdn.example.com"], ["/a.m3u8"])
    assert taken(text) == text


def test_a_link_in_prose_above_a_response_is_not_what_was_asked() -> None:
    text = "see https://docs.example.com/errors\nHTTP/2 403\n"
    assert values(only(text), "host") == []
    assert taken(text) == "HTTP/2 403\n"


def test_curls_own_lines_belong_to_the_exchange() -> None:
    before = "* Connected to cdn.example.com (192.0.2.4) port 443\n"
    between = "<\n{ [49 bytes data]\n* Connection #0 to host cdn.example.com left intact\n"
    text = f"{before}< HTTP/1.1 404 Not Found\n{between}"
    assert values(only(f"{text}body"), "host") == ["cdn.example.com"]
    assert taken(f"{text}body") == text


def test_the_body_is_left_to_others() -> None:
    text = "HTTP/1.1 404 Not Found\nContent-Type: application/json\n\n"
    assert taken(f'{text}{{"message": "Not here"}}') == text


def test_a_body_without_a_blank_line_before_it_is_not_taken_for_a_header() -> None:
    assert taken(f'{REFUSED}{{"message":"Concurrent"}}') == REFUSED


@pytest.mark.parametrize(
    "wrapped", [f"x-amzn-ErrorType: Gone:{CORAL[:40]}\n {CORAL[40:]}", f"x-amzn-ErrorType:\nGone:{CORAL}"]
)
def test_a_wrapped_header_is_put_together(wrapped: str) -> None:
    assert values(only(f"HTTP/1.1 410 Gone\n{wrapped}\nServer: x\n"), "exception") == [f"Gone:{CORAL}"]


def test_a_wrapped_date_keeps_its_space() -> None:
    assert only("HTTP/2 404\ndate: Wed, 04 Nov 2026\n 08:11:09 GMT\n").when == "Wed, 04 Nov 2026 08:11:09 GMT"


def test_a_response_in_a_log_has_the_same_words_before_each_line() -> None:
    text = "10:00:09.1 T:8916 HEADER_IN: HTTP/1.1 403 Forbidden\n10:00:10.25 T:8916 HEADER_IN: Server: CloudFront\n"
    assert values(only(text), "status") == ["403"]
    assert values(only(text), "layer") == ["CloudFront (cdn)"]
    assert taken(f"{text}10:00:11 T:8916 CloseFile\n") == text


def test_each_exchange_is_a_sighting_of_its_own() -> None:
    first, second = read(
        "> GET /a HTTP/1.1\n>\n< HTTP/1.1 409 Conflict\n<\n> GET /b HTTP/1.1\n>\n< HTTP/1.1 504 Gateway Timeout\n<\n"
    )
    assert (values(first, "path"), values(first, "status")) == (["/a"], ["409"])
    assert (values(second, "path"), values(second, "status")) == (["/b"], ["504"])


def test_an_exchange_that_ended_well_keeps_only_its_ids() -> None:
    text = (
        "> GET /a HTTP/1.1\n> Host: a.example.com\n>\n< HTTP/1.1 200 OK\n< Server: nginx\n< x-amzn-RequestId: 12\n<\n"
    )
    assert only(text).evidence == (Evidence("request-id", "x-amzn-requestid: 12", "header x-amzn-requestid"),)
    assert taken(text) == text


@pytest.mark.parametrize("header", ["X-Err-Code: 1000", f"x-amzn-errortype: LoadShed:{CORAL}"])
def test_a_header_that_names_an_error_counts_whatever_the_status(header: str) -> None:
    evidence = only(f"HTTP/2 200\n{header}\n").evidence
    assert {item.kind for item in evidence} & {"code", "symbol"}
    assert "status" not in {item.kind for item in evidence}


def test_a_redirect_is_part_of_the_exchange_that_it_leads_on_to() -> None:
    text = (
        "$ curl -IL https://a.example.com/x\nHTTP/2 302\nlocation: https://b.example.com/y?z=1\n\n"
        "HTTP/2 404\nserver: nginx\n"
    )
    assert values(only(text), "status") == ["404"]
    assert values(only(text), "host") == ["b.example.com"]
    assert values(only(text), "path") == ["/y"]
    assert taken(text) == text


def test_a_redirect_within_a_host_keeps_the_host() -> None:
    text = "curl -L https://a.example.com/x\nHTTP/2 301\nlocation: /y\n\nHTTP/2 404\n"
    assert (values(only(text), "host"), values(only(text), "path")) == (["a.example.com"], ["/y"])


def test_a_redirect_with_a_body_still_says_whom_the_next_request_asked() -> None:
    redirect, failure = read(
        "HTTP/1.1 302 Found\nLocation: https://b.example.com/y\n\n<p>moved</p>\nHTTP/1.1 404 Not Found\n"
    )
    assert redirect.evidence == ()
    assert values(failure, "host") == ["b.example.com"]


@pytest.mark.parametrize("interim", ["HTTP/1.1 100 Continue", "HTTP/2 103", "HTTP/1.1 200 Connection established"])
def test_an_interim_response_is_part_of_the_exchange(interim: str) -> None:
    assert values(only(f"curl https://a.example/b\n{interim}\n\nHTTP/1.1 502 Bad Gateway\n"), "host") == ["a.example"]


def test_headers_without_a_status_line_count_when_one_names_the_error() -> None:
    text = f"Content-Length: 49\nx-amzn-errortype: Gone:{CORAL}\nDate: today\n"
    assert values(only(f"as follows\n{text}\nthanks"), "symbol") == ["Gone"]
    assert taken(f"as follows\n{text}thanks") == text


def test_a_status_in_a_header_is_read_as_one() -> None:
    sighting = only(":status: 404\nserver: nginx\n")
    assert sighting.evidence[0] == Evidence("status", "404", "header :status")


def test_two_headers_that_tell_who_answered_are_enough() -> None:
    assert values(only("via: 1.1 varnish\nx-served-by: cache-fra-etou8220071-FRA\n"), "layer") == ["Fastly (cdn)"]


@pytest.mark.parametrize(
    "text",
    [
        'response.addHeader("X-Err-Code", "2000")',
        '.get("x-err-code")\n.unwrap()',
        "HTTP/2 404 whenever I open the second rendition",
        'edge "GET /a HTTP/1.1" 404 512',
        "GET /a HTTP/1.1 404 512",
        "Failed to open stream: HTTP request failed! HTTP/1.1 403 Forbidden",
        "server: nginx",
        "status: 404",
        "Note: the server gives 404",
        "https://cdn.example.com/a",
        "we use HTTP/2",
        "",
    ],
)
def test_what_only_mentions_http_is_left_alone(text: str) -> None:
    assert read(text) == []


def test_a_question_right_below_the_headers_is_not_a_header() -> None:
    assert taken("HTTP/2 404\nserver: nginx\nQuestion: why does this fail?\n") == "HTTP/2 404\nserver: nginx\n"


def test_a_fence_around_the_response_does_not_matter() -> None:
    assert values(only("this:\n```HTTP/2 404\nx-err-code: 1000```\nwhy?"), "code") == ["X-Err-Code 1000"]


def test_there_is_a_limit_to_sightings() -> None:
    assert len(read("HTTP/1.1 404 Not Found\n" * 1_000)) == http.MOST_SIGHTINGS


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_spans_are_in_order_within_the_text_and_apart(text: str) -> None:
    assert are_apart(read(text), len(text))


@pytest.mark.parametrize(
    "piece",
    [
        "\n", "> ", "`", "&lt;", "HTTP/1.1 404 ", "HTTP/1.1 404 Not Found\n", "HTTP/1.1 100\n",
        "HTTP/1.1 302 Found\nlocation: /\n\n",
        "a1 HTTP/1.1 404 x\n", "via: c\n", "x-err-code: 1\n", "a-b: c\n", "* a\n", "-H\n", "$ curl http://a.b/c\n",
        "[HTTP/2 404 ",
    ],
)  # fmt: skip
def test_hostile_repetition_takes_time_in_proportion(piece: str) -> None:
    text = repeated(piece) + "\nHTTP/1.1 404 Not Found\n"
    with within(1):
        read(text)
