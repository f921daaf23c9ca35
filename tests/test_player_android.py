"""Errors of ExoPlayer and media3, in traces and alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.readers import player_android
from kb.readers.player_part import joined
from tests.samples import text_of
from tests.sightings import values

if TYPE_CHECKING:
    from kb.readers.player_part import Part


def only(text: str) -> Part:
    (part,) = joined(player_android.find(text))
    return part


def test_the_exception_at_the_bottom_tells_most() -> None:
    text = text_of("player/exoplayer-stack.txt")
    assert values(only(text), "symbol") == ["ERROR_CODE_IO_BAD_HTTP_STATUS", "InvalidResponseCodeException"]
    assert values(only(text), "status") == ["404"]


def test_a_source_line_is_never_a_status() -> None:
    text = "androidx.media3.exoplayer.ExoPlaybackException: Source error\n  at androidx.media3.exoplayer.X.handle(X.java:503)"
    assert values(only(text), "status") == []


def test_a_failure_that_comes_again_is_counted_again() -> None:
    text = text_of("player/exoplayer-stack.txt")
    assert len([*player_android.find(text * 3)]) == 3


def test_words_beside_a_code_are_left_to_others() -> None:
    text = "since noon: ERROR_CODE_IO_BAD_HTTP_STATUS (2004) on all boxes"
    assert text[only(text).start : only(text).end] == "ERROR_CODE_IO_BAD_HTTP_STATUS (2004)"


def test_logcats_prefix_stands_before_every_line() -> None:
    part = only(
        "04-30 19:15:54.191 E/ExoPlayerImplInternal(17126): Source error.\n"
        "04-30 19:15:54.191 E/ExoPlayerImplInternal(17126): com.google.android.exoplayer2.source.UnrecognizedInputFormatException:"
        " None of the available extractors could read the stream.\n"
        "04-30 19:15:54.191 E/ExoPlayerImplInternal(17126): \tat com.google.android.exoplayer2.a.b(C.java:973)"
    )
    assert values(part, "symbol") == ["UnrecognizedInputFormatException"]
    assert values(part, "message") == ["None of the available extractors could read the stream."]


def test_a_method_of_a_frame_is_no_exception() -> None:
    text = "androidx.media3.exoplayer.ExoPlaybackException: no\n  at androidx.media3.exoplayer.X.onError(X.java:1)"
    assert values(only(text), "exception") == ["androidx.media3.exoplayer.ExoPlaybackException"]
