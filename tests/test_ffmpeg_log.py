"""FFmpeg's log: what failed, and the URL it was for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.readers import ffmpeg_log
from kb.readers.log_record import apart
from tests.sightings import values

if TYPE_CHECKING:
    from kb.readers.log_record import Block

FFMPEG = "[https @ 0x55d0c0a3f2c0] HTTP error 410 Gone"


def only(text: str) -> Block:
    (block,) = apart(ffmpeg_log.find(text))
    return block


def test_ffmpegs_failure_takes_the_url_from_the_lines_that_repeat_it() -> None:
    sighting = only(f"{FFMPEG}\nhttps://cdn.example.com/live/i.m3u8?t=1: Server returned 410 Gone")
    assert values(sighting, "host") == ["cdn.example.com"]
    assert values(sighting, "path") == ["/live/i.m3u8"]


def test_ffmpegs_failure_takes_the_url_that_was_opened_before() -> None:
    sighting = only(f"[hls @ 0x55d0c0a3e900] Opening 'https://cdn.example.com/seg-9.ts' for reading\n{FFMPEG}")
    assert values(sighting, "path") == ["/seg-9.ts"]


def test_every_request_that_ffmpeg_repeats_is_one_failure() -> None:
    assert len([*ffmpeg_log.find("\n".join([FFMPEG] * 3))]) == 3


def test_ffmpeg_may_know_the_class_of_a_status_only() -> None:
    sighting = only("https://a.example.com/x.m3u8: Server returned 5XX Server Error reply")
    assert values(sighting, "message") == ["Server returned 5XX Server Error reply"]
    assert values(sighting, "status") == []


def test_ffmpegs_words_for_invalid_data_are_its_error_constant() -> None:
    sighting = only("https://cdn.example.com/live/i.m3u8: Invalid data found when processing input")
    assert values(sighting, "symbol") == ["AVERROR_INVALIDDATA"]
