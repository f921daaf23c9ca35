"""Errors of AVPlayer, in the ways they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.readers import player_apple
from kb.readers.player_part import joined
from tests.samples import text_of
from tests.sightings import values

if TYPE_CHECKING:
    from kb.readers.player_part import Part


def only(text: str) -> Part:
    (part,) = joined(player_apple.find(text))
    return part


def test_the_outer_error_comes_before_the_errors_inside_it() -> None:
    text = text_of("player/avplayer-underlying.txt")
    assert values(only(text), "code") == ["avfoundation -1008", "avfoundation -16845"]


def test_the_error_log_of_a_player_item_names_domain_code_and_comment() -> None:
    part = only("errorStatusCode: -12938, errorDomain: CoreMediaErrorDomain, errorComment: HTTP 404: File Not Found")
    assert values(part, "code") == ["avfoundation -12938"]
    assert values(part, "status") == ["404"]
    assert values(part, "message") == ["HTTP 404: File Not Found"]


def test_a_description_that_says_nothing_is_no_message() -> None:
    part = only('Error Domain=AVFoundationErrorDomain Code=-11800 "The operation could not be completed"')
    assert values(part, "message") == []


def test_an_error_of_the_network_alone_is_no_players() -> None:
    assert [*player_apple.find('Error Domain=NSURLErrorDomain Code=-1009 "offline"')] == []


def test_the_span_runs_to_the_end_of_the_user_info() -> None:
    text = 'x Error Domain=AVFoundationErrorDomain Code=-11800 "no" UserInfo={A={B=c}} y'
    assert text[only(text).start : only(text).end] == text[2:-2]
