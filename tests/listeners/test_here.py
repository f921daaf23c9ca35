"""How a channel is set, tried by people: by command, by mention and with buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.local.model import TEAM
from bot.rules import Rules
from tests.listeners import LOCKED, XML
from tests.local.person import Person
from tests.slack_bot import Workspace, blocks_text, button, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Json = dict[str, Any]


@pytest.fixture
def here(kb_file: Path) -> Iterator[Workspace]:
    """A local Slack with the bot in it, where the same error is new each time."""
    with workspace(kb_file, rules=Rules(window=0)) as made:
        yield made


def asks(here: Workspace, who: Person, text: str, channel: str = "") -> Json:
    """What the bot answers to ``/streamerr here ...``, to that person alone."""
    place = channel or here.channel
    before = len(here.said(place, who=who))
    who.does("command", channel=place, text=f"/streamerr here {text}".strip())
    return here.answer(place, after=before, who=who)


def told(here: Workspace, who: Person, text: str, channel: str = "") -> str:
    return blocks_text(asks(here, who, text, channel))


def clicks(here: Workspace, who: Person, message: Json, action: str, channel: str = "") -> None:
    who.does("act", channel=channel or here.channel, ts=message["ts"], **button(message, action))


def becomes(here: Workspace, who: Person, message: Json, text: str, thread: str = "") -> Json:
    """A message of the bot's once that stands in it."""

    def found() -> Json | None:
        said = here.said(here.channel, thread, who)
        return next((one for one in said if one["ts"] == message["ts"] and text in blocks_text(one)), None)

    changed: Json = who.waits_for(found)
    return changed


def room(here: Workspace, name: str, **fields: Any) -> str:
    """A new channel with dana and the bot in it."""
    told = here.sam.does("channel", name=name, members=[here.me, here.dana.user], **fields)
    return str(told["channel"]["id"])


def is_answered(here: Workspace, channel: str = "") -> bool:
    """Whether an error that somebody tells of is answered unasked."""
    place = channel or here.channel
    said = here.dana.says(place, f"seen: {XML}")
    asked = here.dana.says(place, f"<@{here.me}> help")
    here.answer(place, asked["ts"])
    here.settles()
    return bool(here.said(place, said["ts"]))


def test_it_says_how_a_channel_is_set_to_the_asker_alone(here: Workspace) -> None:
    shown = asks(here, here.dana, "")
    assert shown["is_ephemeral"]
    assert "*#incidents: asked only*" in blocks_text(shown)
    assert "its creator (sam), admins of this workspace" in blocks_text(shown)
    assert "On" not in blocks_text(shown).splitlines()


def test_on_opens_a_channel_off_and_asked_close_it(here: Workspace) -> None:
    assert not is_answered(here)
    assert "*#incidents: automatic*" in told(here, here.sam, "on")
    assert is_answered(here)
    assert "*#incidents: asked only*" in told(here, here.sam, "asked")
    assert not is_answered(here)
    assert "sam: automatic → asked only" in told(here, here.dana, "")


def test_off_means_off_and_a_mention_is_told_in_private(here: Workspace) -> None:
    told(here, here.sam, "off")
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    whisper = here.dana.waits_for_message(here.channel, "I am off in this channel")
    assert whisper["is_ephemeral"]
    assert here.said(here.channel, asked["ts"]) == []
    here.dana.does("command", channel=here.channel, text=f"/streamerr {LOCKED}")
    here.dana.waits_for_message(here.channel, "Widget locked")
    told(here, here.sam, "default")
    again = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    assert "Widget locked" in blocks_text(here.answer(here.channel, again["ts"]))


def test_quiet_is_quiet_until_it_is_over(here: Workspace) -> None:
    told(here, here.sam, "on")
    assert "*Quiet* until" in told(here, here.sam, "quiet 2h")
    assert not is_answered(here)
    assert "*Quiet* until" not in told(here, here.sam, "quiet off")
    assert is_answered(here)
    assert "quiet for 2 h" in told(here, here.dana, "")


def alert(here: Workspace, channel: str = "") -> str:
    place = {"user": here.slack.seed.alerts, "channel": channel or here.channel}
    return str(here.dana.does("alert", **place, text=f"seen: {XML}")["message"]["ts"])


def test_a_bot_is_noticed_and_heard_once_it_is_allowed(here: Workspace) -> None:
    told(here, here.sam, "on")
    ts = alert(here)
    here.sam.waits_for(lambda: "Alerts" in told(here, here.sam, ""))
    assert here.said(here.channel, ts) == []
    assert ": heard" in told(here, here.sam, "hear alerts")
    ts = alert(here)
    assert "Widget locked" in blocks_text(here.answer(here.channel, ts))
    assert ": not heard" in told(here, here.sam, "ignore Alerts")
    ts = alert(here)
    here.settles()
    assert here.said(here.channel, ts) == []


def test_a_bot_is_named_by_its_id_or_by_a_mention_too(here: Workspace) -> None:
    id_ = here.slack.workspace.users[here.slack.seed.alerts].bot_id
    assert f"`{id_}`: heard" in told(here, here.sam, f"hear {id_}")
    assert f"`{id_}`: not heard" in told(here, here.sam, f"ignore @{here.slack.seed.alerts}")


def test_a_name_that_no_bot_or_that_several_have_is_asked_back(here: Workspace) -> None:
    assert "Which bot?" in told(here, here.sam, "hear")
    assert "No bot called `grafana` was noticed here" in told(here, here.sam, "hear grafana")
    for id_, name in (("B1", "Grafana prod"), ("B2", "Grafana test"), ("B3", "<!channel>")):
        here.bot.desk.policy.channels.saw_bot(TEAM, here.channel, id_, name)
    shown = told(here, here.sam, "hear grafana")
    assert "Several bots are called `grafana`: Grafana prod `B1`, Grafana test `B2`" in shown
    assert "`B1`: heard" in told(here, here.sam, "hear grafana prod").replace("Grafana prod ", "")
    assert "<!channel>" not in told(here, here.sam, "hear nobody")


def test_a_name_that_could_be_an_id_is_a_name(here: Workspace) -> None:
    saw = here.bot.desk.policy.channels.saw_bot
    saw(TEAM, here.channel, "B0L0000003", "AWS")
    assert "AWS `B0L0000003`: heard" in told(here, here.sam, "hear AWS")
    assert "No bot called `ALERTMANAGER` was noticed" in told(here, here.sam, "hear ALERTMANAGER")
    saw(TEAM, here.channel, "B0L0000004", "B0L0000003")
    assert "AWS `B0L0000003`: not heard" in told(here, here.sam, "ignore B0L0000003")


@pytest.mark.parametrize("rest", ["status", "help"])
def test_who_asks_for_the_state_or_for_help_sees_both(here: Workspace, rest: str) -> None:
    shown = told(here, here.dana, rest)
    assert "*#incidents: asked only*" in shown
    assert "quiet 2h" in shown


def test_who_wants_silence_gets_no_answer_about_an_error(here: Workspace) -> None:
    shown = asks(here, here.dana, "stop")
    assert blocks_text(shown).startswith("Nothing was changed. `/streamerr here quiet 2h`")
    assert [block["type"] for block in shown["blocks"]] == ["section"]


@pytest.mark.parametrize("order", ["on", "off", "quiet 2h", "hear B123"])
def test_who_may_not_is_told_who_may_and_nothing_changes(here: Workspace, order: str) -> None:
    before = told(here, here.dana, "")
    refusal = told(here, here.dana, order)
    assert refusal == "Nothing was changed. Who may set this channel: its creator (sam), admins of this workspace."
    assert told(here, here.dana, "") == before


def test_without_users_read_it_says_that_admins_are_not_known(here: Workspace) -> None:
    here.sam.turns("scopes", remove=["users:read"])
    ours = str(here.dana.does("channel", name="ours", members=[here.me, here.sam.user])["channel"]["id"])
    assert "I lack the permission `users:read`" in told(here, here.sam, "on", ours)
    assert "*#ours: automatic*" in told(here, here.dana, "on", ours)


def test_in_a_direct_message_there_is_nothing_to_set(here: Workspace) -> None:
    channel = here.dana.does("open_im", **{"with": here.me})["channel"]["id"]
    here.dana.says(channel, "here on")
    assert "There is nothing to set here" in blocks_text(here.answer(channel))
    theirs = here.dana.does("open_im", **{"with": here.sam.user})["channel"]["id"]
    assert "There is nothing to set here" in told(here, here.dana, "", theirs)


def test_a_mention_does_the_same_in_the_thread_and_once(here: Workspace) -> None:
    asked = here.sam.says(here.channel, f"<@{here.me}> here on")
    shown = blocks_text(here.answer(here.channel, asked["ts"]))
    assert "*#incidents: automatic*" in shown
    here.settles()
    assert len(here.said(here.channel, asked["ts"])) == 1
    assert told(here, here.dana, "").count("→") == 1
    assert "<@" not in shown


def test_a_mention_of_who_may_not_changes_nothing(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> here on")
    assert "Nothing was changed" in blocks_text(here.answer(here.channel, asked["ts"]))
    assert not is_answered(here)


def test_a_question_that_begins_with_here_is_answered(here: Workspace) -> None:
    asked = here.sam.says(here.channel, f"<@{here.me}> here is what I see: {LOCKED}")
    assert "Widget locked" in blocks_text(here.answer(here.channel, asked["ts"]))


def test_a_name_opens_a_channel_and_default_goes_back_to_it(here: Workspace) -> None:
    named = room(here, "inc-1")
    assert is_answered(here, named)
    assert "Its name fits `inc-*`" in told(here, here.sam, "", named)
    told(here, here.sam, "asked", named)
    assert not is_answered(here, named)
    assert "Its name fits `inc-*`" in told(here, here.sam, "default", named)
    assert is_answered(here, named)


def test_a_shared_channel_is_opened_by_decision_alone_and_that_others_read_is_told(here: Workspace) -> None:
    shared = room(here, "inc-partner", ext_shared=True)
    assert not is_answered(here, shared)
    assert "no name does" in told(here, here.sam, "", shared)
    shown = told(here, here.sam, "on", shared)
    assert "People of other organisations are in this channel, and read what I say in it." in shown
    assert is_answered(here, shared)


@pytest.mark.parametrize("deciders", [{"members"}, {"creators"}])
def test_people_of_other_organisations_may_not_change_a_channel(kb_file: Path, deciders: set[str]) -> None:
    with workspace(kb_file, rules=Rules(deciders=frozenset(deciders))) as here:
        seed = here.slack.seed
        shared = room(here, "partner", ext_shared=True, creator=seed.guest)
        here.sam.does("invite", channel=shared, invited=seed.guest)
        guest = Person(here.slack.url, seed.guest)
        asked = guest.says(shared, f"<@{here.me}> here on")
        assert "Nothing was changed" in blocks_text(here.answer(shared, asked["ts"]))
        if "members" in deciders:
            asked = here.dana.says(shared, f"<@{here.me}> here on")
            answer = here.answer(shared, asked["ts"])
            clicks(here, guest, answer, "here:off", shared)
            guest.waits_for_message(shared, "Nothing was changed", asked["ts"])
            assert "*#partner: automatic*" in told(here, here.dana, "", shared)


def test_where_the_bot_is_not_in_the_channel_it_says_how_to_invite_it(here: Workspace) -> None:
    elsewhere = here.sam.does("channel", name="elsewhere", members=[here.dana.user])["channel"]["id"]
    assert "/invite @streamerr" in told(here, here.sam, "on", elsewhere)
    here.sam.does("invite", channel=elsewhere, invited=here.me)
    assert "/invite @streamerr" not in told(here, here.sam, "", elsewhere)
    assert is_answered(here, elsewhere)


def test_without_the_permission_to_hear_it_says_so(here: Workspace) -> None:
    here.sam.turns("scopes", remove=["channels:history"])
    assert "I lack the permission `channels:history`" in told(here, here.sam, "on")


def test_when_the_limit_is_reached_it_says_until_when_errors_are_only_counted(kb_file: Path) -> None:
    with workspace(kb_file, rules=Rules(names=("incidents",), window=0, cap=1)) as here:
        assert "is reached" not in told(here, here.dana, "")
        assert is_answered(here)
        assert "*The limit of 1 unasked reply an hour is reached:* until <!date^" in told(here, here.dana, "")
        assert not is_answered(here)


def test_buttons_do_the_same_and_the_card_changes_in_place(here: Workspace) -> None:
    card = asks(here, here.sam, "")
    clicks(here, here.sam, card, "here:automatic")
    card = becomes(here, here.sam, card, "*#incidents: automatic*")
    assert is_answered(here)
    clicks(here, here.sam, card, "here:quiet:3600")
    card = becomes(here, here.sam, card, "*Quiet* until")
    clicks(here, here.sam, card, "here:quiet:0")
    card = becomes(here, here.sam, card, "quiet no more")
    clicks(here, here.sam, card, "here:default")
    becomes(here, here.sam, card, "*#incidents: asked only*")
    assert len(here.said(here.channel, who=here.sam)) == 1


def test_a_button_hears_a_bot(here: Workspace) -> None:
    told(here, here.sam, "on")
    alert(here)
    here.sam.waits_for(lambda: "Alerts" in told(here, here.sam, ""))
    card = asks(here, here.sam, "")
    clicks(here, here.sam, card, "here:hear")
    becomes(here, here.sam, card, ": heard")
    assert "Widget locked" in blocks_text(here.answer(here.channel, alert(here)))


def test_a_card_in_a_thread_is_changed_for_all_by_those_who_may(here: Workspace) -> None:
    asked = here.sam.says(here.channel, f"<@{here.me}> here")
    card = here.answer(here.channel, asked["ts"])
    clicks(here, here.dana, card, "here:automatic")
    refusal = here.dana.waits_for_message(here.channel, "Nothing was changed", asked["ts"])
    assert refusal["is_ephemeral"]
    clicks(here, here.sam, card, "here:automatic")
    becomes(here, here.dana, card, "*#incidents: automatic*", asked["ts"])


def test_what_was_decided_outlives_the_bot(kb_file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/workspace.db"
    with workspace(kb_file, url) as here:
        told(here, here.sam, "on")
    with workspace(kb_file, url) as here:
        channels = here.bot.desk.policy.channels
        assert [channel.mode for channel in channels.lately(60)] == ["automatic"]
