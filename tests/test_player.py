"""Errors of players: whose number it is, and what is no player's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers import player
from tests.pace import repeated, within
from tests.samples import named, samples_of, text_of
from tests.sightings import sightings_by, values

if TYPE_CHECKING:
    from pathlib import Path

read, only = sightings_by(player)


@named(samples_of("player"))
def test_every_error_says_whose_it_is(sample: Path) -> None:
    for sighting in read(text_of(sample)):
        (layer,) = set(values(sighting, "layer"))
        assert layer.endswith("(player)")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Error {code: 4037, category: 4, severity: 2, data: []}", "shaka-player 4037"),
        ('{"severity":2,"category":10,"code":10001,"data":[]}', "shaka-player 10001"),
        ("Shaka Error 1002 (https://cdn.example.com/a.mpd)", "shaka-player 1002"),
        ("shaka says category: 3 code: 3016", "shaka-player 3016"),
        ("MediaError {code: 3, message: 'PIPELINE_ERROR_DECODE'}", "html5-media 3"),
        ("it shows MEDIA_ERR_NETWORK", "html5-media 2"),
        ("errorCode=2004, ERROR_CODE_IO_BAD_HTTP_STATUS", "androidx-media3 2004"),
        ("ERROR_CODE_DRM_LICENSE_EXPIRED (6008)", "androidx-media3 6008"),
        ('"AVFoundationErrorDomain" code -11800', "avfoundation -11800"),
        ("(CoreMediaErrorDomain error -12938.)", "avfoundation -12938"),
        ("errorStatusCode: -12660, errorDomain: CoreMediaErrorDomain", "avfoundation -12660"),
        ("jwplayer error code: 230001", "jwplayer 230001"),
        ("(Error Code: 224003)", "jwplayer 224003"),
        ("Rejected with system code (18)", "widevine 18"),
        ("amp.errorCode 0x0600001", "azure-media-player 0x0600001"),
    ],
)
def test_a_number_is_given_with_the_name_of_its_player(text: str, code: str) -> None:
    assert values(only(text), "code") == [code]


@pytest.mark.parametrize(
    "text",
    [
        "X-Err-Code: 1001",
        "gcore error code 3000",
        "category 4 of the survey has code 4037",
        "category: 4, code: 4037",
        "{severity: 2, category: 3, code: 4037}",
        "NSURLErrorDomain Code=-1009 in my chat app",
        "our code: 102630 is the invoice",
        "jump to 0x20200194 and 0x0600001",
        '{"code": 27, "message": "no such user"}',
        "case Hls.ErrorTypes.MEDIA_ERROR: hls.recoverMediaError()",
        '{"type": "error", "details": "something"}',
        "the player shows an error, what now?",
    ],
)
def test_a_number_without_its_player_is_left_alone(text: str) -> None:
    assert read(text) == []


def test_number_and_name_of_one_shaka_error_come_together() -> None:
    sighting = only(text_of("player/shaka-1001.txt"))
    assert values(sighting, "code") == ["shaka-player 1001"]
    assert values(sighting, "symbol") == ["BAD_HTTP_STATUS"]


def test_two_errors_of_one_player_stay_two() -> None:
    text = "shaka: {category: 1, code: 1001, severity: 2} and {category: 4, code: 4037, severity: 2}"
    assert [values(sighting, "code") for sighting in read(text)] == [["shaka-player 1001"], ["shaka-player 4037"]]


def test_the_frames_of_a_browser_belong_to_the_error() -> None:
    text = text_of("player/shaka-1001.txt")
    assert only(text).end == len(text.rstrip())


def test_no_more_than_200_errors_are_read() -> None:
    assert len(read("MEDIA_ERR_DECODE\n" * 300)) == player.MOST_SIGHTINGS


@given(st.text(st.sampled_from("{}[]:,'\" \n=0x14code"), max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    starts = (
        "shaka category: 1",
        "Error Domain=AVFoundationErrorDomain Code=-1 ",
        "details: fragLoadError type: networkError",
    )
    for sighting in read("".join(start + text for start in starts)):
        assert 0 <= sighting.start < sighting.end


@pytest.mark.parametrize(
    "piece",
    [
        "{category: 4, ",
        'details: "fragX" ',
        "networkError ",
        "Error Domain=AVFoundationErrorDomain Code=-1 UserInfo={",
        "ERROR_CODE_IO_X\n",
        "ERROR_CODE_IO_BAD_HTTP_STATUS ",
        "MediaError {code: 4 ",
        "PlayReady \n",
        "errorStatusCode: -1 ",
        "dash.js {code: 27, message ",
        "amp 0x20200194 ",
        "Shaka Error A.BCD (",
    ],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = repeated(piece)
    with within(2):
        read(text)
