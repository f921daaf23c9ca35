"""W3C's extended format with the columns of CloudFront, IIS and Akamai."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kb.readers.log_record import WELL
from kb.readers.w3c_log import Extended
from tests.sightings import values

if TYPE_CHECKING:
    from kb.readers.log_record import Line

CLOUDFRONT = (
    "2019-12-04\t21:02:31\tLAX1\t392\t192.0.2.100\tGET\td111111abcdef8.cloudfront.net\t/index.html\t{}\t-\tMozilla/5.0%20(X11)"
    "\t-\t-\tError\tSOX4xwn4XV6Q4rgb7XiVGOHms==\tads.example.com\thttps\t23\t0.001"
)
IIS = "#Fields: date time cs-method cs-uri-stem sc-status sc-substatus sc-win32-status"


def extended(*lines: str) -> list[Line | None]:
    read_line = Extended()
    return [read_line(line) for line in lines]


def test_the_fields_line_names_the_columns() -> None:
    *_, line = extended("#Version: 1.0", "#Fields: sc-status cs-uri-stem date time", "404 /a 2026-11-04 12:00:00")
    assert values(line, "status") == ["404"]
    assert values(line, "path") == ["/a"]
    assert line is not None
    assert line.when == "2026-11-04 12:00:00"


def test_the_last_fields_line_counts() -> None:
    *_, line = extended("#Fields: sc-status date", "#Fields: date sc-status", "2026-11-04 503")
    assert values(line, "status") == ["503"]


def test_cloudfronts_line_is_known_without_its_header() -> None:
    (line,) = extended(CLOUDFRONT.format(504))
    assert values(line, "status") == ["504"]
    assert values(line, "host") == ["ads.example.com", "d111111abcdef8.cloudfront.net"]
    assert values(line, "layer") == ["CloudFront (cdn)"]
    assert values(line, "cache") == ["x-edge-result-type: Error"]
    assert values(line, "request-id") == ["x-edge-request-id: SOX4xwn4XV6Q4rgb7XiVGOHms=="]
    assert values(line, "user-agent") == ["Mozilla/5.0 (X11)"]


@pytest.mark.parametrize("status", ["200", "000"])
def test_cloudfronts_line_of_a_request_without_an_error_tells_of_none(status: str) -> None:
    assert extended(CLOUDFRONT.format(status)) == [WELL]


@pytest.mark.parametrize(("number", "code"), [("2", "0x80070002"), ("64", "0x80070040"), ("2148074254", "0x8009030E")])
def test_a_win32_status_of_iis_explains_the_error(number: str, code: str) -> None:
    *_, line = extended(IIS, f"2015-03-12 10:22:41 GET /a 404 0 {number}")
    assert values(line, "internal") == [code]
    assert values(line, "layer") == ["Microsoft-IIS (server)"]


def test_a_win32_status_of_zero_says_nothing() -> None:
    *_, line = extended(IIS, "2015-03-12 10:22:41 GET /a 404 0 0")
    assert values(line, "internal") == []


def test_a_sub_status_of_iis_is_a_note() -> None:
    *_, line = extended(IIS, "2015-03-12 10:22:41 GET /a 404 8 0")
    assert line is not None
    assert line.notes == ("IIS sub-status 404.8",)


def test_iis_line_is_known_without_its_header() -> None:
    (line,) = extended(
        "2015-03-12 10:22:41 10.0.0.4 PUT /live/news.isml/state - 80 - 203.0.113.9 curl/8.5.0 404 0 64 15"
    )
    assert values(line, "status") == ["404"]
    assert values(line, "path") == ["/live/news.isml/state"]


def test_akamais_columns_are_its_own() -> None:
    *_, line = extended(
        "#Fields: date time cs-ip cs-method cs-uri sc-status", "2026-11-04\t12:00:00\t1.2.3.4\tGET\t/a\t503"
    )
    assert values(line, "layer") == ["Akamai (cdn)"]


@pytest.mark.parametrize("line", ["# a heading", "404 Not Found", "2026-11-04 12:00:00 GET /a 404"])
def test_other_lines_are_not_of_the_extended_format(line: str) -> None:
    assert extended(line) == [None]
