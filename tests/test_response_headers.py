"""Response headers: the error's name, the layer that answered, the cache, the ids."""

import pytest

from kb.model import Evidence
from kb.readers.response_headers import LONGEST, is_telling, most_telling_first, read_headers

CORAL = "http://internal.amazon.com/coral/com.amazon.elemental.midas.mms.coral/"


def values(kind: str, *headers: tuple[str, str]) -> list[str]:
    return [item.value for item in read_headers(headers) if item.kind == kind]


def test_an_aws_error_type_gives_name_exception_and_namespace() -> None:
    header = ("x-amzn-errortype", f"GatewayTimeoutException:{CORAL}")
    assert values("symbol", header) == ["GatewayTimeoutException"]
    assert values("exception", header) == [f"GatewayTimeoutException:{CORAL}"]
    assert values("namespace", header) == [CORAL]
    assert values("header", header) == [f"x-amzn-errortype: GatewayTimeoutException:{CORAL}"]


def test_an_aws_error_type_without_namespace_gives_the_name() -> None:
    header = ("x-amzn-errortype", "NotFoundException")
    assert values("symbol", header) == ["NotFoundException"]
    assert values("namespace", header) == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("x-err-code", "2000", "X-Err-Code 2000"),
        ("x-err-code", "bad_request.validation_failure", "X-Err-Code bad_request.validation_failure"),
        ("x-ms-error-code", "AuthenticationFailed", "AuthenticationFailed"),
        ("x-amz-error-code", "NoSuchKey", "NoSuchKey"),
    ],
)
def test_a_header_that_names_the_error_gives_its_code(name: str, value: str, code: str) -> None:
    assert values("code", (name, value)) == [code]


def test_a_sentence_in_a_code_header_is_no_code() -> None:
    assert values("code", ("x-err-code", "none, all is well")) == []


@pytest.mark.parametrize(
    ("name", "value", "layer"),
    [
        ("server", "CloudFront", "CloudFront (cdn)"),
        ("via", "1.1 0123.cloudfront.net (CloudFront)", "CloudFront (cdn)"),
        ("x-amz-cf-pop", "FRA56-P4", "CloudFront (cdn)"),
        ("x-cache", "TCP_MISS from a23-1.deploy.akamaitechnologies.com (AkamaiGHost/11)", "Akamai (cdn)"),
        ("server", "AkamaiGHost", "Akamai (cdn)"),
        ("server", "AkamaiNetStorage", "Akamai NetStorage (storage)"),
        ("x-akamai-request-id", "1a2b", "Akamai (cdn)"),
        ("cf-ray", "8a1b2c3d4e5f6a7b-FRA", "Cloudflare (cdn)"),
        ("x-served-by", "cache-fra-etou8220071-FRA", "Fastly (cdn)"),
        ("x-azure-ref", "20261104T073144Z-15c8", "Azure Front Door (cdn)"),
        ("x-gcdn-origin-size", "12", "Gcore (cdn)"),
        ("server", "nginx/1.25.3", "nginx (server)"),
        ("server", "Microsoft-IIS/10.0", "Microsoft-IIS (server)"),
        ("server", "AmazonS3", "AmazonS3 (storage)"),
        ("server", "Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0", "Windows-Azure-Blob (storage)"),
    ],
)
def test_headers_speak_for_a_layer(name: str, value: str, layer: str) -> None:
    assert values("layer", (name, value)) == [layer]


def test_gcore_is_known_by_its_two_headers_together() -> None:
    assert values("layer", ("x-id", "fr5-hw-edge-gc17"), ("cache", "MISS")) == ["Gcore (cdn)"]
    assert values("layer", ("x-id", "fr5-hw-edge-gc17")) == []


def test_a_server_nobody_knows_speaks_for_no_layer() -> None:
    assert values("layer", ("server", "shopd/3.2")) == []


def test_request_ids_keep_their_names() -> None:
    headers = (("x-amzn-requestid", "1234"), ("x-ms-request-id", "5678"), ("x-amz-cf-pop", "FRA56-P4"))
    assert values("request-id", *headers) == ["x-amzn-requestid: 1234", "x-ms-request-id: 5678"]


@pytest.mark.parametrize("name", ["x-cache", "cf-cache-status", "x-cache-status", "cache"])
def test_what_a_cache_says_is_kept(name: str) -> None:
    assert values("cache", (name, "MISS")) == [f"{name}: MISS"]


def test_when_to_come_back_is_kept_as_sent() -> None:
    assert values("retry-after", ("retry-after", "Wed, 04 Nov 2026 08:11:09 GMT")) == ["Wed, 04 Nov 2026 08:11:09 GMT"]


@pytest.mark.parametrize("name", ["date", "content-type", "user-agent", "accept", "age", "connection"])
def test_what_every_response_has_tells_nothing(name: str) -> None:
    assert not is_telling(name)
    assert [*read_headers([(name, "1")])] == []


def test_an_empty_header_tells_nothing() -> None:
    assert [*read_headers([("x-err-code", ""), ("x-cache", "")])] == []


def test_a_long_value_is_cut() -> None:
    assert len(values("cache", ("x-cache", "M" * 10_000))[0]) == len("x-cache: ") + LONGEST


def test_what_names_the_error_comes_first_and_nothing_twice() -> None:
    status, code = (
        Evidence("status", "404", "http status line"),
        Evidence("code", "X-Err-Code 1000", "header x-err-code"),
    )
    host, words = Evidence("host", "a.example", "http request"), Evidence("words", "help", "text")
    again = Evidence("status", "404", "json status")
    assert most_telling_first([words, host, status, again, code]) == (code, status, host, words)
