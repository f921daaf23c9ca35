"""Errors of the browser's own player, and of the DRM below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.readers import player_browser
from kb.readers.player_part import joined
from tests.sightings import values

if TYPE_CHECKING:
    from kb.readers.player_part import Part


def only(text: str) -> Part:
    (part,) = joined(player_browser.find(text))
    return part


def test_video_js_gives_number_name_and_message() -> None:
    part = only(
        "VIDEOJS: ERROR: (CODE:4 MEDIA_ERR_SRC_NOT_SUPPORTED) No compatible source was found. MediaError {code: 4}"
    )
    assert values(part, "code") == ["html5-media 4"]
    assert values(part, "symbol") == ["MEDIA_ERR_SRC_NOT_SUPPORTED"]
    assert values(part, "message") == ["No compatible source was found."]
    assert values(part, "layer") == ["video.js (player)"]


def test_chromium_puts_its_own_name_into_the_message() -> None:
    part = only('MediaError {code: 3, message: "PIPELINE_ERROR_DECODE: video decoder failed"}')
    assert values(part, "symbol") == ["PIPELINE_ERROR_DECODE"]


def test_an_hresult_of_media_foundation_is_read_from_its_line() -> None:
    part = only("later\nMediaFoundationRenderer failed with 0xC00D36C4, MF_E_UNSUPPORTED_BYTESTREAM_TYPE")
    assert values(part, "hresult") == ["0xC00D36C4"]
    assert values(part, "symbol") == ["MF_E_UNSUPPORTED_BYTESTREAM_TYPE"]
    assert values(part, "layer") == ["Media Foundation (player)"]


def test_playready_is_the_layer_where_it_is_named() -> None:
    assert values(only("PlayReady says 0x8004B8F0"), "layer") == ["PlayReady (player)"]


def test_playready_without_a_code_is_left_alone() -> None:
    assert [*player_browser.find("PlayReady does not work")] == []
