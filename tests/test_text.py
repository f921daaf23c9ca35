"""Answers as lines: the same order every time, short, and harmless to print."""

from dataclasses import replace

import pytest

from bot.screen import Screen
from bot.text import CAUSES, answer_lines, entry_lines, offers, show_command, system_lines
from kb.model import Answer, Cause, Entry, ErrorSeen, Evidence, EvidenceKind, Match, Outcome, Source, System

WIDE = Screen(120)
PACKAGER = System("acme-packager", "Acme Packager", "Acme", "packager", "https://acme.example/docs")
PLAYER = System("acme-player", "Acme Player", "Acme", "player", "https://acme.example/player")
LOCKED = Entry(
    system="acme-packager", code="0x8088F011", symbol="ACME_WIDGET_LOCKED", status=409, title="Widget locked",
    meaning="Another packager holds the widget.", retry="after a pause", owner="packager admin",
    first_check="Count the packagers.", see=("https://acme.example/docs#locked",),
    source=Source("Acme errors", "2026-11-21", ("first_check",)), messages=("Widget {name} is locked",),
    raised_by=("PUT /widget", "DELETE /widget"),
    causes=(Cause("Two were started.", "Stop one."), Cause("A lock was left.", "Delete the lock.", ours=True)),
)  # fmt: skip
MISSING = replace(LOCKED, code="404", symbol="AcmeWidgetMissing", status=404, title="No such widget", causes=())
LOST = replace(MISSING, system="acme-player", symbol="", title="Widget lost")
ANSWER = Answer(
    "answer", "identifier", certain=True, said="0x8088F011 in plain text",
    evidence=(Evidence("hresult", "0x8088F011", "text"), Evidence("request-id", "x-request-id: abc", "header x-request-id")),
    matches=(Match(LOCKED, PACKAGER, 0.99, "the code is known"),), revision="3f2a",
)  # fmt: skip
CHOICE = replace(
    ANSWER, outcome="choose", route="status", certain=False, said="HTTP 404",
    matches=(
        Match(MISSING, PACKAGER, 0.4, "same status"),
        Match(LOST, PLAYER, 0.3, "same status"),
        Match(replace(MISSING, symbol="AcmeGone"), PACKAGER, 0.3, "same status"),
    ),
)  # fmt: skip
UNKNOWN = replace(ANSWER, outcome="unknown", route="none", certain=False, matches=(), decoded=("facility 2029",))
SEVERAL = replace(
    ANSWER, errors=(ErrorSeen(ANSWER, 3, "10:01:02", "10:04:00"), ErrorSeen(CHOICE), ErrorSeen(UNKNOWN, 2))
)  # fmt: skip

KINDS: tuple[EvidenceKind, ...] = ("code", "request-id")


def printed(answer: Answer, screen: Screen = WIDE) -> str:
    return "\n".join(answer_lines(answer, screen))


def pointed(cause: int | None) -> Answer:
    return replace(ANSWER, matches=(replace(ANSWER.matches[0], cause=cause),))


def with_entry(entry: Entry, system: System = PACKAGER) -> Answer:
    return replace(ANSWER, matches=(replace(ANSWER.matches[0], entry=entry, system=system),))


def test_an_answer_keeps_its_order() -> None:
    retired = replace(PACKAGER, lifecycle="Retired in 2020.")
    answer = replace(
        with_entry(LOCKED, retired), decoded=("facility 2029",), notes=("cut short",), redacted=(("cookie", 1),)
    )
    assert printed(answer).splitlines() == [
        "Understood: 0x8088F011 in plain text",
        "",
        "Widget locked",
        "Acme Packager, 0x8088F011, ACME_WIDGET_LOCKED, HTTP 409",
        "",
        "Another packager holds the widget.",
        "facility 2029",
        "",
        "What to do",
        "  1. Stop one.",
        "     When: Two were started.",
        "  2. Delete the lock. (our advice)",
        "     When: A lock was left.",
        "",
        "Retry: after a pause",
        "Who can fix it: packager admin",
        "Check first: Count the packagers. (our advice)",
        "Quote to support: x-request-id abc",
        "https://acme.example/docs#locked",
        "Mind: Retired in 2020.",
        "Note: cut short",
        "1 secret was hidden: 1 cookie.",
        "Why this answer: the code is known; knowledge base 3f2a",
    ]


def test_the_cause_that_the_text_points_to_comes_first_and_says_so() -> None:
    told = printed(pointed(1))
    assert "  1. Delete the lock. (our advice)\n     What was read points here: A lock was left." in told
    assert "  2. Stop one.\n     When: Two were started." in told


def test_only_the_first_causes_are_told_and_where_the_others_are() -> None:
    many = replace(LOCKED, causes=tuple(Cause(f"reason {n}", f"cure {n}") for n in range(CAUSES + 2)))
    told = printed(with_entry(many))
    assert f"cure {CAUSES - 1}" in told
    assert f"cure {CAUSES}" not in told
    assert "  and 2 more: streamerr kb show acme-packager 0x8088F011\n" in told


def test_an_entry_without_causes_has_no_list_of_them() -> None:
    assert "What to do" not in printed(with_entry(MISSING))


def test_a_status_is_not_named_twice() -> None:
    assert "Acme Packager, HTTP 404, AcmeWidgetMissing\n" in printed(with_entry(MISSING))


def test_an_active_product_needs_no_word_about_it() -> None:
    assert "Mind:" not in printed(ANSWER)


def test_an_entry_without_a_page_links_to_the_systems_documentation() -> None:
    assert "\nhttps://acme.example/docs\n" in printed(with_entry(replace(LOCKED, see=())))


def test_other_matches_of_an_answer_get_a_line() -> None:
    both = replace(ANSWER, matches=(*ANSWER.matches, Match(LOST, PLAYER, 0.2, "")))
    assert "It could also be: HTTP 404: Widget lost (acme-player)" in printed(replace(both, route="words"))
    assert "Also named: HTTP 404: Widget lost (acme-player)" in printed(replace(both, route="identifier"))


def test_hidden_secrets_are_counted_by_kind() -> None:
    hidden = replace(ANSWER, redacted=(("bearer token", 2), ("cookie", 1)))
    assert "3 secrets were hidden: 2 bearer tokens, 1 cookie." in printed(hidden)


def test_a_choice_is_grouped_by_system_and_numbered() -> None:
    assert printed(CHOICE).splitlines()[2:9] == [
        "Several errors fit",
        "Acme Packager (acme-packager)",
        "  1. HTTP 404, AcmeWidgetMissing: No such widget",
        "  2. HTTP 404, AcmeGone: No such widget",
        "Acme Player (acme-player)",
        "  3. HTTP 404: Widget lost",
        "",
    ]


def test_a_choice_says_how_to_see_one() -> None:
    assert "See one: streamerr kb show acme-packager 404" in printed(CHOICE)


def test_a_choice_at_the_prompt_asks_for_a_number() -> None:
    assert "Type a number to see one" in printed(CHOICE, Screen(listens=True))


def test_the_numbers_of_a_choice_are_its_offers_in_order() -> None:
    assert [offer.matches[0].entry.symbol for offer in offers(CHOICE)] == ["AcmeWidgetMissing", "AcmeGone", ""]
    assert {offer.outcome for offer in offers(CHOICE)} == {"answer"}


def test_a_long_choice_is_cut_and_says_by_how_much() -> None:
    many = replace(CHOICE, matches=CHOICE.matches[:1] * 25)
    assert "  and 5 more" in printed(many).splitlines()


def test_unknown_says_what_was_read_and_what_to_try() -> None:
    told = printed(UNKNOWN)
    assert "Not in the knowledge base\nfacility 2029\n" in told
    assert "  hresult: 0x8088F011 (text)\n" in told
    assert "What to try\n  - Paste the whole response" in told


def test_unknown_names_what_is_nearest() -> None:
    near = replace(UNKNOWN, matches=ANSWER.matches)
    assert "Nearest\nAcme Packager (acme-packager)\n   - 0x8088F011: Widget locked\n" in printed(near)


def test_an_unknown_answer_offers_nothing() -> None:
    assert offers(UNKNOWN) == ()


def test_several_errors_are_a_table() -> None:
    assert printed(SEVERAL).splitlines()[2:7] == [
        "3 different errors, the most important first",
        "    count  first     last      system         code        title",
        "1.  3      10:01:02  10:04:00  acme-packager  0x8088F011  Widget locked",
        "2.  1                          ?              0x8088F011  several fit",
        "3.  2                          ?              0x8088F011  not known",
    ]


def test_several_errors_are_sentences_where_a_table_does_not_fit() -> None:
    told = " ".join(line.strip() for line in answer_lines(SEVERAL, Screen(50)))
    assert "1. Widget locked: acme-packager 0x8088F011, seen 3 times, 10:01:02 to 10:04:00" in told
    assert "2. several fit: ? 0x8088F011, seen once" in told


def test_the_numbers_of_several_errors_are_their_answers() -> None:
    assert offers(SEVERAL) == (ANSWER, CHOICE, UNKNOWN)


def test_a_choice_below_a_table_leaves_the_numbers_to_the_table() -> None:
    told = printed(replace(SEVERAL, outcome="choose", matches=CHOICE.matches))
    assert "   - HTTP 404: Widget lost" in told


@pytest.mark.parametrize("answer", [ANSWER, CHOICE, UNKNOWN, SEVERAL])
@pytest.mark.parametrize("width", [40, 60, 80])
def test_lines_fit_unless_one_word_does_not(answer: Answer, width: int) -> None:
    wide = [line for line in answer_lines(answer, Screen(width)) if len(line) > width]
    assert [line for line in wide if len(line.split()[-1]) < width - 18] == []


@pytest.mark.parametrize("answer", [ANSWER, CHOICE, UNKNOWN, SEVERAL])
def test_without_colour_there_is_no_escape(answer: Answer) -> None:
    assert "\x1b" not in printed(answer)


def test_colour_adds_nothing_but_colour() -> None:
    import click

    assert click.unstyle(printed(ANSWER, Screen(120, colour=True))) == printed(ANSWER)


@pytest.mark.parametrize("outcome", ["answer", "choose", "unknown"])
def test_nothing_that_was_pasted_reaches_the_terminal_raw(outcome: Outcome) -> None:
    bad = "\x1b[2J\u202e\ud800\r\n\x9b"
    entry = replace(LOCKED, title=bad, meaning=bad, code=bad, symbol=bad, owner=bad, first_check=bad, see=(bad,))
    hostile = replace(
        ANSWER, outcome=outcome, said=bad, evidence=tuple(Evidence(kind, bad, bad) for kind in KINDS),
        matches=(Match(entry, replace(PACKAGER, name=bad, lifecycle=bad), 1.0, bad),) * 2,
        decoded=(bad,), notes=(bad,), redacted=((bad, 1),), revision=bad,
    )  # fmt: skip
    several = replace(hostile, errors=(ErrorSeen(hostile, 1, bad, bad),) * 2)
    for width in (40, 2000):
        lines = answer_lines(several, Screen(width))
        assert all(line.isprintable() for line in lines)


def test_a_long_question_is_not_told_back_whole() -> None:
    assert len(printed(replace(ANSWER, said="word " * 10_000))) < 2_000


def test_an_entry_is_shown_with_every_cause_and_its_source() -> None:
    told = "\n".join(entry_lines(LOCKED, PACKAGER, WIDE))
    assert "  1. Stop one.\n" in told
    assert "  2. Delete the lock. (our advice)\n" in told
    assert "Raised by: PUT /widget, DELETE /widget\nAs sent: Widget {name} is locked\n" in told
    assert told.endswith("Source: Acme errors, compared on 2026-11-21")


def test_a_command_to_copy_quotes_what_a_shell_would_split() -> None:
    assert show_command(replace(LOCKED, code="X-Err-Code 2000")) == "streamerr kb show acme-packager 'X-Err-Code 2000'"


def test_systems_are_listed_with_their_counts_and_what_is_retired() -> None:
    retired = replace(PLAYER, lifecycle="Retired on 1 January 2020.")
    assert system_lines([(PACKAGER, 2), (retired, 1)], WIDE) == [
        "acme-packager  Acme Packager, 2 errors",
        "acme-player  Acme Player, 1 error (retired)",
    ]
