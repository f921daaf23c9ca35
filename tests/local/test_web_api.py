"""Calling the Web API: tokens, bodies, scopes, and what goes wrong on demand."""

import asyncio
import json
from http.client import RemoteDisconnected
from urllib.error import URLError
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.local import LocalSlack
from bot.local.methods import METHODS
from tests.local.fetching import fetch
from tests.local.person import Person
from tests.local.refusals import refused

LISTED = {
    "apps.connections.open",
    "assistant.threads.setStatus",
    "assistant.threads.setSuggestedPrompts",
    "auth.test",
    "bots.info",
    "chat.delete",
    "chat.getPermalink",
    "chat.postEphemeral",
    "chat.postMessage",
    "chat.update",
    "conversations.history",
    "conversations.info",
    "conversations.join",
    "conversations.list",
    "conversations.members",
    "conversations.open",
    "conversations.replies",
    "files.completeUploadExternal",
    "files.getUploadURLExternal",
    "files.info",
    "reactions.add",
    "reactions.remove",
    "team.info",
    "users.conversations",
    "users.info",
    "users.list",
    "views.open",
    "views.publish",
    "views.push",
    "views.update",
}


def test_the_methods_are_those_that_are_promised() -> None:
    assert METHODS.keys() == LISTED


def test_a_method_that_is_not_there_is_unknown(web: WebClient) -> None:
    assert refused(web.api_call, "chat.shout")["error"] == "unknown_method"


def test_without_a_token_nothing_is_done(slack: LocalSlack) -> None:
    assert refused(WebClient(base_url=slack.api_url).auth_test)["error"] == "not_authed"


def test_a_wrong_token_is_refused(slack: LocalSlack) -> None:
    assert refused(WebClient("xoxb-wrong", base_url=slack.api_url).auth_test)["error"] == "invalid_auth"


def test_every_answer_tells_which_permissions_the_app_has(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    dana.turns("scopes", remove=["users:read"])
    told = web.auth_test().headers["X-OAuth-Scopes"].split(",")
    assert {*told} == slack.app.scopes - {"users:read"}
    with pytest.raises(SlackApiError, match="missing_scope") as refusal:
        web.users_info(user=dana.user)
    assert refusal.value.response.headers["X-OAuth-Scopes"].split(",") == told


def test_the_app_token_calls_no_other_method(slack: LocalSlack) -> None:
    web = WebClient(slack.app.app_token, base_url=slack.api_url)
    assert refused(web.auth_test)["error"] == "not_allowed_token_type"


def test_a_token_may_stand_in_the_body(slack: LocalSlack) -> None:
    form = urlencode({"token": slack.app.bot_token}).encode()
    assert fetch(f"{slack.api_url}auth.test", form).json["user_id"] == slack.app.user


def test_arguments_may_be_a_form_or_json(slack: LocalSlack) -> None:
    fields = {"channel": slack.seed.incidents, "blocks": json.dumps([{"type": "divider"}]), "text": "form"}
    bearer = f"Bearer {slack.app.bot_token}"
    form = fetch(f"{slack.api_url}chat.postMessage", urlencode(fields).encode(), Authorization=bearer)
    body = json.dumps({**fields, "blocks": [{"type": "divider"}]}).encode()
    url = f"{slack.api_url}chat.postMessage"
    sent = fetch(url, body, Authorization=bearer, Content_Type="application/json")
    assert [told.json["message"]["blocks"][0]["type"] for told in (form, sent)] == ["divider", "divider"]


@pytest.mark.parametrize(
    ("body", "error"), [(b"{", "invalid_json"), (b"[]", "json_not_object"), (b"[" * 9999, "invalid_json")]
)
def test_broken_json_is_refused(slack: LocalSlack, body: bytes, error: str) -> None:
    bearer = f"Bearer {slack.app.bot_token}"
    told = fetch(f"{slack.api_url}auth.test", body, Authorization=bearer, Content_Type="application/json")
    assert told.json["error"] == error


def test_a_missing_scope_says_what_is_needed_and_what_is_there(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    sam.turns("scopes", remove=["reactions:write"])
    told = refused(web.reactions_add, channel=slack.seed.incidents, timestamp="1.2", name="eyes")
    assert (told["error"], told["needed"]) == ("missing_scope", "reactions:write")
    assert "chat:write" in told["provided"].split(",")
    assert "reactions:write" not in told["provided"].split(",")


@pytest.mark.parametrize("name", sorted(name for name, method in METHODS.items() if method.scopes))
def test_every_method_with_a_scope_is_refused_without_it(
    slack: LocalSlack, web: WebClient, sam: Person, name: str
) -> None:
    sam.turns("scopes", remove=sorted(slack.app.scopes))
    assert refused(web.api_call, name)["error"] == "missing_scope"


def test_the_next_calls_are_rate_limited_on_demand(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    sam.turns("fault", kind="ratelimit", method="auth.test", next=2, seconds=7)
    web.users_info(user=slack.seed.dana)
    for _ in range(2):
        with pytest.raises(SlackApiError) as limited:
            web.auth_test()
        assert limited.value.response.status_code == 429
        assert limited.value.response.headers["Retry-After"] == "7"
        assert limited.value.response["error"] == "ratelimited"
    assert web.auth_test()["ok"]


def test_the_sdk_waits_out_a_rate_limit(slack: LocalSlack, sam: Person) -> None:
    web = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[RateLimitErrorRetryHandler()])
    sam.turns("fault", kind="ratelimit", seconds=1)
    assert web.auth_test()["ok"]


def test_a_channel_takes_one_post_a_second_when_that_is_on(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    sam.turns("one_a_second", on=True)
    web.chat_postMessage(channel=slack.seed.incidents, text="one")
    assert refused(web.chat_postMessage, channel=slack.seed.incidents, text="two")["error"] == "ratelimited"
    web.chat_postMessage(channel=slack.seed.general, text="elsewhere")
    sam.turns("clear")
    web.chat_postMessage(channel=slack.seed.incidents, text="two")


def test_an_answer_is_lost_after_the_call_was_carried_out(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    sam.turns("fault", kind="lose_answer", method="chat.postMessage")
    with pytest.raises((RemoteDisconnected, ConnectionResetError, URLError)):
        web.chat_postMessage(channel=slack.seed.incidents, text="did it work?")
    assert sam.reads(slack.seed.incidents)[-1]["text"] == "did it work?"


def test_a_call_is_lost_before_it_is_carried_out(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    sam.turns("fault", kind="lose_call", method="chat.postMessage")
    with pytest.raises((RemoteDisconnected, ConnectionResetError, URLError)):
        web.chat_postMessage(channel=slack.seed.incidents, text="it did not")
    assert sam.reads(slack.seed.incidents)[-1]["text"] != "it did not"


def test_the_async_client_is_served_too(slack: LocalSlack) -> None:
    async def call() -> str:
        told = await AsyncWebClient(slack.app.bot_token, base_url=slack.api_url).auth_test()
        return str(told["bot_id"])

    assert asyncio.run(call()) == slack.app.bot_id
