"""Where the bot may speak, and who decides that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import policy as policies
from bot.db.channels import Channel, Channels
from bot.policy import Policy
from bot.rules import Rules
from tests.local.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.db.channels import BotSeen
    from bot.db.database import Database
    from bot.local import LocalSlack

TEAM = "T1"
SCOPES = ["channels:read", "groups:read", "users:read"]


@pytest.fixture
def sam(slack: LocalSlack) -> Iterator[Person]:
    """An admin, who turns the switches, and back."""
    person = Person(slack.url, slack.seed.sam)
    yield person
    person.turns("clear")
    person.turns("scopes", add=SCOPES)


@pytest.fixture
def policy(db: Database) -> Policy:
    """The policy of one process, by the rules that hold at first."""
    return Policy(Channels(db))


numbers = iter(range(1_000))


def made(sam: Person, slack: LocalSlack, name: str = "inc", **fields: Any) -> str:
    """A new channel with the bot in it."""
    told = sam.does("channel", name=f"{name}-{next(numbers)}", members=[slack.app.user, slack.seed.dana], **fields)
    return str(told["channel"]["id"])


@pytest.mark.parametrize("kind", ["channel", "group"])
def test_a_name_that_fits_opens_a_channel_and_another_does_not(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy, kind: str
) -> None:
    assert policy.is_open(client, TEAM, made(sam, slack, "inc", kind=kind))
    assert not policy.is_open(client, TEAM, made(sam, slack, "team", kind=kind))


def test_what_is_decided_counts_more_than_the_name(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy
) -> None:
    named, other = made(sam, slack), made(sam, slack, "team")
    policy.decide(TEAM, named, "asked", "U1")
    policy.decide(TEAM, other, "automatic", "U1")
    assert not policy.is_open(client, TEAM, named)
    assert policy.is_open(client, TEAM, other)
    policy.decide(TEAM, named, "", "U1")
    assert policy.is_open(client, TEAM, named)


def test_a_channel_that_is_quiet_is_closed_and_still_automatic(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy
) -> None:
    named = made(sam, slack)
    policy.hush(TEAM, named, 3600, "U1")
    assert not policy.is_open(client, TEAM, named)
    assert policy.mode(policy.channel(client, TEAM, named)) == "automatic"
    policy.hush(TEAM, named, 0, "U1")
    assert policy.is_open(client, TEAM, named)


def test_no_name_opens_a_shared_channel_but_a_decision_does(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy
) -> None:
    shared = made(sam, slack, ext_shared=True)
    assert not policy.is_open(client, TEAM, shared)
    policy.decide(TEAM, shared, "automatic", "U1")
    assert policy.is_open(client, TEAM, shared, shared=True)


def test_an_event_that_tells_of_strangers_closes_a_channel_before_slack_says_so(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy
) -> None:
    named, decided = made(sam, slack), made(sam, slack, "team")
    policy.decide(TEAM, decided, "automatic", "U1")
    assert policy.is_open(client, TEAM, named)
    assert not policy.is_open(client, TEAM, named, shared=True)
    assert not policy.is_open(client, TEAM, named)
    policy.is_open(client, TEAM, decided, shared=True)
    assert not policy.is_open(client, TEAM, decided, shared=True)
    policy.decide(TEAM, decided, "automatic", "U1")
    assert policy.is_open(client, TEAM, decided, shared=True)


def test_a_decision_holds_at_once_though_the_channel_was_just_looked_at(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy
) -> None:
    named = made(sam, slack)
    alert = {"bot_id": "B1"}
    assert policy.is_open(client, TEAM, named)
    assert not policy.hears(client, TEAM, named, alert)
    policy.decide(TEAM, named, "off", "U1")
    policy.hear(TEAM, named, "B1", "U1", heard=True)
    assert policy.mode(policy.channel(client, TEAM, named)) == "off"
    assert policy.hears(client, TEAM, named, alert)


def test_another_replica_follows_in_seconds(
    slack: LocalSlack, client: WebClient, sam: Person, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there, named = Policy(Channels(db)), Policy(Channels(db)), made(sam, slack)
    assert there.is_open(client, TEAM, named)
    here.decide(TEAM, named, "off", "U1")
    assert policies.FRESH <= 5
    monkeypatch.setattr(policies, "FRESH", 0.0)
    assert not there.is_open(client, TEAM, named)


def test_what_is_decided_while_a_channel_is_looked_up_is_not_lost(
    slack: LocalSlack, client: WebClient, sam: Person, db: Database
) -> None:
    class Slow(Channels):
        def bots(self, team: str, channel: str) -> tuple[BotSeen, ...]:
            found = super().bots(team, channel)
            slow.decide(team, channel, "off", "U1")
            return found

    slow, named = Policy(Slow(db)), made(sam, slack)
    slow.is_open(client, TEAM, named)
    assert not slow.is_open(client, TEAM, named)


def test_slack_is_not_asked_again_until_something_happens(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policies, "FRESH", 0.0)
    id_ = made(sam, slack, "team")
    before = policy.channel(client, TEAM, id_)
    sam.does("rename_channel", channel=id_, name=f"inc-{next(numbers)}")
    assert policy.channel(client, TEAM, id_).name == before.name
    assert policy.look_again(client, TEAM, id_).name.startswith("inc-")
    assert policy.is_open(client, TEAM, id_)


def test_a_new_name_decides_at_once_and_the_newest_counts(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy
) -> None:
    id_ = made(sam, slack, "team")
    assert not policy.is_open(client, TEAM, id_)
    sam.does("rename_channel", channel=id_, name=f"inc-{next(numbers)}")
    policy.renamed(client, TEAM, id_, "an-older-name")
    assert policy.is_open(client, TEAM, id_)


def test_where_slack_does_not_tell_names_an_event_does(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy
) -> None:
    id_ = made(sam, slack)
    sam.turns("scopes", remove=SCOPES)
    assert not policy.is_open(client, TEAM, id_)
    policy.renamed(client, TEAM, id_, "inc-1")
    assert policy.is_open(client, TEAM, id_)
    assert not policy.channel(client, TEAM, id_).public


def test_what_was_known_holds_when_slack_tells_no_more(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy
) -> None:
    id_ = made(sam, slack, ext_shared=True)
    before = policy.channel(client, TEAM, id_)
    sam.turns("scopes", remove=SCOPES)
    after = policy.look_again(client, TEAM, id_)
    assert (after.name, after.creator, after.shared) == (before.name, before.creator, True)


def test_a_slack_that_is_busy_is_no_answer(slack: LocalSlack, client: WebClient, sam: Person, policy: Policy) -> None:
    id_ = made(sam, slack)
    sam.turns("fault", kind="ratelimit", method="conversations.info")
    with pytest.raises(SlackApiError, match="ratelimited"):
        policy.is_open(client, TEAM, id_)
    assert policy.is_open(client, TEAM, id_)


def test_a_direct_message_is_nobody_elses_and_slack_is_not_asked(policy: Policy) -> None:
    assert policy.channel(WebClient(base_url="http://127.0.0.1:9/"), TEAM, "D1") == Channel(TEAM, "D1")


@pytest.mark.parametrize("private", [True, False])
def test_who_may_know_of_a_channel_is_kept(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy, private: bool
) -> None:
    id_ = made(sam, slack, kind="group" if private else "channel")
    assert policy.channel(client, TEAM, id_).public is not private


def test_people_are_heard_and_bots_when_they_are_allowed(
    slack: LocalSlack, client: WebClient, sam: Person, db: Database
) -> None:
    policy, id_ = Policy(Channels(db), Rules(bots=frozenset({"B1", "A2"}))), made(sam, slack)

    def heard(**message: str) -> bool:
        return policy.hears(client, TEAM, id_, message)

    assert heard(user="U1")
    assert heard(bot_id="B1")
    assert heard(bot_id="B2", app_id="A2")
    assert not heard(bot_id="B3", app_id="A3")
    policy.hear(TEAM, id_, "A3", "U1", heard=True)
    assert heard(bot_id="B3", app_id="A3")
    assert not policy.hears(client, TEAM, made(sam, slack), {"bot_id": "B3", "app_id": "A3"})


def test_a_bot_that_is_not_heard_is_noted_under_the_name_it_posts_with(policy: Policy) -> None:
    policy.saw(TEAM, "C1", {"bot_id": "B1", "username": "Alerts", "bot_profile": {"name": "Webhooks"}})
    policy.saw(TEAM, "C1", {"bot_id": "B2", "bot_profile": {"name": "Grafana"}})
    policy.saw(TEAM, "C1", {"user": "U1"})
    assert [(bot.id, bot.name) for bot in policy.channels.bots(TEAM, "C1")] == [("B1", "Alerts"), ("B2", "Grafana")]


@pytest.mark.parametrize(
    ("deciders", "who", "may"),
    [
        ({"creators"}, "dana", True),
        ({"creators"}, "sam", False),
        ({"admins"}, "sam", True),
        ({"admins"}, "dana", False),
        ({"members"}, "dana", True),
        ({"members"}, "", False),
        ({"creators"}, "", False),
    ],
)
def test_who_may_decide_is_configured(
    slack: LocalSlack, client: WebClient, db: Database, deciders: set[str], who: str, may: bool
) -> None:
    policy = Policy(Channels(db), Rules(deciders=frozenset(deciders)))
    channel = Channel(TEAM, "C1", creator=slack.seed.dana)
    assert policy.may_decide(client, channel, getattr(slack.seed, who, "")) is may


def test_who_is_named_may_decide(slack: LocalSlack, client: WebClient, db: Database) -> None:
    policy = Policy(Channels(db), Rules(deciders=frozenset({slack.seed.dana})))
    assert policy.may_decide(client, Channel(TEAM, "C1"), slack.seed.dana)
    assert policy.may_decide(client, Channel(TEAM, "C1"), slack.seed.dana, stranger=True)
    assert not policy.may_decide(client, Channel(TEAM, "C1"), slack.seed.sam)


@pytest.mark.parametrize("deciders", [{"creators"}, {"admins"}, {"members"}])
def test_strangers_may_not_decide_unless_they_are_named(
    slack: LocalSlack, client: WebClient, db: Database, deciders: set[str]
) -> None:
    policy, guest = Policy(Channels(db), Rules(deciders=frozenset(deciders))), slack.seed.guest
    assert not policy.may_decide(client, Channel(TEAM, "C1", creator=guest), guest, stranger=True)


def test_where_nobody_is_known_to_be_the_creator_nobody_is(client: WebClient, db: Database) -> None:
    policy = Policy(Channels(db), Rules(deciders=frozenset({"creators"})))
    assert not policy.may_decide(client, Channel(TEAM, "C1"), "")


def test_without_the_permission_to_know_people_admins_may_not(
    slack: LocalSlack, client: WebClient, sam: Person, policy: Policy
) -> None:
    sam.turns("scopes", remove=["users:read"])
    assert not policy.may_decide(client, Channel(TEAM, "C1"), slack.seed.sam)
