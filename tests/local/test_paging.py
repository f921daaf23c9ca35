"""Cursors and limits."""

import base64

import pytest
from slack_sdk import WebClient

from tests.local.refusals import refused


def test_the_last_page_has_no_cursor(web: WebClient) -> None:
    told = web.users_list(limit=999)
    assert told["response_metadata"]["next_cursor"] == ""


@pytest.mark.parametrize("cursor", ["?", base64.b64encode(b"user:W1").decode(), base64.b64encode(b"next:x").decode()])
def test_a_cursor_that_is_not_ours_is_refused(web: WebClient, cursor: str) -> None:
    assert refused(web.users_list, cursor=cursor)["error"] == "invalid_cursor"


def test_a_limit_that_is_no_number_is_refused(web: WebClient) -> None:
    assert refused(web.api_call, "users.list", params={"limit": "all"})["error"] == "invalid_limit"


def test_a_limit_is_kept_within_bounds(web: WebClient) -> None:
    assert len(web.users_list(limit=-5)["members"]) == 1
