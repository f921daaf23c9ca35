"""An HRESULT that no pack knows can still be taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.hresult import decode


def test_a_win32_error_inside_is_named() -> None:
    decoded = decode("0x80070002")
    assert decoded.facility_name == "WIN32"
    assert decoded.win32 is not None
    assert decoded.win32.name == "ERROR_FILE_NOT_FOUND"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            "0x80070002",
            "0x80070002 is a failure, facility WIN32, code 2: ERROR_FILE_NOT_FOUND, the file was not found",
        ),
        ("0x80880030", "0x80880030 is a failure, facility 0x088, code 0x0030"),
        ("0x80890200", "0x80890200 is a failure, facility 0x089, code 0x0200"),
        ("0x80004005", "0x80004005 is a failure, facility NULL, code 0x4005: E_FAIL, it failed, and gave no reason"),
        ("0x8007FFFF", "0x8007FFFF is a failure, facility WIN32, code 65535"),
        ("0x887A0005", "0x887A0005 is a failure, facility DXGI, code 0x0005"),
        ("0x00040001", "0x00040001 is a success, facility ITF, code 0x0001"),
        ("0xA0040001", "0xA0040001 is a failure, not defined by Microsoft, facility ITF, code 0x0001"),
        (
            "0x00002EE2",
            "0x00002EE2 is a plain Win32 error number, 12002: ERROR_WINHTTP_TIMEOUT, the HTTP request timed out",
        ),
        ("0xC0001234", "0xC0001234 is an NTSTATUS error, code 0x1234"),
    ],
)
def test_the_sentence_says_what_the_bits_say(value: str, sentence: str) -> None:
    assert decode(value).sentence == sentence


def test_a_crash_is_an_ntstatus() -> None:
    decoded = decode("0xC0000005")
    assert decoded.layout == "ntstatus"
    assert decoded.named is not None
    assert decoded.named.name == "STATUS_ACCESS_VIOLATION"


def test_an_ntstatus_wrapped_as_hresult_is_unwrapped() -> None:
    assert decode("0xD0000022").named == decode("0xC0000022").named


def test_media_foundation_is_no_ntstatus() -> None:
    decoded = decode("0xC00D36C4")
    assert (decoded.layout, decoded.facility_name) == ("hresult", "MEDIASERVER")


def test_a_win32_number_is_only_read_from_the_win32_facility() -> None:
    assert decode("0x80880002").win32 is None


def test_a_customer_code_is_not_given_a_windows_meaning() -> None:
    assert decode("0xA0070002").win32 is None


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        decode("MPE_MGMT_ACCESS_DENIED")


@given(st.integers(min_value=0, max_value=0xFFFFFFFF))
def test_every_32_bit_number_has_a_sentence(value: int) -> None:
    canonical = f"0x{value:08X}"
    assert decode(canonical).sentence.startswith(f"{canonical} is ")
