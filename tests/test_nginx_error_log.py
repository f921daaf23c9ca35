"""The error log of nginx: what went wrong, for which request."""

from __future__ import annotations

import pytest

from kb.readers.log_record import WELL
from kb.readers.nginx_error_log import read_nginx_error
from tests.sightings import values

NGINX = (
    "2026/11/04 12:00:00 [{}] 31#31: *104 upstream timed out (110: Connection timed out) while reading response header from"
    ' upstream, client: 203.0.113.9, server: live.example.com, request: "GET /a/b.m3u8?x=1 HTTP/1.1",'
    ' upstream: "http://192.0.2.2:8080/a/b.m3u8", host: "live.example.com:443"'
)


def test_nginx_says_what_went_wrong_for_which_request() -> None:
    line = read_nginx_error(NGINX.format("error"))
    assert values(line, "message") == [
        "upstream timed out (110: Connection timed out) while reading response header from upstream"
    ]
    assert values(line, "host") == ["live.example.com", "192.0.2.2"]
    assert values(line, "path") == ["/a/b.m3u8"]
    assert values(line, "layer") == ["nginx (server)"]


@pytest.mark.parametrize("level", ["warn", "notice", "info", "debug"])
def test_what_nginx_logs_below_error_tells_of_no_error(level: str) -> None:
    assert read_nginx_error(NGINX.format(level)) is WELL
