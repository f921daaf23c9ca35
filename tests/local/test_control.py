"""The switches that make things go wrong."""

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack
from tests.local.person import Person
from tests.local.receiver import HttpReceiver, SocketReceiver
from tests.local.refusals import refused


def test_an_unknown_fault_is_refused(dana: Person) -> None:
    assert dana.tries("control/fault", kind="earthquake")["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    "asked", [{"rate_limit": 1}, {"ratelimit": 2}, {"ratelimit": 1, "methods": ["chat.shout"]}], ids=str
)
def test_weather_that_nobody_would_meet_is_refused(dana: Person, asked: dict[str, object]) -> None:
    assert dana.tries("control/weather", **asked)["error"] == "invalid_arguments"


def test_weather_lasts_until_it_changes_or_is_cleared(web: WebClient, dana: Person) -> None:
    dana.turns("weather", ratelimit=1, methods=["auth.test"])
    assert [refused(web.auth_test)["error"] for _ in range(3)] == ["ratelimited"] * 3
    dana.turns("weather", ratelimit=0, methods=["auth.test"])
    assert web.auth_test()["ok"]
    dana.turns("weather", server_error=1, methods=["auth.test"])
    dana.turns("clear")
    assert web.auth_test()["ok"]
    assert dana.turns("met")["met"] == {"ratelimit": 3}


def test_scopes_are_taken_and_given_back(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    assert "users:read" not in dana.turns("scopes", remove=["users:read"])["scopes"]
    assert refused(web.users_info, user=dana.user)["error"] == "missing_scope"
    assert "users:read" in dana.turns("scopes", add=["users:read"])["scopes"]
    assert web.users_info(user=dana.user)["ok"]
    assert "users:read" in slack.app.scopes


def test_clearing_ends_all_faults(web: WebClient, dana: Person) -> None:
    dana.turns("fault", kind="ratelimit", next=100)
    assert refused(web.auth_test)["error"] == "ratelimited"
    dana.turns("clear")
    assert web.auth_test()["ok"]


def test_delivery_goes_to_a_url_and_back_to_sockets(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    with HttpReceiver(slack.app.signing_secret) as http:
        dana.turns("request_url", url=http.url)
        dana.says(slack.seed.incidents, "by http")
        assert http.event("message")["text"] == "by http"
        dana.turns("request_url", url="")
    dana.says(slack.seed.incidents, "by socket")
    assert app.event("message")["text"] == "by socket"


@pytest.mark.parametrize("status", [404, 500])
def test_a_url_that_does_not_repeat_the_challenge_is_refused(slack: LocalSlack, dana: Person, status: int) -> None:
    with HttpReceiver("another secret") as http:
        http.answers = lambda _: status
        assert dana.tries("control/request_url", url=http.url)["error"] == "url_verification"
        assert http.refused == 1
    assert dana.tries("control/request_url", url=http.url)["error"] == "url_verification"
    assert slack.app.id in slack.delivery.routes
