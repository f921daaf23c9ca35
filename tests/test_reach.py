"""What reaches the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from bot import scopes
from bot.db.channels import Channel
from bot.reach import Automatic, Reach, automatic, joined, reach_of
from bot.rules import Rules
from tests.local.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_sdk import WebClient

    from bot.local import LocalSlack

ALL = frozenset({"channels:read", "groups:read", "channels:history", "groups:history"})


@pytest.fixture
def sam(slack: LocalSlack) -> Iterator[Person]:
    """Turns the switches, and back."""
    person = Person(slack.url, slack.seed.sam)
    yield person
    person.turns("clear")
    person.turns("scopes", add=[*ALL])


def made(sam: Person, name: str, *members: str, **fields: Any) -> str:
    return str(sam.does("channel", name=name, members=[*members], **fields)["channel"]["id"])


def test_a_member_with_its_permissions_hears(slack: LocalSlack, client: WebClient) -> None:
    assert reach_of(client, slack.seed.incidents) == Reach(member=True)


def test_a_channel_that_the_bot_is_not_in_is_not_heard(client: WebClient, sam: Person) -> None:
    assert reach_of(client, made(sam, "elsewhere")) == Reach(member=False)
    assert reach_of(client, made(sam, "secret", kind="group")) == Reach(member=False)


@pytest.mark.parametrize(("kind", "scope"), [("channel", "channels:history"), ("group", "groups:history")])
def test_the_permission_that_is_missing_to_hear_is_named(
    slack: LocalSlack, client: WebClient, sam: Person, kind: str, scope: str
) -> None:
    id_ = made(sam, f"deaf-{kind}", slack.app.user, kind=kind)
    sam.turns("scopes", remove=[scope])
    assert reach_of(client, id_) == Reach(member=True, lacks=scope)


def test_where_slack_does_not_tell_nothing_is_claimed(slack: LocalSlack, client: WebClient, sam: Person) -> None:
    sam.turns("scopes", remove=["channels:read"])
    assert reach_of(client, slack.seed.incidents) == Reach(member=None)


def test_a_slack_that_is_busy_is_no_answer(slack: LocalSlack, client: WebClient, sam: Person) -> None:
    sam.turns("fault", kind="ratelimit", method="conversations.info")
    with pytest.raises(SlackApiError, match="ratelimited"):
        reach_of(client, slack.seed.incidents)


def test_what_may_be_listed_is_listed(slack: LocalSlack, client: WebClient, sam: Person) -> None:
    made(sam, "vault", slack.app.user, kind="group")

    def names() -> set[str]:
        granted = scopes.granted(client.auth_test().headers)
        return {str(one["name"]) for one in joined(client, granted)}

    assert names() >= {"incidents", "vault"}
    sam.turns("scopes", remove=["groups:read"])
    assert "incidents" in names()
    assert "vault" not in names()
    sam.turns("scopes", remove=["channels:read"])
    assert names() == set()


def told(id_: str, name: str, **more: bool) -> dict[str, Any]:
    return {"id": id_, "name": name, **more}


def found(
    *inside: dict[str, Any], decided: tuple[Channel, ...] = (), granted: frozenset[str] | None = ALL
) -> Automatic:
    return automatic(inside, decided, Rules(), granted)


def test_automatic_is_what_is_named_so_or_was_decided() -> None:
    decided = (Channel("T1", "C2", mode="automatic"), Channel("T1", "C3", mode="off"), Channel("T1", "C4"))
    inside = [told("C1", "inc-1"), told("C2", "team"), told("C3", "inc-3"), told("C4", "inc-4"), told("C5", "other")]
    assert found(*inside, decided=decided) == Automatic(("inc-1", "team", "inc-4"), {}, ())


@pytest.mark.parametrize("shared", ["is_ext_shared", "is_pending_ext_shared"])
def test_a_shared_channel_is_automatic_by_decision_only(shared: str) -> None:
    channel = told("C1", "inc-1", **{shared: True})
    assert found(channel).heard == ()
    assert found(channel, decided=(Channel("T1", "C1", mode="automatic"),)).heard == ("inc-1",)


def test_an_automatic_channel_that_is_not_heard_is_told_with_what_is_missing() -> None:
    inside = (told("C1", "inc-1"), told("C2", "inc-2", is_private=True), told("C3", "team"))
    assert found(*inside, granted=ALL - {"groups:history"}) == Automatic(("inc-1",), {"inc-2": "groups:history"}, ())
    assert found(*inside, granted=None).heard == ("inc-1", "inc-2")


def test_what_was_turned_on_where_the_bot_is_not_is_told() -> None:
    decided = (Channel("T1", "C1", "war-room", mode="automatic"), Channel("T1", "C2", mode="automatic"))
    assert found(decided=(*decided, Channel("T1", "C3", mode="off"))).absent == ("war-room", "C2")
    assert found(decided=decided, granted=ALL - {"groups:read"}).absent == ()
