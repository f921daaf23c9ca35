"""Who is who, as methods tell it, and what an assistant shows."""

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack
from tests.local.person import Person
from tests.local.refusals import refused


def test_auth_test_says_whose_token_it_is(slack: LocalSlack, web: WebClient) -> None:
    told = web.auth_test()
    assert (told["user_id"], told["bot_id"], told["user"]) == (slack.app.user, slack.app.bot_id, "streamerr")
    assert told["url"] == f"{slack.url}/"


def test_users_are_told_one_by_one(slack: LocalSlack, web: WebClient) -> None:
    assert web.users_info(user=slack.seed.sam)["user"]["is_admin"] is True
    assert web.users_info(user=slack.seed.dana)["user"]["is_admin"] is False
    assert web.users_info(user=slack.app.user)["user"]["is_bot"] is True
    assert refused(web.users_info, user="U404")["error"] == "user_not_found"
    assert refused(web.users_info, user="")["error"] == "invalid_arguments"


def test_an_owner_is_an_admin_too(slack: LocalSlack, web: WebClient) -> None:
    owner = slack.workspace.add_user("mo", "Owner", is_owner=True).id
    told = web.users_info(user=owner)["user"]
    assert (told["is_owner"], told["is_admin"]) == (True, True)
    assert web.users_info(user=slack.seed.sam)["user"]["is_owner"] is False


def test_users_are_listed_in_pages(web: WebClient) -> None:
    pages = [page["members"] for page in web.users_list(limit=4)]
    assert {one["name"] for page in pages for one in page} >= {"dana", "sam", "alerts", "noor", "streamerr", "slackbot"}
    assert len(pages) == 2


def test_bots_are_told_by_their_bot_id(slack: LocalSlack, web: WebClient) -> None:
    alerts = slack.workspace.users[slack.seed.alerts]
    assert web.bots_info(bot=slack.app.bot_id)["bot"]["name"] == "streamerr"
    assert web.bots_info(bot=alerts.bot_id)["bot"]["user_id"] == alerts.id
    assert refused(web.bots_info, bot="B404")["error"] == "bot_not_found"


def test_the_team_has_a_name(web: WebClient) -> None:
    assert web.team_info()["team"]["domain"] == "local"


PROMPT = {"title": "Explain", "message": "explain 0x8088002A"}


@pytest.mark.parametrize(
    ("prompts", "error"),
    [
        ([PROMPT] * 5, "too_many_prompts"),
        ([{"title": "no message"}], "invalid_arguments"),
        ("Explain", "invalid_arguments"),
    ],
)
def test_prompts_are_at_most_four_and_whole(slack: LocalSlack, web: WebClient, prompts: object, error: str) -> None:
    asked = {"channel_id": web.conversations_open(users=slack.seed.dana)["channel"]["id"], "prompts": prompts}
    assert refused(web.api_call, "assistant.threads.setSuggestedPrompts", json=asked)["error"] == error
    assert web.api_call("assistant.threads.setSuggestedPrompts", json={**asked, "prompts": [PROMPT] * 4})["ok"]


def test_a_status_stands_in_a_thread(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    where = {"channel_id": slack.seed.incidents, "thread_ts": dana.says(slack.seed.incidents, "why?")["ts"]}
    assert web.assistant_threads_setStatus(**where, status="is looking it up...")["ok"]
    told = refused(web.assistant_threads_setStatus, **where, status="x", loading_messages=["m"] * 11)
    assert told["error"] == "invalid_arguments"
    missing = refused(web.assistant_threads_setStatus, **{**where, "thread_ts": "1.000001"}, status="x")
    assert missing["error"] == "message_not_found"
