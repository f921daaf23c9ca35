"""What one JSON record says: which shapes are read, and which are left alone."""

from __future__ import annotations

import json

import pytest

from kb.readers.json_record import read_record

Record = dict[str, object]


def seen(record: Record) -> list[tuple[str, str]]:
    return [(item.kind, item.value) for item in read_record(record)[0]]


def values(record: Record, kind: str) -> list[str]:
    return [value for of, value in seen(record) if of == kind]


@pytest.mark.parametrize(
    "text",
    [
        '{"status": 200, "message": "ok"}',
        '{"statusCode": "200", "request": "https://abc.mediapackage.us-east-1.amazonaws.com/out/v1/x.ts", "requestId": "q"}',
        '{"level": "info", "message": "started"}',
        '{"success": true, "code": 0, "message": "done"}',
        '{"errorCode": 0, "message": "done"}',
        '{"error": null, "errors": [], "name": "x"}',
        '{"resultCode": "S_OK", "streamId": "a"}',
        '{"eventType": "PAGE_VIEW", "timestamp": "2026-01-01", "page": "/"}',
        '{"awsAccountId": "1", "originId": "a", "eventType": "GENERATED_MANIFEST", "requestId": "r"}',
        '{"errors": ["https://ads.example.net/error?code=[ERRORCODE]"]}',
    ],
)
def test_where_all_is_well_nothing_is_seen(text: str) -> None:
    assert read_record(json.loads(text)) == ((), "")


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "networkError", "details": "manifestLoadError", "fatal": true, "error": {"message": "x"}}',
        '{"severity": 2, "category": 1, "code": 1001, "message": "x"}',
        '{"error": {"code": 4, "message": "MEDIA_ELEMENT_ERROR: Format error"}}',
        '{"error": {"code": -11800, "message": "The operation could not be completed"}}',
    ],
)
def test_players_errors_are_left_to_their_own_reader(text: str) -> None:
    assert seen(json.loads(text)) == []


def test_an_arm_code_that_is_a_reason_phrase_is_its_status() -> None:
    error: Record = {"error": {"code": "BadRequest", "message": "Invalid container name."}}
    assert seen(error) == [("status", "400"), ("message", "Invalid container name.")]


def test_a_services_own_code_is_a_code() -> None:
    error: Record = {"error": {"code": "ResourceNotFound", "message": "x"}}
    assert seen(error) == [("code", "ResourceNotFound"), ("message", "x")]


def test_a_bare_object_with_a_message_is_an_error() -> None:
    assert seen({"Message": "Forbidden"}) == [("message", "Forbidden")]


def test_a_message_among_other_fields_is_not() -> None:
    assert seen({"message": "hello", "user": "someone"}) == []


def test_a_log_record_of_a_bad_level_is_an_error() -> None:
    assert seen({"level": "ERROR", "msg": "upstream failed", "pid": 3}) == [("message", "upstream failed")]


def test_a_true_error_makes_the_message_its_own() -> None:
    assert seen({"error": True, "message": "no", "user": "someone"}) == [("message", "no")]


def test_details_of_an_error_come_after_it() -> None:
    inner = {"code": "InputFileNotFound", "message": "inner"}
    error: Record = {"error": {"code": "ContentMalformed", "message": "outer", "details": [inner]}}
    assert values(error, "code") == ["ContentMalformed", "InputFileNotFound"]
    assert values(error, "message") == ["outer", "inner"]


def test_the_message_of_odata_is_its_value() -> None:
    error: Record = {"odata.error": {"code": "", "message": {"lang": "en-US", "value": "Busy."}}}
    assert seen(error) == [("message", "Busy.")]


def test_an_exception_is_kept_with_and_without_its_namespace() -> None:
    assert seen({"__type": "com.amazon.elemental.midas.mms.coral#ConflictException"}) == [
        ("symbol", "ConflictException"),
        ("exception", "com.amazon.elemental.midas.mms.coral#ConflictException"),
    ]


def test_a_lambda_proxy_response_is_read_with_its_headers_and_its_body() -> None:
    body = json.dumps({"message": "Concurrent playlist requests"})
    assert seen({"statusCode": 409, "headers": {"x-amzn-ErrorType": "ConflictException"}, "body": body}) == [
        ("symbol", "ConflictException"),
        ("exception", "ConflictException"),
        ("status", "409"),
        ("message", "Concurrent playlist requests"),
        ("header", "x-amzn-errortype: ConflictException"),
    ]


def test_a_boto3_response_is_read() -> None:
    error = {"Code": "NotFoundException", "Message": "No such channel."}
    response: Record = {"Error": error, "ResponseMetadata": {"RequestId": "r-1", "HTTPStatusCode": 404}}
    assert seen(response) == [
        ("symbol", "NotFoundException"),
        ("exception", "NotFoundException"),
        ("status", "404"),
        ("message", "No such channel."),
        ("request-id", "requestid: r-1"),
    ]


def test_json_in_a_string_is_read_once_only() -> None:
    once = json.dumps({"message": "deep"})
    assert seen({"body": once}) == [("message", "deep")]
    assert seen({"body": json.dumps({"body": once})}) == []


def test_x_err_code_is_read_under_its_name() -> None:
    header = {"name": "X-Err-Code", "value": "2000"}
    assert values({"status": 403, "headers": [header]}, "code") == ["X-Err-Code 2000"]


@pytest.mark.parametrize("code", ["0x8088002A", "0x8088002AL", -2138570710, 2156396586])
def test_an_hresult_is_known_in_every_spelling(code: object) -> None:
    assert seen({"HResult": code, "Message": "locked"}) == [("hresult", "0x8088002A"), ("message", "locked")]


def test_a_number_of_an_aws_event_is_labelled_with_its_service() -> None:
    event: Record = {"source": "aws.mediaconvert", "detail-type": "Job State Change", "detail": {"errorCode": 1040}}
    job: Record = {"Job": {"ErrorCode": 1040, "Queue": "arn:aws:mediaconvert:us-west-2:111122223333:queues/Default"}}
    assert values(event, "code") == values(job, "code") == ["aws-mediaconvert 1040"]
    assert values(event, "text") == ["Job State Change", "aws.mediaconvert"]
    assert values(job, "text") == ["arn:aws:mediaconvert:"]


def test_a_number_without_a_service_names_nothing() -> None:
    assert seen({"errorCode": 1040}) == []


def test_a_mediatailor_record_is_known_by_its_fields() -> None:
    record: Record = {
        "awsAccountId": "111122223333",
        "originId": "live",
        "eventType": "UNKNOWN_HOST",
        "eventTimestamp": "2026-11-03T19:04:12.001Z",
        "requestId": "r-1",
        "originRequestUrl": "https://Origin.Example.com:8443/out/index.m3u8?token=x",
        "mediaTailorPath": "/v1/master/7d1f/live/index.m3u8",
    }
    assert seen(record) == [
        ("symbol", "UNKNOWN_HOST"),
        ("element", "mediatailor log record"),
        ("request-id", "requestid: r-1"),
        ("host", "origin.example.com"),
        ("path", "/out/index.m3u8"),
        ("path", "/v1/master/7d1f/live/index.m3u8"),
    ]
    assert read_record(record)[1] == "2026-11-03T19:04:12.001Z"


def test_skipped_ads_of_a_filled_avail_are_errors() -> None:
    avail = {"creativeAds": [], "skippedAds": [{"skippedReason": "TRANSCODE_IN_PROGRESS"}]}
    record: Record = {
        "@log": "111122223333:MediaTailor/AdDecisionServerInteractions",
        "eventType": "FILLED_AVAIL",
        "avail": avail,
    }
    assert values(record, "symbol") == ["TRANSCODE_IN_PROGRESS"]
    assert values(record, "text") == ["MediaTailor/AdDecisionServerInteractions"]


def test_an_access_log_record_gives_status_host_and_path() -> None:
    record: Record = {"status": 404, "host": "CDN.example.com", "request": "GET /live/a.ts?x=1 HTTP/1.1"}
    assert seen(record) == [("status", "404"), ("host", "cdn.example.com"), ("path", "/live/a.ts")]


def test_credentials_in_a_link_are_no_host() -> None:
    assert values({"status": 404, "url": "https://user:secret@cdn.example.com/a"}, "host") == ["cdn.example.com"]


def test_a_spring_error_gives_status_and_message() -> None:
    assert seen({"status": 404, "error": "Not Found", "path": "/x.isml/manifest"}) == [
        ("status", "404"),
        ("message", "Not Found"),
        ("path", "/x.isml/manifest"),
    ]


def test_an_oauth_error_gives_its_code() -> None:
    assert seen({"error": "invalid_grant", "error_description": "Expired.", "trace_id": "t-1"}) == [
        ("code", "invalid_grant"),
        ("message", "Expired."),
        ("request-id", "trace_id: t-1"),
    ]


def test_graphql_errors_are_read() -> None:
    error = {"message": "Slow down", "extensions": {"code": "RATE_LIMITED"}}
    assert seen({"data": None, "errors": [error]}) == [("symbol", "RATE_LIMITED"), ("message", "Slow down")]


def test_what_caches_and_servers_add_is_kept() -> None:
    headers = {"X-Cache": "Miss from cloudfront", "Retry-After": "120"}
    assert seen({"status": 503, "headers": headers}) == [
        ("status", "503"),
        ("cache", "x-cache: Miss from cloudfront"),
        ("retry-after", "120"),
    ]


def test_a_hundred_links_are_not_repeated() -> None:
    links = [{"url": f"https://h{n}.example.com/"} for n in range(100)]
    assert len(values({"status": 404, "parts": links}, "host")) == 8
