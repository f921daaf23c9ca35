"""Logs: which lines tell of an error, what they say, and what is no log."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers import log
from tests.pace import repeated, within
from tests.sightings import sightings_by, values

read, only = sightings_by(log)
COMBINED = '203.0.113.9 - - [04/Nov/2026:11:58:05 +0000] "GET /hls/a.ts HTTP/1.1" {} 153 "-" "curl/8"'
FFMPEG = "[https @ 0x55d0c0a3f2c0] HTTP error 410 Gone"


def test_each_line_that_tells_of_an_error_is_one_sighting() -> None:
    text = "\n".join(COMBINED.format(status) for status in (200, 404, 304, 503))
    assert [values(sighting, "status") for sighting in read(text)] == [["404"], ["503"]]


def test_the_span_is_the_line() -> None:
    line = COMBINED.format(404)
    text = f"look:\n{line}\nany idea?"
    assert text[only(text).start : only(text).end] == line


def test_formats_may_change_from_line_to_line() -> None:
    lines = [COMBINED.format(404), "level=error status=503 msg=no path=/a", COMBINED.format(410)]
    assert [values(sighting, "status") for sighting in read("\n".join(lines))] == [["404"], ["503"], ["410"]]


def test_a_line_within_a_block_is_not_read_again() -> None:
    text = f"{FFMPEG}\n[in#0 @ 0x55d0c0a3e900] Error opening input: Server returned 410 Gone"
    assert values(only(text), "status") == ["410"]


def test_a_line_of_json_is_a_record() -> None:
    line = '{"timestamp":"2026-11-04T12:00:00Z","statusCode":"503","request":"https://a.example.com/x.m3u8"}'
    assert values(only(line), "status") == ["503"]
    assert only(line).when == "2026-11-04T12:00:00Z"


def test_ten_thousand_lines_are_ten_thousand_errors() -> None:
    assert len(read("\n".join([COMBINED.format(404)] * 10_000))) == 10_000


def test_no_more_than_20_000_errors_are_read() -> None:
    assert len(read("\n".join([COMBINED.format(404)] * 20_100))) == log.MOST_SIGHTINGS


@pytest.mark.parametrize(
    "prose",
    [
        "2024-10-12 we got 503 from mediatailor at 14:00",
        "2024-10-12 14:00:00 mediatailor gives 503 to everyone since then",
        "[12:30:11] Error 503 on gcore since noon",
        "ERROR: the log says error 404, line 503 of app.py",
        "GET /a/b gives 404 for me",
        "HTTP error 404 when I open the page",
        "the server returned 404 and then nothing",
        "status=404 is what I see, level=high",
        "Event ID: 1000 of some program",
        "The publishing point is locked. Event viewer shows nothing",
        '{"ok": true}',
    ],
)
def test_prose_is_no_log(prose: str) -> None:
    assert read(prose) == []


@given(st.text(st.sampled_from('ab 1/:.[]"=\n\t#{}-'), max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    starts = (
        "2026-11-04 12:00:00 ERROR 404 ",
        COMBINED.format(404),
        "#Fields: date sc-status\n",
        "level=error a=b c=",
        "Event ID: 1",
    )
    for sighting in read("".join(f"{start}{text}\n" for start in starts)):
        assert 0 <= sighting.start < sighting.end


@pytest.mark.parametrize(
    "piece",
    [
        '[04/Nov/2026:11:58:05 +0000] "GET /',
        "2026-11-04 12:00:00 404 ERROR a_B GET /",
        "#Fields: sc-status\n404\n",
        'a="',
        "a=b ",
        "Log Name: x\n",
        "Event ID: 30\n",
        "[14:22:07] Error when doing the x\n",
        "[a @ 0x1234] HTTP error 404\n",
        '{"code":1}\n',
        "3006 A publishing point ",
        "\n",
        " ",
    ],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = repeated(piece)
    with within(2):
        read(text)
