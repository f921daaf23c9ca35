"""Both bots are asked in a local Slack, the same and in the same way, and what comes of it is told as it was."""

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import slack
from benchmarks.laps import Times
from benchmarks.speed import questions
from bot.local import LocalSlack

QUESTIONS = questions(5)
README = f"before\n{slack.START}\nold\n{slack.END}\nafter\n"
ALL = slack.Answers(4, Times((1.0, 2.0, 3.0, 10.0)))
SOME = slack.Answers(4, Times((2.0, 4.0)))
NONE = slack.Answers(4, Times(()))
TIMES = Times((1.0, 2.0, 6.0))


def told(ours: slack.Trial, bare: slack.Trial) -> list[str]:
    return slack.table(ours, bare, 20, 1).splitlines()


def test_a_second_of_questions_is_answered_by_both_and_written_to_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "README.md"
    file.write_text(README)
    assert slack.main(["--questions", "5", "--rate", "20", "--seconds", "1", "--write", str(file)]) == 0
    table = capsys.readouterr().out.rstrip()
    assert "| 20 a second for 1 s: answered | 20 | 20 |" in table
    assert "| 20 a second for 1 s: lost | 0 | 0 |" in table
    assert "| 20 a second for 1 s: answers a second |" in table
    assert file.read_text() == README.replace("old", table)


@pytest.mark.parametrize("text", ["", slack.START, slack.END + slack.START, README * 2])
def test_a_file_without_one_place_for_the_table_is_refused_before_anything_is_measured(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "README.md"
    file.write_text(text)
    assert slack.main(["--write", str(file)]) == 2
    assert file.read_text() == text
    assert slack.START in capsys.readouterr().err


def test_what_nobody_answers_is_lost() -> None:
    async def asked() -> tuple[slack.Answers, slack.Answers]:
        async with LocalSlack() as workspace:
            person = slack.Person(workspace)
            single = await slack.one_at_a_time(person, QUESTIONS[:2], patience=0.05)
            return single, await slack.at_a_rate(person, QUESTIONS, 100, 0.1, patience=0.05)

    single, steady = asyncio.run(asked())
    assert (single.asked, single.lost) == (2, 2)
    assert (steady.asked, steady.lost) == (10, 10)


def test_a_bot_that_ends_before_it_connects_is_told_with_its_last_words(tmp_path: Path) -> None:
    async def connecting() -> None:
        async with LocalSlack() as workspace, slack.connected(workspace, ("-c", "exit('no such room')"), tmp_path):
            pass

    with pytest.raises(slack.NotConnectedError, match=r"did not connect: no such room$"):
        asyncio.run(connecting())


def test_the_ratio_is_ours_over_the_bare_app() -> None:
    rows = told(slack.Trial(ALL, ALL, TIMES), slack.Trial(SOME, ALL, TIMES))
    assert "| 4 questions one at a time: median | 2.5 ms | 3 ms | 0.83 | at most 15 ms |" in rows
    assert "| 4 questions one at a time: p99 | 10 ms | 4 ms | 2.50 |  |" in rows


def test_lost_questions_are_told_and_are_in_no_time() -> None:
    rows = told(slack.Trial(ALL, SOME, TIMES), slack.Trial(ALL, ALL, TIMES))
    assert "| 20 a second for 1 s: answered | 2 | 4 |  |  |" in rows
    assert "| 20 a second for 1 s: lost | 2 | 0 |  | none |" in rows
    assert "| 20 a second for 1 s: median | 3 ms | 2.5 ms | 1.20 |  |" in rows


def test_how_many_were_answered_a_second_is_told_of_those_that_were() -> None:
    slow = slack.Answers(4, Times((2.0, 4.0)), seconds=0.5)
    rows = told(slack.Trial(ALL, slow, TIMES), slack.Trial(ALL, replace(ALL, seconds=0.1), TIMES))
    assert "| 20 a second for 1 s: answers a second | 4 | 40 |  |  |" in rows


def test_who_answered_nothing_has_no_times() -> None:
    rows = told(slack.Trial(ALL, NONE, TIMES), slack.Trial(ALL, ALL, TIMES))
    assert "| 20 a second for 1 s: lost | 4 | 0 |  | none |" in rows
    assert not [row for row in rows if row.startswith("| 20 a second for 1 s: median")]


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf"])
def test_a_rate_is_a_number_above_0(value: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        slack._positive(value)


def test_how_soon_events_are_acknowledged_is_told_beside_the_bare_app() -> None:
    rows = told(slack.Trial(ALL, ALL, TIMES), slack.Trial(ALL, ALL, Times((1.0,))))
    assert "| acknowledged, 200 events a second: p99 | 6 ms | 1 ms | 6.00 | at most 50 ms |" in rows
