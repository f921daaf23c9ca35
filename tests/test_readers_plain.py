"""Plain text: what a person types, read for codes, statuses, names and links; the rest is words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.clean import clean
from kb.model import Evidence, Sighting
from kb.readers import plain
from tests.pace import repeated, within


def only(text: str) -> Sighting:
    (sighting,) = plain.read(text)
    return sighting


def values(text: str, kind: str) -> list[str]:
    return [item.value for item in only(text).evidence if item.kind == kind]


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_is_seen_in_nothing(text: str) -> None:
    assert [*plain.read(text)] == []


def test_what_is_typed_is_one_sighting_without_the_blanks_around_it() -> None:
    sighting = only("\n  mediatailor says no \n")
    assert (sighting.reader, sighting.start, sighting.end) == ("plain", 3, 22)
    assert sighting.evidence == (Evidence("words", "mediatailor says no", "text"),)


def test_a_code_is_taken_out_of_the_words() -> None:
    assert only("why 8088002A today").evidence == (
        Evidence("hresult", "0x8088002A", "text"),
        Evidence("words", "why          today", "text"),
    )


def test_codes_come_in_order_and_once() -> None:
    assert values("0x8088002B, 0x8088002A, 8088002b", "hresult") == ["0x8088002B", "0x8088002A"]


def test_a_code_alone_leaves_no_words() -> None:
    assert [item.kind for item in only("0x8088002A").evidence] == ["hresult"]


def test_a_status_that_stands_like_one_differs_from_a_number() -> None:
    assert Evidence("status", "404", "text") in only("http 404").evidence
    assert Evidence("status", "404", "number in text") in only("saw 404 of them").evidence


@pytest.mark.parametrize("text", ["version 4.0.4", "v10.404.1", "at 10.4.0.4", "https://a.example/404", "page-404x"])
def test_parts_of_versions_addresses_and_links_are_no_status(text: str) -> None:
    assert values(text, "status") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("it threw ConflictException again", "ConflictException"),
        ("MPE_MGMT_INVALID_DATA: what", "MPE_MGMT_INVALID_DATA"),
        ("hls: levelLoadError.", "levelLoadError"),
    ],
)
def test_the_name_of_an_error_is_read_and_stays_among_the_words(text: str, name: str) -> None:
    assert values(text, "symbol") == [name]
    assert name in values(text, "words")[0]


def test_a_link_gives_its_host_and_path_and_no_words() -> None:
    sighting = only("broken: https://CDN.example:8443/live/a.m3u8?x=404#t since noon")
    assert Evidence("host", "cdn.example", "text link") in sighting.evidence
    assert Evidence("path", "/live/a.m3u8", "text link") in sighting.evidence
    assert values("broken: https://CDN.example:8443/live/a.m3u8?x=404#t since noon", "words")[0].split() == [
        "broken:",
        "since",
        "noon",
    ]


def test_tags_and_people_are_no_words() -> None:
    assert values("<b class='x'>locked</b> @sam.smith", "words")[0].split() == ["locked"]


def test_of_a_very_long_text_the_start_is_read_and_that_is_said() -> None:
    sighting = only("0x8088002A " + "word " * plain.READ + "0x8088002B")
    assert [item.value for item in sighting.evidence if item.kind == "hresult"] == ["0x8088002A"]
    assert sighting.notes == ("of the running text only the first 50,000 characters were read",)


@given(st.text(max_size=500))
def test_any_text_is_read_within_its_span(text: str) -> None:
    for sighting in plain.read(clean(text).text):
        assert 0 <= sighting.start < sighting.end <= len(text)
        assert all(item.value for item in sighting.evidence)


@pytest.mark.parametrize(
    "piece", ["a", "a_", "A_B", "1.", "http://", "https://a/", "@a", "<a ", "</", "0x8", "404 ", "-2", "é", "a.b:"]
)
def test_a_hostile_line_takes_no_longer_than_an_ordinary_one(piece: str) -> None:
    text = repeated(piece, 100_000)
    with within(0.5):
        assert [*plain.read(text)]


@pytest.mark.parametrize(
    "label", ["InternalError", "internal_error=", "inner code:", "Inner exception ", "inner HRESULT: ("]
)
def test_a_code_that_explains_another_is_told_from_it(label: str) -> None:
    places = [item.where for item in only(f"0x8088002E, {label} 0x80070002").evidence if item.kind == "hresult"]
    assert places == ["text", plain.INNER]


@pytest.mark.parametrize("label", ["internal server error", "error", "dinner code", "the spinner exceptions"])
def test_a_code_that_names_an_error_explains_none(label: str) -> None:
    places = [item.where for item in only(f"0x8088002E, {label} 0x80070002").evidence if item.kind == "hresult"]
    assert places == ["text", "text"]
