"""The benchmarks run, ask everybody the same, and put their ratios where they belong."""

import argparse
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import laps, reading, report, speed, trial
from benchmarks.logs import LOGS, log
from benchmarks.padding import filled
from benchmarks.peers import PEERS, text_of
from kb import KnowledgeBase
from kb.pack import PACKS, read_packs
from kb.store import Store

OURS = read_packs([PACKS])
OWN = sum(len(pack.entries) for pack in OURS)
README = f"before\n{report.START}\nold\n{report.END}\nafter\n"
QUESTIONS = speed.questions(4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the run leaves its files."""
    return tmp_path_factory.mktemp("speed")


@pytest.fixture(scope="module")
def run(folder: Path) -> report.Run:
    """One small run: fewer entries than our packs have, with peers; then more, without."""
    options = argparse.Namespace(sizes=[100, OWN + 30], questions=4, peers_up_to=100, seconds=20, starts=1)
    return speed.measure(options, folder)


def made(name: str, entries: int, *milliseconds: float) -> trial.Trial:
    """A trial whose questions "0", "1" ... took these times, in every lap."""
    asked = laps.Laps(tuple(map(str, range(len(milliseconds)))), milliseconds, (milliseconds, milliseconds))
    return trial.Trial(name, entries, trial.Built(60.0, 10.0, 200.0), trial.Asked(5.0, asked, 100.0))


MADE = report.Run(
    ours=(made("streamerr", 10_000, 0.5, 0.5, 8), made("streamerr", 1_000_000, 0.6, 0.6, 9)),
    peers=(made("rapidfuzz WRatio", 10_000, 100, 50), made("bm25s", 10_000, 1, 1, 4)),
)


def entries_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as db:
        return int(db.execute("select count(*) from entries").fetchone()[0])


def test_the_file_that_is_asked_has_as_many_entries_as_were_wanted(run: report.Run, folder: Path) -> None:
    assert [entries_in(folder / f"kb-{ours.entries}.db") for ours in run.ours] == [100, OWN + 30]


def test_peers_index_as_many_entries(run: report.Run, folder: Path) -> None:
    assert {peer.entries for peer in run.peers} == {100}
    assert len((folder / "texts-100.txt").read_text().splitlines()) == 100


def test_every_peer_takes_part(run: report.Run) -> None:
    assert [peer.name for peer in run.peers] == [*PEERS]


def test_peers_and_ours_are_asked_the_same_questions_in_the_same_order(run: report.Run) -> None:
    assert {one.asked.laps.questions for one in (*run.ours, *run.peers)} == {QUESTIONS}


def test_everything_measured_has_taken_time_and_memory(run: report.Run) -> None:
    for one in (*run.ours, *run.peers):
        assert min(one.built.seconds, one.asked.open_ms, *one.asked.laps.first, *one.asked.laps.warm.each) > 0
        assert 10 < one.built.peak_mb < 1000
        assert 10 < one.asked.peak_mb < 1000
    assert run.startup
    assert run.startup.ours_ms > run.startup.floor_ms > 0


def test_every_trial_has_its_row(run: report.Run) -> None:
    rows = report.tables(run).splitlines()
    for one in (*run.ours, *run.peers):
        assert sum(row.startswith(f"| {one.entries:,} | {one.name} | ") for row in rows) == 1


@pytest.mark.parametrize("written", [report.tables, report.ratios])
def test_the_rows_of_a_table_are_as_wide_as_its_head(written: Callable[[report.Run], str]) -> None:
    tables = [part.splitlines() for part in written(MADE).split("\n\n") if part.startswith("|")]
    assert len(tables) == 2
    assert all(len({row.count("|") for row in table}) == 1 for table in tables)


def test_the_ratios_are_written_between_their_markers_and_nowhere_else(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(README)
    report.write(file, report.ratios(MADE))
    assert file.read_text() == README.replace("old", report.ratios(MADE))


def test_ratios_written_twice_stand_there_once(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(README)
    for content in ("first", "second"):
        report.write(file, content)
    assert file.read_text() == README.replace("old", "second")


@pytest.mark.parametrize("text", ["", report.START, report.END + report.START, README + report.START, README * 2])
def test_a_file_without_one_place_for_the_ratios_is_refused_before_anything_is_measured(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "README.md"
    file.write_text(text)
    assert speed.main(["--write", str(file)]) == 2
    assert file.read_text() == text
    assert report.START in capsys.readouterr().err


def test_a_peer_is_compared_on_the_questions_it_was_asked() -> None:
    assert MADE.ratio(MADE.peers[0]) == 75 / 0.5


def test_the_readme_gets_ratios_growth_and_costs() -> None:
    told = report.ratios(MADE)
    assert "| rapidfuzz WRatio | 150 |" in told
    assert "| bm25s | 2 |" in told
    assert "| median, 1,000,000 entries over 10,000 | 1.20 | below 2 |" in told
    assert "| build, 1,000,000 entries | 60 s | below 5 min |" in told
    assert re.search(r"Measured on \d+ cores, .*Python 3\.\d+.*, SQLite 3\.\d+.*, \d{4}-\d\d-\d\d\.", told)


def test_a_run_of_one_size_without_peers_has_no_growth_and_no_ratios() -> None:
    assert "over" not in report.ratios(report.Run(ours=MADE.ours[:1], peers=()))


def test_the_p99_is_the_time_that_99_of_100_answers_took_at_most() -> None:
    assert laps.Times(tuple(float(n) for n in range(1, 101))).p99 == 99
    assert laps.Times((3.0, 1.0)).p99 == 3


def test_every_question_is_asked_three_times() -> None:
    heard: list[str] = []
    asked = laps.run(heard.append, ["a", "b"])
    assert heard == ["a", "b"] * 3
    assert (len(asked.cold.each), len(asked.warm.each)) == (2, 4)


def test_who_is_slow_is_asked_less_but_the_same_in_every_lap() -> None:
    heard: list[str] = []
    assert laps.run(heard.append, ["a", "b"], seconds=0).questions == ("a",)
    assert heard == ["a"] * 3


def test_work_apart_runs_in_another_process() -> None:
    assert laps.apart(os.getpid) != os.getpid()


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_finds_what_only_one_text_has(name: str, tmp_path: Path) -> None:
    texts = [text_of(entry, pack.system) for pack in OURS for entry in pack.entries]
    peer = PEERS[name]()
    peer.index(iter([*texts, "zeppelin moorings untied"]), tmp_path / "peer.db")
    with peer.open() as ask:
        assert ask("Zeppelin moorings")[0] == len(texts)


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("question", ["?!", '"', "", "zz", "0x8088002A AND (NOT"])
def test_a_peer_copes_with_any_question(name: str, question: str, tmp_path: Path) -> None:
    peer = PEERS[name]()
    peer.index((f"{n} publishing point locked" for n in range(9)), tmp_path / "peer.db")
    with peer.open() as ask:
        assert set(ask(question)) <= {*range(9)}


def test_questions_come_in_the_same_order_every_time() -> None:
    assert speed.questions() == speed.questions()
    assert speed.questions()[:4] == QUESTIONS


@pytest.mark.parametrize("entries", [5, 100, OWN, OWN + 700])
def test_packs_are_filled_up_or_cut_to_the_number_wanted(entries: int) -> None:
    assert sum(len(pack.entries) for pack in filled(OURS, entries)) == entries


def test_every_one_of_our_systems_keeps_a_part_when_packs_are_cut() -> None:
    assert all(pack.entries for pack in filled(OURS, 100))


@pytest.mark.parametrize("kind", LOGS)
def test_a_log_has_the_size_wanted_in_whole_lines(kind: str) -> None:
    text = log(kind, 20_000).text
    assert 19_000 < len(text.encode()) <= 20_000
    assert text.endswith("\n")


@pytest.mark.parametrize("kind", LOGS)
def test_a_log_comes_out_the_same_every_time(kind: str) -> None:
    assert log(kind, 20_000) == log(kind, 20_000)


@pytest.mark.parametrize("kind", LOGS)
def test_a_log_knows_how_many_of_its_lines_tell_of_an_error(kind: str) -> None:
    made = log(kind, 50_000)
    errors = re.findall(r'HTTP/1\.1" [45]\d\d |"eventType":"(?:\w+_ERROR|NO_\w+)"', made.text)
    assert made.errors == len(errors) > 0


def test_reading_is_timed_for_every_kind_and_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert reading.main(["--sizes", "0.002,0.004", "--runs", "1"]) == 0
    told = capsys.readouterr().out
    for kind in LOGS:
        assert f"\n| {kind} | 0.002 | " in told
        assert f"\n| {kind} | 0.004 | " in told
        assert f"\n{kind}: ten times the log takes " in told


def test_reading_in_proportion_is_ten_times_the_time_for_ten_times_the_log() -> None:
    small, large = (reading.Reading("mixed", size, 9, 9, size / 1e6, 1, 1) for size in (300_000, 900_000))
    assert reading.growth([large, small]) == pytest.approx(10)


@pytest.mark.parametrize(("seen", "told"), [(9, False), (10, False), (8, True)])
def test_a_reader_that_misses_errors_is_not_praised_for_its_speed(seen: int, told: bool) -> None:
    text = "\n".join(reading.lines([reading.Reading("mixed", 100_000, 9, seen, 1, 1, 1)]))
    assert ("not every error was counted" in text) == told


def test_every_time_an_error_was_seen_counts(kb_file: Path) -> None:
    with KnowledgeBase(Store(kb_file)) as kb:
        assert reading.counted(kb.answer("0x8088002A")) == 1
        assert reading.counted(kb.answer("hello there")) == 0
        assert reading.counted(kb.answer(log("MediaTailor JSON", 5_000).text)) > 1


def test_more_than_is_read_of_a_text_is_not_measured(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        reading.main(["--sizes", "2"])
    assert "0.001 to 1 MB" in capsys.readouterr().err
