"""Asking: any text gets an answer, the same every time; codes are met exactly or not at all."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.questions import load
from kb import KnowledgeBase
from kb.clean import decode_bytes
from kb.codes import hresult
from kb.model import Answer, Entry
from kb.pack import PACKS, read_pack, read_packs
from tests.conftest import OWN_PACKS

ROOT = Path(__file__).parent.parent
ENTRIES = [entry for pack in read_packs([PACKS]) for entry in pack.entries]
HRESULTS = {entry.code: entry for entry in ENTRIES if hresult(entry.code)}
HRESULTS_SHARED = {code for code in HRESULTS if sum(entry.code == code for entry in ENTRIES) > 1}
OUTCOMES = {"answer", "choose", "unknown"}
LOG = "".join(
    f"2026-11-21T09:0{n}:00Z ERROR hr={code}\n"
    for n, code in enumerate(["0x8088002A", "0x8088002E", "0x8088002A", "0x80880030", "0x8088002A"])
)

quick = settings(max_examples=60, deadline=None)
unknown = st.integers(0x80880001, 0x8089FFFF).filter(lambda value: value & 0xFFFF and f"0x{value:08X}" not in HRESULTS)
SPELLINGS: list[Callable[[int], str]] = [
    lambda value: f"0x{value:08X}",
    lambda value: f"0x{value:08x}",
    lambda value: f"{value:08x}",
    lambda value: f"{value:08X}L",
    lambda value: f"0x{value:08X}L",
    lambda value: f"&H{value:08X}",
    lambda value: str(value),
    lambda value: str(value - (1 << 32)),
]
spellings = st.sampled_from(SPELLINGS)
around = st.sampled_from(
    ["{}", "what is {}", "error {}!", "hr={}, again", "({})", "mediatailor says {}", "got {} and 404"]
)


def is_whole(answer: Answer) -> bool:
    """Whether an answer is one that can be shown: its parts fit together, and all of it is text that can be sent."""
    repr(answer).encode()
    return (
        answer.outcome in OUTCOMES
        and (answer.outcome == "unknown" or bool(answer.matches))
        and all(0 <= match.score <= 1 for match in answer.matches)
        and (answer.outcome == "answer" or not answer.certain)
    )


# Codes


@settings(quick, max_examples=300)
@given(unknown, spellings, around)
def test_a_code_that_no_pack_has_is_never_put_right(
    kb: KnowledgeBase, value: int, spelling: Callable[[int], str], text: str
) -> None:
    answer = kb.answer(text.format(spelling(value)))
    assert (answer.outcome, answer.route) == ("unknown", "identifier")
    assert f"0x{value:08X}" in answer.said
    assert not [match for match in answer.matches if "stands in the text" in match.why]


@settings(quick, max_examples=300)
@given(st.sampled_from(sorted({*HRESULTS} - HRESULTS_SHARED)), spellings, around)
def test_a_code_that_a_pack_has_is_met_in_any_spelling(
    kb: KnowledgeBase, code: str, spelling: Callable[[int], str], text: str
) -> None:
    answer = kb.answer(text.format(spelling(int(code, 16))))
    assert (answer.outcome, answer.route) == ("answer", "identifier")
    assert answer.matches[0].entry.code == code


@pytest.mark.parametrize("code", sorted(HRESULTS))
def test_no_neighbour_of_a_code_is_taken_for_it(kb: KnowledgeBase, code: str) -> None:
    for near in (int(code, 16) ^ (1 << bit) for bit in range(16)):
        written = f"0x{near:08X}"
        met = {match.entry.code for match in kb.answer(written).matches}
        assert met == ({written} if written in HRESULTS else set())


# Anything


@quick
@given(st.text(alphabet=st.characters(codec=None), max_size=400))
def test_any_text_gets_an_answer(kb: KnowledgeBase, text: str) -> None:
    assert is_whole(kb.answer(text))


@quick
@given(st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Co", "Lu"]), max_size=200))
def test_lone_surrogates_controls_and_marks_get_an_answer(kb: KnowledgeBase, text: str) -> None:
    assert is_whole(kb.answer(f"{text}0x8088002A{text}"))


@quick
@given(st.binary(max_size=400))
def test_any_bytes_of_a_file_get_an_answer(kb: KnowledgeBase, content: bytes) -> None:
    assert is_whole(kb.answer(decode_bytes(content)))


PIECES = ["<Error>", "</ErrorCode>", "0x8088002A", "404", '{"Message":', "}", "\n", "HTTP/1.1 502 x", "> ", "< ", "mpe_", "gcore",
          "Traceback (most recent call last):", "x-err-code", " AND ", '"', "*", "NEAR(", "terms :", "--", "'", ";", "%s", "\\"]  # fmt: skip


@quick
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_pieces_of_every_format_get_an_answer(kb: KnowledgeBase, text: str) -> None:
    assert is_whole(kb.answer(text))


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00", "\ud800", "\u200b"])
def test_nothing_is_answered_with_nothing(kb: KnowledgeBase, text: str) -> None:
    answer = kb.answer(text)
    assert (answer.outcome, answer.matches, answer.certain) == ("unknown", (), False)


def test_a_text_that_is_too_long_is_cut_and_says_so(kb: KnowledgeBase) -> None:
    answer = kb.answer("0x8088002A\n" + "a" * 1_100_000)
    assert answer.matches[0].entry.code == "0x8088002A"
    assert "only the first 1,000,000 of 1,100,011 characters were read" in answer.notes


# The same every time


def test_threads_that_ask_at_once_get_what_one_alone_gets(kb: KnowledgeBase, shipped_file: Path) -> None:
    questions = [question.text for question in random.Random(3).sample(load(1), 200)]  # noqa: S311 - a repeatable draw
    alone = [kb.answer(question) for question in questions]
    with KnowledgeBase.open(shipped_file) as fresh, ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(lambda: [fresh.answer(question) for question in questions]) for _ in range(8)]
        assert all(future.result() == alone for future in asked)


ASK = """
import sys
from pathlib import Path
from benchmarks.questions import load
from kb import KnowledgeBase
with KnowledgeBase.open(Path(sys.argv[1])) as kb:
    sys.stdout.reconfigure(encoding="utf-8")
    print([kb.answer(question.text) for question in load()[::4]])
"""


def test_every_process_gives_the_same_answers_whatever_its_hashes(shipped_file: Path) -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", ASK, shipped_file],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert said != {b""}


def test_an_answer_names_the_revision_it_came_from(kb: KnowledgeBase) -> None:
    assert kb.answer("0x8088002A").revision == kb.answer("").revision == kb.revision


# Several errors


def test_several_errors_are_each_told_with_count_and_times(kb: KnowledgeBase) -> None:
    answer = kb.answer(LOG)
    assert [(error.answer.outcome, error.count) for error in answer.errors] == [
        ("answer", 3),
        ("answer", 1),
        ("unknown", 1),
    ]
    assert answer.matches == answer.errors[0].answer.matches
    assert answer.matches[0].entry.code == "0x8088002A"
    assert answer.errors[0].first.endswith("09:00:00Z")
    assert answer.errors[0].last.endswith("09:04:00Z")


@pytest.mark.parametrize(
    "text", ["we see 0x80880024 on edge-1 and 0x80880025 on edge-2", "edge-1: 0x80880024\nedge-2: 0x80880025"]
)
def test_each_error_that_running_text_names_is_told_and_certain(kb: KnowledgeBase, text: str) -> None:
    answer = kb.answer(text)
    told = [([match.entry.code for match in error.answer.matches], error.count) for error in answer.errors]
    assert told == [(["0x80880024"], 1), (["0x80880025"], 1)]
    assert all(error.answer.certain for error in answer.errors)


def test_running_text_and_a_log_that_name_the_same_error_are_counted_together(kb: KnowledgeBase) -> None:
    answer = kb.answer("is it 0x8088002E or 0x8088002A?\n2026-11-21T09:00:00Z ERROR hr=0x8088002A")
    assert [(error.answer.matches[0].entry.code, error.count) for error in answer.errors] == [
        ("0x8088002A", 2),
        ("0x8088002E", 1),
    ]


def test_one_error_alone_is_no_list(kb: KnowledgeBase) -> None:
    assert kb.answer("0x8088002A").errors == ()


# What goes in and comes out


def test_secrets_are_counted_and_do_not_come_back(kb: KnowledgeBase) -> None:
    answer = kb.answer(
        "GET https://a.example/x.m3u8?token=hunter2hunter2hunter2 gave mediatailor 404\nAuthorization: Bearer abcdefghijklmnop"
    )
    assert sum(count for _, count in answer.redacted) >= 2
    assert "hunter2" not in repr(answer)
    assert "abcdefghijklmnop" not in repr(answer)


def test_only_the_systems_asked_for_are_looked_in(kb: KnowledgeBase) -> None:
    assert kb.answer("504").outcome == "choose"
    answer = kb.answer("504", ["gcore-streaming"])
    assert (answer.outcome, answer.matches[0].entry.system) == ("answer", "gcore-streaming")


def test_progress_is_told_while_a_long_text_is_read(kb: KnowledgeBase) -> None:
    told: list[str] = []
    kb.answer("word " * 30_000, progress=told.append)
    assert told
    told.clear()
    kb.answer("0x8088002A", progress=told.append)
    assert told == []


def test_every_system_and_entry_can_be_listed(kb: KnowledgeBase) -> None:
    assert [system.id for system in kb.systems()] == [pack.system.id for pack in read_packs([PACKS])]
    assert [entry for system in kb.systems() for entry in kb.entries(system.id)] == ENTRIES
    assert kb.entries("nobody") == ()


@pytest.mark.parametrize(
    "code",
    ["0x8088002A", "8088002al", "-2138570710", "MPE_MGMT_PUBLISHING_POINT_LOCKED", "mpe mgmt publishing point locked"],
)
def test_an_entry_is_shown_by_any_spelling_of_its_code(kb: KnowledgeBase, code: str) -> None:
    (entry,) = kb.show("iis-smooth", code)
    assert entry.code == "0x8088002A"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: " ".join(entry.key))
def test_every_entry_can_be_shown_by_its_code(kb: KnowledgeBase, entry: Entry) -> None:
    assert entry in kb.show(entry.system, entry.code)


@pytest.mark.parametrize(
    ("system", "code"), [("iis-smooth", "0x80880030"), ("nobody", "404"), ("iis-smooth", "2000"), ("iis-smooth", "")]
)
def test_what_is_not_there_is_not_shown(kb: KnowledgeBase, system: str, code: str) -> None:
    assert kb.show(system, code) == ()


def test_a_team_adds_a_system_of_its_own(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "kb.db", [OWN_PACKS]) as kb:
        assert kb.answer("acme 409").matches[0].entry == read_pack(OWN_PACKS / "acme-packager.toml").entries[0]


def test_a_team_says_an_entry_of_ours_differently(tmp_path: Path) -> None:
    (tmp_path / "iis.toml").write_text(
        '[system]\nid = "iis-smooth"\naliases = ["our ingest"]\n'
        '[[entry]]\ncode = "0x8088002A"\nsymbol = "MPE_MGMT_PUBLISHING_POINT_LOCKED"\nstatus = 400\ntitle = "Call Sam"\n'
        'meaning = "The nightly job runs."\nretry = "after a pause"\nowner = "Sam"\nfirst_check = "The clock."\n'
        'see = ["https://example.com/"]\n[entry.source]\ndocument = "Our runbook"\nchecked = 2026-11-21\n'
    )
    with KnowledgeBase.open(tmp_path / "kb.db", [tmp_path]) as kb:
        assert kb.answer("0x8088002A").matches[0].entry.title == "Call Sam"
        assert kb.answer("0x8088002B").matches[0].entry.title != "Call Sam"
        assert kb.answer("our ingest 405").matches[0].entry.code == "0x80880020"


def test_the_size_of_a_system_is_the_number_of_its_entries(kb: KnowledgeBase) -> None:
    assert [kb.size(system.id) for system in kb.systems()] == [len(kb.entries(system.id)) for system in kb.systems()]
    assert kb.size("nobody") == 0
