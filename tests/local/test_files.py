"""``files.*``: uploading and asking what a file is."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack
from tests.local.fetching import fetch
from tests.local.person import Person
from tests.local.receiver import SocketReceiver
from tests.local.refusals import refused


def shared(slack: LocalSlack, dana: Person, **fields: Any) -> dict[str, Any]:
    message = dana.does("upload", channel=slack.seed.incidents, name="session.har", content="{}", **fields)["message"]
    file: dict[str, Any] = message["files"][0]
    return file


def test_the_sdk_uploads_a_file_into_a_thread(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    root = dana.says(slack.seed.incidents, "recap please")["ts"]
    told = web.files_upload_v2(
        channel=slack.seed.incidents,
        thread_ts=root,
        filename="recap.csv",
        content="system,code",
        initial_comment="Here",
    )
    reply = dana.reads(slack.seed.incidents, root)[-1]
    assert (reply["text"], reply["files"][0]["id"]) == ("Here", told["file"]["id"])
    assert reply["files"][0]["filetype"] == "csv"


def test_two_files_come_in_one_message_with_their_titles(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    root = dana.says(slack.seed.incidents, "recap please")["ts"]
    recap = {"filename": "recap.csv", "content": "system,code", "title": "Errors of this week"}
    chart = {"filename": "chart.png", "content": b"\x89PNG", "title": "The same, drawn"}
    told = web.files_upload_v2(
        channel=slack.seed.incidents, thread_ts=root, file_uploads=[recap, chart], initial_comment="Here"
    )
    _, reply = dana.reads(slack.seed.incidents, root)
    assert (reply["text"], reply["user"]) == ("Here", slack.app.user)
    assert [file["title"] for file in reply["files"]] == ["Errors of this week", "The same, drawn"]
    assert [file["id"] for file in reply["files"]] == [file["id"] for file in told["files"]]
    got = [fetch(f"{slack.url}/local/files/{file['id']}?user={dana.user}").body for file in reply["files"]]
    assert got == [b"system,code", b"\x89PNG"]


def test_a_file_in_a_channel_is_a_message_that_the_app_hears(
    slack: LocalSlack, web: WebClient, app: SocketReceiver
) -> None:
    web.files_upload_v2(channel=slack.seed.incidents, filename="recap.csv", content="system,code", title="Recap")
    event = app.event("message", "file_share")
    assert (event["text"], event["bot_id"], event["files"][0]["title"]) == ("", slack.app.bot_id, "Recap")
    assert "thread_ts" not in event


def test_an_upload_into_a_thread_that_is_not_there_is_shared_nowhere(
    slack: LocalSlack, web: WebClient, dana: Person
) -> None:
    before = dana.reads(slack.seed.incidents)
    where = {"channel": slack.seed.incidents, "thread_ts": "1.000001"}
    assert refused(web.files_upload_v2, **where, filename="a.txt", content="x")["error"] == "thread_not_found"
    assert dana.reads(slack.seed.incidents) == before


def test_info_gives_what_the_message_hid(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    file = shared(slack, dana)
    told = web.files_info(file=file["id"])["file"]
    assert (told["name"], told["size"], told["url_private"]) == ("session.har", 2, file["url_private"])


def test_info_is_refused_where_the_app_is_not(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    lone = slack.workspace.add_channel("lone", frozenset({dana.user})).id
    message = dana.does("upload", channel=lone, name="a.txt", content="x")["message"]
    assert refused(web.files_info, file=message["files"][0]["id"])["error"] == "file_not_found"
    assert refused(web.files_info, file="F404")["error"] == "file_not_found"


@pytest.mark.parametrize(
    ("length", "error"),
    [("0", "invalid_arguments"), ("many", "invalid_arguments"), (str(10**9), "file_upload_size_restricted")],
)
def test_an_upload_has_a_length_within_bounds(web: WebClient, length: str, error: str) -> None:
    asked = {"filename": "a.txt", "length": length}
    assert refused(web.api_call, "files.getUploadURLExternal", params=asked)["error"] == error


def test_an_upload_is_completed_once_it_has_arrived(slack: LocalSlack, web: WebClient) -> None:
    expected = web.files_getUploadURLExternal(filename="a.txt", length=1)
    files = [{"id": expected["file_id"], "title": "A"}]
    assert refused(web.files_completeUploadExternal, files=files)["error"] == "file_not_found"
    assert fetch(expected["upload_url"], b"x").body == b"OK - 1"
    told = web.files_completeUploadExternal(files=files, channel_id=slack.seed.incidents)
    assert told["files"][0]["channels"] == [slack.seed.incidents]
    assert refused(web.files_completeUploadExternal, files=files)["error"] == "file_not_found"


def test_completing_needs_files_and_membership(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    lone = slack.workspace.add_channel("lone", frozenset({dana.user})).id
    told = refused(web.files_completeUploadExternal, files=[{"id": "F1"}], channel_id=lone)
    assert told["error"] == "not_in_channel"
    assert refused(web.api_call, "files.completeUploadExternal", json={"files": []})["error"] == "invalid_arguments"
