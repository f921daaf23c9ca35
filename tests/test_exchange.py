"""An exchange: its target, its end, and what it shows."""

import pytest

from kb.readers.exchange import Exchange, Target, evidence_of, host_of, is_plain_reason, target_of

ASKED = Target("a.example", "/x")


@pytest.mark.parametrize(
    ("link", "host", "path"),
    [
        ("https://cdn.example.com:8443/a/b.m3u8?x=1#y", "cdn.example.com", "/a/b.m3u8"),
        ("http://cdn.example.com", "cdn.example.com", ""),
        ("http://user:secret@cdn.example.com/a", "cdn.example.com", "/a"),
        ("http://user:(hidden)@cdn.example.com/a", "cdn.example.com", "/a"),
        ("https://[2001:db8::1]:443/a", "[2001:db8::1]", "/a"),
        ("/a/b?x=1", "", "/a/b"),
        ("*", "", ""),
        ("cdn.example.com:443", "", ""),
        ("", "", ""),
    ],
)
def test_a_link_gives_host_and_path(link: str, host: str, path: str) -> None:
    assert target_of(link, "http request") == Target(host, path, "http request")


@pytest.mark.parametrize(
    ("value", "host"), [("a.example:443", "a.example"), ("[::1]:80", "[::1]"), ("", ""), ("?", "")]
)
def test_a_host_header_gives_the_host_without_its_port(value: str, host: str) -> None:
    assert host_of(value) == host


@pytest.mark.parametrize(
    ("exchange", "failed"),
    [
        (Exchange(404), True),
        (Exchange(200), False),
        (Exchange(302), False),
        (Exchange(None), False),
        (Exchange(200, headers=(("x-err-code", "1000"),)), True),
    ],
)
def test_an_exchange_fails_by_its_status_or_by_a_header(exchange: Exchange, failed: bool) -> None:
    assert exchange.names_error is failed


@pytest.mark.parametrize("status", [100, 103, 301, 302, 303, 307, 308])
def test_interim_responses_and_redirects_lead_on(status: int) -> None:
    assert Exchange(status).leads_on


@pytest.mark.parametrize("status", [None, 200, 206, 304, 401, 503])
def test_other_responses_are_the_end(status: int | None) -> None:
    assert not Exchange(status).leads_on


def test_a_request_that_was_shown_is_kept_behind_a_redirect() -> None:
    redirect = Exchange(302, headers=(("location", "https://b.example/y"),), target=ASKED)
    own = Target("c.example", "/z")
    assert Exchange(404, target=own).after(redirect).target == own


def test_host_and_path_are_in_lower_case_and_as_they_were() -> None:
    evidence = evidence_of(Exchange(404, target=Target("CDN.example", "/Live/A.m3u8")))
    assert [item.value for item in evidence] == ["404", "cdn.example", "/Live/A.m3u8"]


def test_a_host_among_the_headers_says_whom_was_asked() -> None:
    assert [item.value for item in evidence_of(Exchange(400, headers=(("host", "shop.example:80"),)))] == [
        "400",
        "shop.example",
    ]


def test_nothing_but_ids_is_said_of_what_went_well() -> None:
    exchange = Exchange(200, "Fine", (("server", "nginx"), ("x-request-id", "7"), ("x-cache", "HIT")), ASKED)
    assert [item.kind for item in evidence_of(exchange)] == ["request-id"]


def test_headers_without_a_status_are_all_read() -> None:
    exchange = Exchange(None, headers=(("server", "nginx"),))
    assert [item.kind for item in evidence_of(exchange)] == ["header", "layer"]


@pytest.mark.parametrize("reason", ["", "Not Found", "NOT FOUND", "Gateway Time-out", "Service Unavailable."])
def test_usual_reasons_are_plain(reason: str) -> None:
    assert is_plain_reason(reason)


@pytest.mark.parametrize("reason", ["Backend fetch failed", "Server failed to authenticate the request."])
def test_reasons_of_a_services_own_are_messages(reason: str) -> None:
    assert not is_plain_reason(reason)
    assert "message" in {item.kind for item in evidence_of(Exchange(503, reason))}
