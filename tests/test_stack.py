"""Exceptions as programs print them: what is read of them, and what is left to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers import stack
from tests.pace import repeated, within
from tests.samples import expected, named, samples_of, text_of
from tests.sightings import sightings_by, values

if TYPE_CHECKING:
    from pathlib import Path

read, only = sightings_by(stack)
GO = (
    "operation error MediaTailor: CreateProgram, https response error StatusCode: 400, "
    "RequestID: 4b6d0fc7-c074-418f-bf2d-75ab598cfd78, api error BadRequestException: OffsetMillis cannot be missing."
)
FRAME = "\n   at Example.Origin.Program.Main(String[] args) in C:\\src\\Program.cs:line 503"


@named(samples_of("stack"))
def test_a_source_line_is_never_a_status(sample: Path) -> None:
    wanted = expected(sample)["evidence"]
    statuses = {value for sighting in read(text_of(sample)) for value in values(sighting, "status")}
    assert statuses <= {item["value"] for item in wanted if item["kind"] == "status"}


def test_the_sentence_of_the_go_sdk_is_read_out_of_prose() -> None:
    sighting = only(f"I get `{GO}` since today")
    assert values(sighting, "symbol") == ["BadRequestException"]
    assert values(sighting, "status") == ["400"]
    assert values(sighting, "message") == ["OffsetMillis cannot be missing."]
    assert values(sighting, "text") == ["operation error MediaTailor: CreateProgram"]
    assert values(sighting, "request-id") == ["requestid: 4b6d0fc7-c074-418f-bf2d-75ab598cfd78"]


def test_what_a_person_wrote_around_a_sentence_is_left_to_others() -> None:
    text = f"I get `{GO}` since today"
    sighting = only(text)
    assert text[sighting.start : sighting.end] == GO


def test_the_exception_keeps_its_namespace_and_the_symbol_loses_it() -> None:
    sighting = only("Amazon.MediaTailor.Model.ConflictException: in use" + FRAME)
    assert values(sighting, "exception") == ["Amazon.MediaTailor.Model.ConflictException"]
    assert values(sighting, "symbol") == ["ConflictException"]


def test_the_exception_of_an_http_client_names_no_error() -> None:
    sighting = only("System.Net.WebException: The remote server returned an error: (409) Conflict." + FRAME)
    assert values(sighting, "symbol") == []
    assert values(sighting, "exception") == ["System.Net.WebException"]
    assert values(sighting, "status") == ["409"]


def test_what_an_http_client_says_is_no_message_of_a_service() -> None:
    sighting = only("System.Net.WebException: The remote server returned an error: (409) Conflict." + FRAME)
    assert values(sighting, "message") == []


def test_a_status_named_by_its_reason_is_a_status() -> None:
    text = "Microsoft.Rest.Azure.CloudException: Operation returned an invalid status code 'PreconditionFailed'"
    assert values(only(text), "status") == ["412"]


def test_the_exceptions_inside_belong_to_the_outer_one() -> None:
    sighting = only(
        "java.lang.RuntimeException: no manifest\n\tat com.example.Origin.load(Origin.java:503)\n"
        "Caused by: java.io.IOException: Server returned HTTP response code: 504 for URL: https://origin.example.com/x.m3u8\n"
        "\tat com.example.Http.get(Http.java:404)\n\t... 12 more"
    )
    assert values(sighting, "exception") == ["java.lang.RuntimeException", "java.io.IOException"]
    assert values(sighting, "status") == ["504"]
    assert values(sighting, "host") == ["origin.example.com"]


def test_the_span_covers_the_frames() -> None:
    text = "before\nAmazon.MediaTailor.Model.ConflictException: in use" + FRAME
    assert text[only(text).start : only(text).end] == text.removeprefix("before\n")


def test_markup_in_a_message_is_left_to_others() -> None:
    text = 'System.Data.Services.Client.DataServiceClientException: <?xml version="1.0"?><m:error/>' + FRAME
    assert "<?xml" in text[only(text).end :]


def test_an_exception_whose_markup_was_taken_is_still_one() -> None:
    text = "System.Data.Services.Client.DataServiceClientException: " + " " * 40 + FRAME
    assert values(only(text), "exception") == ["System.Data.Services.Client.DataServiceClientException"]


def test_two_tracebacks_of_one_failure_are_one_error() -> None:
    text = text_of("stack/requests-python.txt")
    assert values(only(text), "exception") == ["RuntimeError", "requests.exceptions.HTTPError"]


def test_two_traces_apart_are_two_errors() -> None:
    one = "Amazon.MediaTailor.Model.ConflictException: in use" + FRAME
    assert len(read(f"{one}\n\nthen\n\n{one}")) == 2


@pytest.mark.parametrize(
    "prose",
    [
        "why do I get a ConflictException: is the session used twice?",
        "Error: it does not work",
        "the error on line 503 of app.py:404 (Unknown Source:516)",
        "catch (BadRequestException e) { return 400; }",
        "see com.example.errors.MyException for the list",
        "GatewayTimeoutException",
    ],
)
def test_a_name_in_prose_or_code_is_no_trace(prose: str) -> None:
    assert read(prose) == []


def test_a_name_without_namespace_counts_above_its_trace() -> None:
    text = "ConflictException: in use\n    at de_ConflictExceptionRes (/app/index.js:404:21)\n    at async main (/app/a.js:5:3)"
    assert values(only(text), "symbol") == ["ConflictException"]
    assert values(only(text), "status") == []


def test_the_package_of_the_client_is_kept_as_a_marker() -> None:
    text = text_of("stack/mediatailor-javascript.txt")
    assert values(only(text), "text") == ["@aws-sdk/client-mediatailor"]


def test_no_more_than_200_errors_are_read() -> None:
    assert len(read(("Amazon.A.BException: x" + FRAME + "\n\n") * 300)) == stack.MOST_SIGHTINGS


@given(st.text(st.sampled_from("aA.:\n \t{}()\"'0Exception"), max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    for sighting in read(f"x.yException: {text}\n at a.b(c)\nTraceback (most recent call last):\n{text}"):
        assert 0 <= sighting.start < sighting.end


@pytest.mark.parametrize(
    "piece",
    [
        "a.b.CException: ",
        "FooException\n",
        "X.YException: a\n at ",
        "Traceback (most recent call last):\n  File\n",
        "operation error A: B,\n",
        "An error occurred (X) when calling the Y operation: ",
        "\n status code: 400, request id: ",
        "a." * 40 + "Error ",
        "Caused by: ",
    ],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = repeated(piece)
    with within(2):
        read(text)
