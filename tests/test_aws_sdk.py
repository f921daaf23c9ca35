"""What the AWS SDKs put into their errors, in the languages they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.readers import aws_sdk

if TYPE_CHECKING:
    from kb.model import Evidence

GO = (
    "operation error MediaTailor: CreateProgram, https response error StatusCode: 400, "
    "RequestID: 4b6d0fc7-c074-418f-bf2d-75ab598cfd78, api error BadRequestException: OffsetMillis cannot be missing."
)


def only(text: str) -> list[Evidence]:
    ((_, _, evidence),) = aws_sdk.sentences(text)
    return evidence


def values(evidence: list[Evidence], kind: str) -> list[str]:
    return [item.value for item in evidence if item.kind == kind]


def test_terraform_breaks_the_sentence_into_lines() -> None:
    broken = GO.replace("MediaTailor: ", "MediaTailor:\n│ ").replace("api error ", "api error\n│ ")
    assert values(only(broken), "symbol") == ["BadRequestException"]


def test_a_modeled_error_of_the_go_sdk_has_no_words_api_error() -> None:
    assert values(only(GO.replace("api error ", "")), "symbol") == ["BadRequestException"]


def test_the_aws_cli_breaks_the_line_before_the_message() -> None:
    text = (
        "An error occurred (BadRequestException) when calling the DeleteDetector operation:\nThe request is rejected."
    )
    assert values(only(text), "message") == ["The request is rejected."]
    assert values(only(text), "text") == ["DeleteDetector operation"]


def test_a_head_request_of_s3_has_a_number_for_a_name() -> None:
    text = "An error occurred (404) when calling the HeadObject operation: Not Found"
    assert values(only(text), "status") == ["404"]
    assert values(only(text), "code") == []


def test_a_service_code_that_is_no_exception_name_is_a_code() -> None:
    text = (
        "An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4): Reduce your rate."
    )
    assert values(only(text), "code") == ["SlowDown"]


def test_the_sdk_for_go_had_two_lines_once() -> None:
    evidence = only("error: NotFoundException: no such channel\n\tstatus code: 404, request id: 1f2e3d4c-5b6a\nexit 1")
    assert values(evidence, "symbol") == ["NotFoundException"]
    assert values(evidence, "status") == ["404"]
    assert values(evidence, "message") == ["no such channel"]
    assert values(evidence, "request-id") == ["requestid: 1f2e3d4c-5b6a"]


def test_what_the_sdk_for_java_puts_in_brackets_is_no_part_of_the_message() -> None:
    message, evidence = aws_sdk.read_java(
        "Invalid name (Service: MediaTailor, Status Code: 400, Request ID: 4b1d2c3e-5f60) (SDK Attempt Count: 1)"
    )
    assert message == "Invalid name"
    assert values(evidence, "status") == ["400"]
    assert values(evidence, "text") == ["Service: MediaTailor"]
    assert values(evidence, "request-id") == ["requestid: 4b1d2c3e-5f60"]


def test_a_message_without_brackets_stays_as_it_is() -> None:
    assert aws_sdk.read_java("Invalid name") == ("Invalid name", [])


def test_the_properties_of_the_sdk_for_javascript_are_read_by_their_names() -> None:
    evidence = [
        *aws_sdk.read_fields("{ code: 'ConflictException', statusCode: 409, requestId: 'abc-1', retryDelay: 404 }")
    ]
    assert values(evidence, "symbol") == ["ConflictException"]
    assert values(evidence, "status") == ["409"]
    assert values(evidence, "request-id") == ["requestid: abc-1"]


def test_a_status_of_success_is_no_error() -> None:
    assert values([*aws_sdk.read_fields("httpStatusCode: 200")], "status") == []
