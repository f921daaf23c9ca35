"""What the Azure SDKs put below their exceptions."""

from __future__ import annotations

from kb.model import Evidence
from kb.readers.azure_sdk import read_lines


def read(text: str) -> list[Evidence]:
    return [*read_lines(text, 0, len(text))]


def test_the_status_and_the_code_stand_on_lines_of_their_own() -> None:
    assert read("Status: 404 (The specified blob does not exist.)\nErrorCode: BlobNotFound\n") == [
        Evidence("status", "404", "exception Status"),
        Evidence("code", "BlobNotFound", "exception ErrorCode"),
    ]


def test_the_older_sdk_gives_a_request_id_and_a_message() -> None:
    assert read("Request Information\nRequestID:3509d9be-0001\nStatusMessage:Server failed to authenticate.\n") == [
        Evidence("request-id", "requestid: 3509d9be-0001", "exception RequestID"),
        Evidence("message", "Server failed to authenticate.", "exception StatusMessage"),
    ]


def test_only_the_stretch_that_was_asked_for_is_read() -> None:
    text = "Status: 404\nStatus: 503\n"
    assert [*read_lines(text, 12, len(text))] == [Evidence("status", "503", "exception Status")]


def test_a_status_of_success_is_no_error() -> None:
    assert read("Status: 200 (OK)") == []
