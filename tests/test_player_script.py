"""Players in JavaScript: Shaka, hls.js, dash.js, Azure Media Player."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kb.readers import player_script
from kb.readers.player_part import joined
from tests.sightings import values

if TYPE_CHECKING:
    from kb.readers.player_part import Part


def only(text: str) -> Part:
    (part,) = joined(player_script.find(text))
    return part


def test_a_shaka_code_begins_with_its_category() -> None:
    assert [*player_script.find("shaka.util.Error {severity: 2, category: 3, code: 4037}")] == []


def test_shaka_says_which_status_and_url_failed() -> None:
    sighting = only(
        '{"severity":2,"category":1,"code":1001,"data":["https://cdn.example.com/a.mpd?t=1",404,"",{},0],"handled":false}'
    )
    assert values(sighting, "status") == ["404"]
    assert values(sighting, "host") == ["cdn.example.com"]
    assert values(sighting, "path") == ["/a.mpd"]


@pytest.mark.parametrize(
    "text",
    [
        "HLS.js error: networkError - fatal: true - manifestLoadError",
        "{type: 'networkError', details: 'manifestLoadError', fatal: true}",
        'hls.js: {\n  "fatal": true,\n  "details": "manifestLoadError"\n}',
    ],
)
def test_hls_js_names_its_errors(text: str) -> None:
    assert values(only(text), "symbol") == ["manifestLoadError"]


def test_a_constant_of_hls_js_is_its_name() -> None:
    assert values(only("Hls.ErrorDetails.FRAG_LOAD_ERROR"), "symbol") == ["FRAG_LOAD_ERROR"]


def test_a_response_code_of_zero_is_no_status() -> None:
    sighting = only("{type: 'networkError', details: 'fragLoadError', response: {code: 0}}")
    assert values(sighting, "status") == []


def test_a_dash_js_code_needs_dash_near() -> None:
    error = '{code: 27, message: "https://cdn.example.com/a.m4s is not available"}'
    assert values(only(f"[dash.js] {error}"), "code") == ["dash.js 27"]
    assert [*player_script.find(error)] == []


def test_azure_media_player_puts_the_technique_before_the_documented_code() -> None:
    sighting = only("Azure Media Player error 0x20200194")
    assert values(sighting, "code") == ["azure-media-player 0x0200194"]
    assert values(sighting, "status") == ["404"]
    assert sighting.notes == ("played with AzureHtml5JS",)


def test_jw_player_shows_its_code_in_brackets() -> None:
    assert values(only("This video file cannot be played. (Error Code: 102630)"), "code") == ["jwplayer 102630"]
