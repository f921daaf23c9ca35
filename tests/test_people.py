"""Who people are, as Slack tells."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local import LocalSlack
from bot.people import People, Person
from tests.local.person import Person as Someone


@pytest.fixture
def sam(slack: LocalSlack) -> Iterator[Someone]:
    """Turns the switches, and back."""
    person = Someone(slack.url, slack.seed.sam)
    yield person
    person.turns("clear")
    person.turns("scopes", add=["users:read"])


def test_admins_are_told_from_others(slack: LocalSlack, client: WebClient) -> None:
    people = People()
    assert people.of(client, slack.seed.sam).admin
    assert not people.of(client, slack.seed.dana).admin
    assert people.of(client, slack.seed.dana).name == "dana"


def test_a_bot_is_known_by_its_user(slack: LocalSlack, client: WebClient) -> None:
    assert People().of(client, slack.seed.alerts).bot == slack.workspace.users[slack.seed.alerts].bot_id


@pytest.mark.parametrize("person", [{"is_stranger": True}, {"is_admin": False}])
def test_admins_of_other_workspaces_are_none_here(person: dict[str, bool]) -> None:
    class Slack(WebClient):
        def users_info(self, **_: object) -> dict[str, object]:  # type: ignore[override]  # only what is read
            return {"user": {"is_admin": True, "name": "max", **person}}

    assert People().of(Slack(), "U9") == Person("U9", told=True, name="max")


def test_without_the_permission_nobody_is_an_admin(slack: LocalSlack, client: WebClient, sam: Someone) -> None:
    sam.turns("scopes", remove=["users:read"])
    assert People().of(client, slack.seed.sam) == Person(slack.seed.sam)


def test_somebody_who_is_unknown_is_an_id(client: WebClient) -> None:
    assert People().of(client, "U404") == Person("U404")


def test_slack_is_not_asked_twice_within_a_minute(slack: LocalSlack, client: WebClient, sam: Someone) -> None:
    people = People()
    before = people.of(client, slack.seed.sam)
    sam.turns("scopes", remove=["users:read"])
    assert people.of(client, slack.seed.sam) == before


def test_a_slack_that_is_busy_says_nothing_about_anybody(slack: LocalSlack, client: WebClient, sam: Someone) -> None:
    people = People()
    sam.turns("fault", kind="ratelimit", method="users.info")
    with pytest.raises(SlackApiError, match="ratelimited"):
        people.of(client, slack.seed.sam)
    assert people.of(client, slack.seed.sam).admin
