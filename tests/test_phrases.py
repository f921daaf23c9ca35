"""Wordings that cards share."""

from dataclasses import replace

from bot.cards.phrases import asides, because, headline, names, read, retired, short_name, understood
from kb import Evidence
from kb.model import ErrorSeen
from tests.answers import AMS, CONFLICT, GONE, IDENTIFIER, IIS, LOCKED, PASTE


def test_an_entry_is_named_by_code_symbol_and_status_without_repetition() -> None:
    assert names(LOCKED) == ["0x8088002A", "MPE_MGMT_PUBLISHING_POINT_LOCKED", "HTTP 400"]
    assert names(CONFLICT) == ["HTTP 409", "ConflictException"]
    assert names(GONE) == ["HTTP 404"]


def test_a_bare_status_gets_its_symbol_where_one_name_has_to_do() -> None:
    assert [short_name(entry) for entry in (LOCKED, CONFLICT, GONE)] == ["0x8088002A", "ConflictException", "HTTP 404"]


def test_a_headline_has_code_and_title() -> None:
    assert headline(CONFLICT) == "`HTTP 409` `ConflictException` Playlists of one session requested at the same time"
    assert headline(LOCKED) == "`0x8088002A` Publishing point locked by another operation"


def test_only_a_product_that_is_no_more_is_told() -> None:
    assert retired(IIS) == ""
    assert "Retired on 30 June 2024" in retired(AMS)


def test_secrets_are_counted_by_kind() -> None:
    assert asides(PASTE) == ["Note: the JSON breaks off at line 3", "3 secrets were hidden: 1 bearer token, 2 cookies."]


def test_an_error_seen_often_is_counted() -> None:
    often = replace(IDENTIFIER, errors=(ErrorSeen(IDENTIFIER, 1200, "10:15", "10:20"),))
    assert asides(often) == ["Seen 1,200 times, `10:15` to `10:20`"]


def test_evidence_is_told_with_its_place_and_without_words() -> None:
    assert read((Evidence("words", "hi", "text"), Evidence("status", "404", "text"))) == ["• HTTP status `404` (text)"]


def test_nothing_is_said_to_be_nothing() -> None:
    assert understood(replace(IDENTIFIER, said="")) == "Understood: nothing"
    assert because("", "") == "Knowledge base unnamed"
