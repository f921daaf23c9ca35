"""A recap as Markdown and CSV: what it says, and that nothing in it breaks out of its cell."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.post_mortem import FORMULA, as_csv, files, markdown, moment
from tests import recaps
from tests.answers import HOSTILE_TEXT

CELLS = re.compile(r"(?<!\\)(?:\\\\)*\|")
"""Where a cell of a Markdown table ends."""


def read(text: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(text, newline=""))]


def table(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("|")]


def test_the_markdown_is_a_table_to_paste() -> None:
    told = markdown(recaps.FULL)
    assert told.startswith(
        "## Errors in #incidents\n\nFrom 2025-11-24T19:46:40Z to 2025-11-25T19:46:40Z: 3 errors, seen 23"
    )
    locked, conflict, forgotten = table(told)[2:]
    assert "| 0x8088002A | MPE_MGMT_PUBLISHING_POINT_LOCKED | Publishing point locked | 20 |" in locked
    assert "| 2025-11-25T17:46:40Z | 2025-11-25T19:36:40Z | origin | the team that calls" in locked
    assert f"[1]({recaps.LOCKED.links[0]}) [2](" in locked
    assert f"[12]({recaps.LOCKED.links[-1]})" in locked
    assert conflict.endswith("| marked as wrong |")
    assert "| acme-packager | 0x8088F011 | ACME_GONE |" in forgotten
    assert forgotten.endswith("| no longer in the knowledge base |")


def test_the_csv_has_a_row_for_each_error() -> None:
    locked, conflict, forgotten = read(as_csv(recaps.FULL))
    assert (locked["system"], locked["code"], locked["times"], locked["message_count"]) == (
        "IIS Smooth Streaming management API",
        "0x8088002A",
        "20",
        "12",
    )
    assert locked["first_seen"] == "2025-11-25T17:46:40Z"
    assert locked["messages"].split() == [*recaps.LOCKED.links]
    assert locked["hosts"] == "edge-1.example.net edge-2.example.net"
    assert (conflict["layer"], conflict["owner"], conflict["remark"]) == (
        "ad-insertion",
        "player team",
        "marked as wrong",
    )
    assert forgotten["error"] == ""


def test_when_nothing_was_counted_is_told_in_the_markdown_alone() -> None:
    told = "streamerr was quiet from 2025-11-25T17:16:40Z to 2025-11-25T17:46:40Z, from 2025-11-25T18:46:40Z to 2025-11"
    assert f"\n\n{told}" in markdown(recaps.QUIET)
    assert "streamerr was quiet" not in markdown(recaps.FULL)
    assert as_csv(recaps.QUIET) == as_csv(recaps.FULL)


def test_errors_beyond_those_that_are_told_are_counted() -> None:
    assert "\nAnd 17 errors more.\n" in markdown(replace(recaps.FULL, errors=20))


@pytest.mark.parametrize(
    "text", [*(f"{sign}cmd|' /C calc'!A0" for sign in FORMULA), " =1+1", "\n@SUM(1)", "\u200b=1", '"=1', "a\r\n=2"]
)
def test_no_cell_of_the_csv_is_a_formula(text: str) -> None:
    for row in read(as_csv(recaps.hostile(text, 2))):
        assert [cell for cell in row.values() if cell.startswith(FORMULA)] == []


def test_nothing_breaks_out_of_its_cell() -> None:
    hostile = recaps.hostile(f"a|b\\|c\nd\r\n| e | <img src=x> ![x](https://evil.example) `x` {HOSTILE_TEXT}", 3)
    rows = table(markdown(hostile))
    assert len({len(CELLS.findall(row)) for row in rows}) == 1
    assert len(rows) == 2 + 3
    assert not re.search(r"(?<!\\)<|(?<!\\)`|(?<!\\)!\[", "".join(rows[2:]).replace("\\\\", ""))
    assert {len(row) for row in csv.reader(io.StringIO(as_csv(hostile)))} == {13}


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_whatever_the_content_the_tables_keep_their_shape(text: str) -> None:
    hostile = recaps.hostile(text, 2)
    rows = table(markdown(hostile))
    assert {len(CELLS.findall(row)) for row in rows} == {len(CELLS.findall(rows[0]))}
    assert len(rows) == 4
    told = read(as_csv(hostile))
    assert len(told) == 2
    assert not any(cell.startswith(FORMULA) for row in told for cell in row.values())


@pytest.mark.parametrize(
    ("channel", "name"), [("incidents", "incidents"), ("", "channel"), ("../../etc", "etc"), ("störung-1", "störung-1")]
)
def test_the_files_are_named_for_the_channel_and_the_time(channel: str, name: str) -> None:
    md, table_ = files(replace(recaps.FULL, name=channel))
    assert (md.name, table_.name) == (f"recap-{name}-2025-11-25T1946Z.md", f"recap-{name}-2025-11-25T1946Z.csv")
    assert md.title == table_.title


def test_moments_are_in_utc() -> None:
    assert moment(0.9) == "1970-01-01T00:00:00Z"
