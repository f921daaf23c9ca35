"""``/streamerr recap``, the button Recap, and what can be done with a recap."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from bot.db.model import Fact, Place, Seen
from tests.listeners import LOCKED, OTHER, XML
from tests.listeners.unasked import PATIENT, tells
from tests.local.fetching import fetch
from tests.slack_bot import Json, Workspace, blocks_text, button

if TYPE_CHECKING:
    from tests.local.person import Person

TITLE = "Recap of #incidents"


def recap(here: Workspace, text: str = "recap", who: Person | None = None, channel: str = "") -> Json:
    """The private answer to ``/streamerr recap``."""
    person, where = who or here.dana, channel or here.channel
    before = len(here.said(where, who=person))
    person.does("command", channel=where, text=f"/streamerr {text}")
    return here.answer(where, after=before, who=person)


def seen(here: Workspace) -> Json:
    """Two errors were seen, one of them twice; the first message comes back."""
    first = here.dana.says(here.channel, f"GET https://edge-1.example.net/a\nHTTP/1.1 409 Conflict\n\n{XML}")
    tells(here, first["ts"], "Widget locked")
    here.sam.says(here.channel, XML, thread_ts=first["ts"])
    here.sam.says(here.channel, OTHER)
    counted(here, first, 3)
    return first


def counted(here: Workspace, message: Json, times: int) -> None:
    """Wait until so much was seen in the channel."""
    look = here.bot.desk.sightings.history
    here.dana.waits_for(lambda: look(message["team"], here.channel, 0, 10**11).count == times, PATIENT)


def cells(message: Json) -> list[list[str]]:
    """What stands in the table of a message, its head left out."""
    (table,) = [block for block in message["blocks"] if block["type"] == "table"]
    return [[_words(one) for one in row] for row in table["rows"][1:]]


def _words(part: Json) -> str:
    own = str(part.get("text") or part.get("fallback") or "")
    return own + "".join(_words(inner) for inner in part.get("elements", ()))


def click(here: Workspace, who: Person, message: Json, action: str) -> None:
    who.does("act", channel=here.channel, ts=message["ts"], **button(message, action))


def files(here: Workspace, thread: str = "") -> dict[str, str]:
    """The files that the bot posted, by their endings."""

    def posted() -> list[Json]:
        return [file for one in here.said(here.channel, thread, here.sam) for file in one.get("files", ())]

    found = here.sam.waits_for(posted, PATIENT)
    where = f"{here.slack.url}/local/files/"
    return {
        file["name"].rpartition(".")[2]: fetch(f"{where}{file['id']}?user={here.sam.user}").body.decode()
        for file in found
    }


def test_a_recap_is_private_and_tells_what_was_seen_how_often_and_when(unasked: Workspace) -> None:
    seen(unasked)
    told = recap(unasked)
    assert told["is_ephemeral"]
    assert f"*{TITLE}, the last 24 h*" in blocks_text(told)
    assert "*2 errors*, seen 3 times in 3 messages" in blocks_text(told)
    (locked, other) = cells(told)
    assert locked[0] == f"{LOCKED} Widget locked"
    assert (locked[1], locked[4:]) == ("2", ["Acme Packager", "packager", "packager admin"])
    assert (other[0], other[1]) == (f"{OTHER} Publishing point locked by another operation", "1")


def test_what_screen_readers_say_names_the_errors(unasked: Workspace) -> None:
    seen(unasked)
    assert f"Widget locked (Acme Packager, {LOCKED}) 2 times" in recap(unasked)["text"]


def test_the_first_and_the_last_message_are_linked_as_slack_links_them(unasked: Workspace) -> None:
    first = seen(unasked)
    dates = [cell["elements"][0]["elements"][0] for cell in recap(unasked)["blocks"][1]["rows"][1][2:4]]
    home = f"{unasked.slack.url}/archives/{unasked.channel}/p"
    assert dates[0]["url"] == home + first["ts"].replace(".", "")
    assert dates[1]["url"].endswith(f"?thread_ts={first['ts']}&cid={unasked.channel}")


@pytest.mark.parametrize(
    ("text", "span"), [("recap 2h", "2 h"), ("recap 90m", "1 h 30 min"), ("Recap the last 2 hours", "2 h")]
)
def test_a_span_can_be_named(here: Workspace, text: str, span: str) -> None:
    assert f"{TITLE}, the last {span}*" in blocks_text(recap(here, text))


@pytest.mark.parametrize("text", ["recap soon", "recap 2", "recap 400d", "recap 200 d", "recap `x` <!here>"])
def test_a_span_that_is_none_is_answered_with_an_example(here: Workspace, text: str) -> None:
    told = blocks_text(recap(here, text))
    assert "How far back?" in told
    assert "`/streamerr recap 2h`" in told
    assert "<!here>" not in told


@pytest.mark.parametrize("text", ["recap 99d", "recap 400d", "recap soon"])
def test_how_far_back_it_goes_is_told(here: Workspace, text: str) -> None:
    assert "90 days at most" in blocks_text(recap(here, text))


@pytest.mark.parametrize("text", ["recap 2h for the incident", "recap of #general 2h", "recap of #general, please"])
def test_words_around_a_span_or_a_channel_are_answered_with_an_example(here: Workspace, text: str) -> None:
    told = blocks_text(recap(here, text))
    assert "`/streamerr recap 2h`" in told
    assert "A recap is of the channel that it is asked for in." in told


def test_a_code_among_more_words_is_a_question(here: Workspace) -> None:
    assert "Widget locked" in blocks_text(recap(here, f"recap of the last 2h: {LOCKED}"))


def test_more_words_are_a_question(here: Workspace) -> None:
    assert "Widget locked" in blocks_text(recap(here, f"recap of the outage: {LOCKED}"))


def test_where_nothing_was_seen_that_is_said_with_what_counts(here: Workspace) -> None:
    told = blocks_text(recap(here))
    assert "Nothing was seen." in told
    assert "`/streamerr here`" in told


def test_when_something_was_seen_before_the_span_that_reaches_it_is_named(unasked: Workspace) -> None:
    said = unasked.dana.says(unasked.channel, "all quiet again")
    ts = f"{float(said['ts']) - 10.5 * 3600:.6f}"
    fact = Seen(Fact("acme-packager", LOCKED, "ACME_WIDGET_LOCKED"))
    message = Place(said["team"], unasked.channel, ts)
    unasked.bot.desk.incidents.sight(message, ts, [fact], post=ts, answer=ts, window=3600)
    told = blocks_text(recap(unasked, "recap 1h"))
    assert "The last error here was seen" in told
    assert "`/streamerr recap 11h`" in told
    assert cells(recap(unasked, "recap 11h"))[0][0] == f"{LOCKED} Widget locked"


def test_where_it_is_not_in_the_channel_it_says_how_to_invite_it(here: Workspace) -> None:
    members = [here.dana.user]
    elsewhere = str(here.sam.does("channel", name="elsewhere", members=members)["channel"]["id"])
    told = recap(here, channel=elsewhere)
    assert "*I am not in this channel" in blocks_text(told)
    assert "`/invite @streamerr`" in blocks_text(told)
    assert "I am not in this channel" in told["text"]
    assert "Nothing was seen" not in blocks_text(told)
    assert "Counted is what I answer" not in blocks_text(told)
    here.sam.does("invite", channel=elsewhere, invited=here.me)
    assert "Nothing was seen." in blocks_text(recap(here, channel=elsewhere))


@pytest.mark.parametrize("order", ["quiet 2h", "off"])
def test_when_it_was_quiet_is_told_in_the_recap_and_in_its_markdown(unasked: Workspace, order: str) -> None:
    seen(unasked)
    assert "*Quiet*" not in blocks_text(recap(unasked))
    unasked.sam.does("command", channel=unasked.channel, text=f"/streamerr here {order}")
    unasked.sam.waits_for(lambda: unasked.said(unasked.channel, who=unasked.sam))
    told = recap(unasked)
    assert "*Quiet* from <!date^" in blocks_text(told)
    click(unasked, unasked.dana, told, "recap:files")
    found = files(unasked)
    assert "streamerr was quiet from 20" in found["md"]
    assert "quiet" not in found["csv"]


def test_in_direct_messages_it_says_why_not(here: Workspace) -> None:
    channel = here.dana.does("open_im", **{"with": here.me})["channel"]["id"]
    assert "A recap is of a channel" in blocks_text(recap(here, channel=channel))
    here.dana.says(channel, "recap 2h")
    here.dana.waits_for(lambda: [one for one in here.said(channel) if not one.get("is_ephemeral")])


def test_asked_by_mention_it_stands_in_the_thread_for_everybody(unasked: Workspace) -> None:
    seen(unasked)
    asked = unasked.dana.says(unasked.channel, f"<@{unasked.me}> recap 2h")
    told = unasked.answer(unasked.channel, asked["ts"], who=unasked.sam)
    assert [row[1] for row in cells(told)] == ["2", "1"]
    assert "Post here" not in blocks_text(told)


def test_the_button_below_an_unasked_answer_tells_the_clicker_alone(unasked: Workspace) -> None:
    first = seen(unasked)
    reply = unasked.answer(unasked.channel, first["ts"])
    click(unasked, unasked.sam, reply, "recap")
    told = unasked.sam.waits_for_message(unasked.channel, TITLE, first["ts"])
    assert told["is_ephemeral"]
    click(unasked, unasked.sam, told, "recap:post")
    unasked.dana.waits_for_message(unasked.channel, TITLE, first["ts"])


def test_a_private_recap_turns_into_that_of_another_span(unasked: Workspace) -> None:
    seen(unasked)
    told = recap(unasked)
    click(unasked, unasked.dana, told, "recap:3600")
    unasked.dana.waits_for_message(unasked.channel, f"{TITLE}, the last 1 h")
    assert [one["ts"] for one in unasked.said(unasked.channel)] == [told["ts"]]


def test_another_span_of_a_recap_that_all_see_is_shown_to_the_clicker_alone(unasked: Workspace) -> None:
    seen(unasked)
    asked = unasked.dana.says(unasked.channel, f"<@{unasked.me}> recap")
    told = unasked.answer(unasked.channel, asked["ts"])
    click(unasked, unasked.sam, told, "recap:3600")
    assert unasked.sam.waits_for_message(unasked.channel, "the last 1 h", asked["ts"])["is_ephemeral"]
    assert unasked.answer(unasked.channel, asked["ts"]) == told


def test_a_recap_is_posted_for_everybody_once(unasked: Workspace) -> None:
    seen(unasked)
    told = recap(unasked)
    click(unasked, unasked.dana, told, "recap:post")
    posted = unasked.sam.waits_for_message(unasked.channel, TITLE)
    assert f"Shared by <@{unasked.dana.user}>" in blocks_text(posted)
    assert cells(posted) == cells(told)
    click(unasked, unasked.dana, told, "recap:post")
    unasked.dana.waits_for_message(unasked.channel, "posted here already")
    assert len([one for one in unasked.said(unasked.channel, who=unasked.sam) if TITLE in one["text"]]) == 1


def test_what_is_posted_is_what_was_seen_even_when_more_was_seen_since(unasked: Workspace) -> None:
    first = seen(unasked)
    told = recap(unasked)
    unasked.sam.says(unasked.channel, XML)
    counted(unasked, first, 4)
    click(unasked, unasked.dana, told, "recap:post")
    assert cells(unasked.sam.waits_for_message(unasked.channel, TITLE)) == cells(told)


def test_files_arrive_as_markdown_and_csv_once(unasked: Workspace) -> None:
    first = seen(unasked)
    told = recap(unasked)
    for _ in range(2):
        click(unasked, unasked.dana, told, "recap:files")
    found = files(unasked)
    assert found["md"].startswith("## Errors in #incidents\n")
    assert f"| Acme Packager | {LOCKED} | ACME_WIDGET_LOCKED | Widget locked | 2 |" in found["md"]
    locked, other = csv.DictReader(found["csv"].splitlines())
    assert (locked["code"], locked["times"], locked["hosts"]) == (LOCKED, "2", "edge-1.example.net")
    assert first["ts"].replace(".", "") in locked["messages"]
    assert other["owner"]
    unasked.dana.waits_for(lambda: sum("Posted." in one["text"] for one in unasked.said(unasked.channel)) == 2, PATIENT)
    assert len([one for one in unasked.said(unasked.channel, who=unasked.sam) if one.get("files")]) == 1


def test_files_of_a_recap_in_a_thread_go_into_the_thread(unasked: Workspace) -> None:
    seen(unasked)
    asked = unasked.dana.says(unasked.channel, f"<@{unasked.me}> recap")
    click(unasked, unasked.sam, unasked.answer(unasked.channel, asked["ts"]), "recap:files")
    assert {*files(unasked, asked["ts"])} == {"md", "csv"}


def test_edits_and_deletions_change_the_counts(unasked: Workspace) -> None:
    first = seen(unasked)
    again = unasked.dana.says(unasked.channel, XML)
    counted(unasked, first, 4)
    assert [row[1] for row in cells(recap(unasked))] == ["3", "1"]
    unasked.dana.does("edit", channel=unasked.channel, ts=again["ts"], text="wrong window")
    counted(unasked, first, 3)
    assert [row[1] for row in cells(recap(unasked))] == ["2", "1"]
    unasked.dana.does("delete", channel=unasked.channel, ts=first["ts"])
    counted(unasked, first, 2)
    assert [row[1] for row in cells(recap(unasked))] == ["1", "1"]


def test_without_the_permission_the_markdown_is_shown_to_the_clicker(unasked: Workspace) -> None:
    seen(unasked)
    told = recap(unasked)
    unasked.dana.turns("scopes", remove=["files:write"])
    click(unasked, unasked.dana, told, "recap:files")
    shown = unasked.dana.waits_for_message(unasked.channel, "files:write")
    assert shown["is_ephemeral"]
    assert "## Errors in #incidents" in blocks_text(shown)


def test_an_answer_of_slack_that_is_lost_posts_no_second_files(unasked: Workspace) -> None:
    seen(unasked)
    told = recap(unasked)
    unasked.dana.turns("fault", kind="lose_answer", method="files.completeUploadExternal")
    click(unasked, unasked.dana, told, "recap:files")
    unasked.dana.waits_for_message(unasked.channel, "Slack does not say whether the files arrived", seconds=PATIENT)
    assert len([one for one in unasked.said(unasked.channel, who=unasked.sam) if one.get("files")]) == 1


def test_files_that_slack_has_no_time_for_arrive_later(unasked: Workspace) -> None:
    seen(unasked)
    told = recap(unasked)
    unasked.dana.turns("fault", kind="ratelimit", method="files.completeUploadExternal")
    click(unasked, unasked.dana, told, "recap:files")
    assert {*files(unasked)} == {"md", "csv"}
