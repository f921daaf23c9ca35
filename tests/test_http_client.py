"""What HTTP clients say: which status they report, and which of their sentences are their own."""

from __future__ import annotations

import pytest

from kb.model import Evidence
from kb.readers.http_client import is_own_words, read_url, status_of


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("The remote server returned an error: (409) Conflict.", "409"),
        ("Response status code does not indicate success: 404 (Not Found).", "404"),
        ("Operation returned an invalid status code 'GatewayTimeout'", "504"),
        ("Server returned HTTP response code: 503 for URL: https://a.example.com/x", "503"),
        ("404 Client Error: Not Found for url: https://a.example.com/x", "404"),
        ("HTTP Error 410: Gone", "410"),
        ("Client error '404 Not Found' for url 'https://a.example.com/x'", "404"),
        ("Request failed with status code 502", "502"),
        ("Server returned 404 Not Found", "404"),
        ("HTTP returned error 400", "400"),
        ("failed to open stream: HTTP request failed! HTTP/1.1 403 Forbidden", "403"),
        ("unexpected status 504", "504"),
        ("Response code: 404", "404"),
    ],
)
def test_a_status_is_read_from_the_sentence_of_a_client(said: str, status: str) -> None:
    assert status_of(said) == status


@pytest.mark.parametrize(
    "said",
    [
        "line 503",
        "at app.js:404:21",
        "Unknown Source:516",
        "HTTP/1.1 200 OK",
        "status code: 200",
        "invalid status code 'Odd'",
        "404 things went wrong",
        "status code: 4040",
        "returned status 404.png",
    ],
)
def test_other_numbers_are_no_status(said: str) -> None:
    assert status_of(said) == ""


def test_a_sentence_of_the_client_is_its_own() -> None:
    assert is_own_words("The remote server returned an error: (409) Conflict.")


def test_what_a_service_says_is_not_the_clients_own() -> None:
    assert not is_own_words("Server is busy. Previous runs of this type of request took more than 60 seconds.")


def test_a_url_gives_host_and_path_without_the_query_and_the_full_stop() -> None:
    assert [*read_url("see https://A.example.com:8443/x/i.m3u8. Then", "line")] == [
        Evidence("host", "a.example.com", "line"),
        Evidence("path", "/x/i.m3u8", "line"),
    ]
    assert [*read_url("https://a.example.com/x?t=1", "line")][1] == Evidence("path", "/x", "line")


def test_a_host_alone_has_no_path() -> None:
    assert [*read_url("https://a.example.com/", "line")] == [Evidence("host", "a.example.com", "line")]
