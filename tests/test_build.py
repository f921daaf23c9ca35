"""Building: what the file holds, that people can read it, and that nobody ever sees half of one."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.padding import packs as padding
from kb.build import TABLES, VIEWS, build, code_keys, deletions, spellable
from kb.model import Entry, Pack, Source
from kb.pack import PACKS, read_pack, read_packs
from tests.conftest import OWN_PACKS

ROOT = Path(__file__).parent.parent
ACME = read_pack(OWN_PACKS / "acme-packager.toml")


def entry(code: str, symbol: str = "", status: int | None = None) -> Entry:
    source = Source("Acme errors", "2026-11-21")
    return Entry("acme", code, "Broken", "It broke.", "no", "admin", "Look.", (), source, symbol=symbol, status=status)


@pytest.fixture(scope="module")
def db(shipped_file: Path) -> Iterator[sqlite_utils.Database]:
    with closing(sqlite3.connect(shipped_file)) as connection:
        yield sqlite_utils.Database(connection)


def test_sqlite_utils_reads_every_table_and_view_by_name(db: sqlite_utils.Database) -> None:
    assert {*db.table_names()} >= TABLES.keys()
    assert {*db.view_names()} == VIEWS.keys()
    assert all(db.table(name).count for name in TABLES)
    assert all(db.view(name).count for name in VIEWS)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_columns_it_says(db: sqlite_utils.Database, name: str) -> None:
    assert [*db.table(name).columns_dict] == [*TABLES[name]["columns"]]


def test_every_entry_and_cause_of_the_packs_is_in_the_file(db: sqlite_utils.Database) -> None:
    entries = [entry for pack in read_packs([PACKS]) for entry in pack.entries]
    assert [(row["system"], row["code"], row["symbol"]) for row in db.table("entries").rows] == [
        (entry.system, entry.code, entry.symbol) for entry in entries
    ]
    assert db.table("causes").count == sum(len(entry.causes) for entry in entries)


def test_an_error_can_be_read_in_one_row(db: sqlite_utils.Database) -> None:
    (row,) = db.query("select * from errors where code = '0x8088002A'")
    assert (row["system"], row["symbol"], row["status"], row["retry"]) == (
        "IIS Smooth Streaming management API",
        "MPE_MGMT_PUBLISHING_POINT_LOCKED",
        400,
        "after a pause",
    )
    assert row["first_fix"]


def test_the_fixes_of_an_error_can_be_read_in_order(db: sqlite_utils.Database) -> None:
    rows = [*db.query("select n, fix from fixes where system = 'iis-smooth' and code = '0x8088002A'")]
    assert [row["n"] for row in rows] == [0, 1, 2]


def test_a_word_can_be_searched_for_in_plain_sql(db: sqlite_utils.Database) -> None:
    found = db.query(
        "select distinct e.code from phrases p join entries e on e.id = p.entry"
        " where p.id in (select rowid from phrases_fts where phrases_fts match 'lock') and e.system = 'iis-smooth'"
    )
    assert "0x8088002A" in {row["code"] for row in found}


def test_sqlite_utils_searches_phrases_by_name(db: sqlite_utils.Database) -> None:
    assert all("lock" in row["terms"].split() for row in db.table("phrases").search("lock"))


def test_the_file_says_what_it_was_built_from_and_how_much_it_holds(db: sqlite_utils.Database) -> None:
    about = {row["key"]: row["value"] for row in db.table("about").rows}
    assert len(about["revision"]) == 12
    assert int(about["entries"]) == db.table("entries").count
    assert int(about["phrases"]) == db.table("phrases").count


def test_a_status_leads_to_the_entry_that_speaks_for_it(db: sqlite_utils.Database) -> None:
    (row,) = db.query("select code, entries from statuses s join entries e on e.id = s.entry"
                      " where s.system = 'ams-origin' and s.status = 412")  # fmt: skip
    assert row == {"code": "412", "entries": 1}


def test_two_entries_under_one_status_are_counted(tmp_path: Path) -> None:
    build(tmp_path / "kb.db", [ACME], "r")
    with closing(sqlite3.connect(tmp_path / "kb.db")) as connection:
        assert connection.execute("select status, entries from statuses order by status").fetchall() == [
            (404, 2),
            (409, 1),
        ]


@pytest.mark.parametrize(
    ("made", "keys"),
    [
        (entry("0x8088002A", "MPE_MGMT_LOCKED", 400), {
            "hresult": "0x8088002A", "symbol": "mpemgmtlocked", "tail": "mgmtlocked",
        }),
        (entry("X-Err-Code 2000", status=404), {"code": "xerrcode2000", "number": "2000"}),
        (entry("ADS_TIMEOUT", "ADS_TIMEOUT"), {"code": "adstimeout"}),
        (entry("404", "NotFoundException", 404), {"symbol": "notfoundexception"}),
        (entry("404", status=404), {}),
        (entry("-11800", "AVErrorUnknown"), {"code": "11800", "number": "-11800", "symbol": "averrorunknown"}),
    ],
    ids=["hresult", "labelled", "own name", "status with a name", "status", "negative"],
)  # fmt: skip
def test_an_entry_is_known_by_its_identifiers_but_not_by_its_status(made: Entry, keys: dict[str, str]) -> None:
    assert {kind: key for kind, key, _ in code_keys(made)} == keys


@pytest.mark.parametrize("word", ["lock", "publishing", "a" * 24])
def test_ordinary_words_are_corrected_to(word: str) -> None:
    assert spellable(word)


@pytest.mark.parametrize("word", ["pp", "mp4s", "a" * 25, "x-y", ""])
def test_words_with_digits_and_very_short_or_long_ones_are_not(word: str) -> None:
    assert not spellable(word)


LETTERS = st.text("abcdef", min_size=4, max_size=12)


@given(LETTERS, st.integers(0, 6), st.sampled_from("abcxyz"))
def test_a_word_and_the_same_with_a_letter_dropped_replaced_or_put_in_meet(word: str, at: int, letter: str) -> None:
    at = min(at, len(word) - 1)
    for slip in (word[:at] + word[at + 1 :], word[:at] + letter + word[at + 1 :], word[:at] + letter + word[at:]):
        assert deletions(word) & deletions(slip)


@given(LETTERS, st.integers(0, 10))
def test_a_word_and_the_same_with_two_letters_swapped_meet(word: str, at: int) -> None:
    at = min(at, len(word) - 2)
    assert deletions(word) & deletions(word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def test_deletions_of_a_word_stay_few() -> None:
    assert max(len(deletions(word)) for word in ("abcdefg", "abcdefghijklmnop")) == 29


def test_progress_is_told_while_building(tmp_path: Path) -> None:
    told: list[str] = []
    build(tmp_path / "kb.db", [ACME], "r", told.append)
    assert told == ["3 entries written, indexing", "3 entries"]


def test_packs_may_be_made_while_they_are_read(tmp_path: Path) -> None:
    build(tmp_path / "kb.db", (pack for pack in padding(40)), "r")
    with closing(sqlite3.connect(tmp_path / "kb.db")) as connection:
        assert connection.execute("select count(*) from entries").fetchone() == (40,)


def test_the_same_packs_make_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from kb.build import build; from kb.pack import PACKS, read_packs\n"
        "build(Path(sys.argv[1]), read_packs([PACKS]), 'r')"
    )
    for seed in ("1", "2"):
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", script, tmp_path / seed], cwd=ROOT, env=environ, check=True)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def broken_off() -> Iterator[Pack]:
    yield ACME
    raise InterruptedError


def test_a_build_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "kb.db"
    build(file, [ACME], "r")
    before = file.read_bytes()
    with pytest.raises(InterruptedError):
        build(file, broken_off(), "s")
    assert file.read_bytes() == before
    assert [*tmp_path.iterdir()] == [file]


def test_a_build_that_is_killed_leaves_the_old_file_whole(tmp_path: Path) -> None:
    file = tmp_path / "kb.db"
    build(file, [ACME], "r")
    before = file.read_bytes()
    script = (
        "import sys; from pathlib import Path; from kb.build import build; from benchmarks.padding import packs\n"
        "build(Path(sys.argv[1]), packs(1_000_000), 's')"
    )
    process = subprocess.Popen([sys.executable, "-c", script, file], cwd=ROOT)
    fresh = tmp_path / f"kb.db.{process.pid}.new"
    deadline = time.monotonic() + 30
    while not (fresh.exists() and fresh.stat().st_size > 1 << 20) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert fresh.exists()
    assert file.read_bytes() == before
