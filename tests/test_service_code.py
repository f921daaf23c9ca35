"""What a service writes where it names its error."""

from __future__ import annotations

import pytest

from kb.readers.service_code import read_code, read_exception


def seen(text: str, label: str = "") -> list[tuple[str, str]]:
    return [(item.kind, item.value) for item in read_code(text, "here", label)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0x8088002AL", "hresult", "0x8088002A"),
        ("0x8088\n 002A", "hresult", "0x8088002A"),
        ("-2138570710", "hresult", "0x8088002A"),
        ("404", "status", "404"),
        ("NotFound", "status", "404"),
        ("TooManyRequests", "status", "429"),
        ("MPE_INGEST_CODEC_NOT_SUPPORTED", "symbol", "MPE_INGEST_CODEC_NOT_SUPPORTED"),
        ("FragmentDrop_OverlapTimestamp", "symbol", "FragmentDrop_OverlapTimestamp"),
        ("AuthenticationFailed", "code", "AuthenticationFailed"),
        ("invalid_grant", "code", "invalid_grant"),
    ],
)
def test_a_code_is_known_by_its_shape(text: str, kind: str, value: str) -> None:
    assert seen(text) == [(kind, value)]


@pytest.mark.parametrize(
    "text", ["", "0", "200", "1001", "S_OK", "success", "two words\u00e9", "<b>", "-", "\u0664\u0660\u0664"]
)
def test_what_names_no_error_gives_nothing(text: str) -> None:
    assert seen(text) == []


def test_a_labelled_number_is_its_owners() -> None:
    assert seen("404", "aws-mediaconvert") == [("code", "aws-mediaconvert 404")]


def test_a_number_with_an_exception_gives_both() -> None:
    assert seen("-2147024891, System.UnauthorizedAccessException") == [
        ("hresult", "0x80070005"),
        ("symbol", "UnauthorizedAccessException"),
        ("exception", "System.UnauthorizedAccessException"),
    ]


@pytest.mark.parametrize(
    "literal",
    [
        "GatewayTimeoutException",
        "com.amazon.elemental.midas.mms.coral#GatewayTimeoutException",
        "GatewayTimeoutException:http://internal.amazon.com/coral/com.amazon.elemental.midas.mms.coral/",
        "Amazon.MediaTailor.Model.GatewayTimeoutException",
        "Amazon.MediaTailor.Model.GatewayTimeoutException: timed out",
    ],
)
def test_an_exceptions_name_is_found_within_its_namespace(literal: str) -> None:
    assert [(item.kind, item.value) for item in read_exception(literal, "here")] == [
        ("symbol", "GatewayTimeoutException"),
        ("exception", literal),
    ]


@pytest.mark.parametrize("literal", ["Error", "Exception", "", "it failed again"])
def test_an_exception_that_says_nothing_gives_nothing(literal: str) -> None:
    assert [*read_exception(literal, "here")] == []
