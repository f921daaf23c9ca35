"""Slots: what a question names is taken out of it exactly as it stands, and only words are ever put right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import readers
from kb.clean import clean
from kb.model import Evidence
from kb.pack import PACKS, read_packs
from kb.slots import MOST_WORDS, Slots, understand
from kb.store import Store

SYSTEMS = {pack.system.id: pack.system for pack in read_packs([PACKS])}


def slots(store: Store, text: str, *systems: str) -> Slots:
    evidence = [item for sighting in readers.read(clean(text).text) for item in sighting.evidence]
    return understand(store, evidence, systems)


def known(found: Slots) -> set[tuple[str, str]]:
    return {(code.system, code.written) for code in found.known}


def words(found: Slots) -> list[str]:
    return [word.word for word in found.question]


LOCKED = ("iis-smooth", "0x8088002A")


@pytest.mark.parametrize(
    "text",
    ["0x8088002A", "8088002a", "&H8088002A", "0x8088002AL", "2156396586", "-2138570710", "hr=0x8088002A on PUT", "[0x8088002a]"],
)  # fmt: skip
def test_an_identifier_is_taken_in_every_spelling(store: Store, text: str) -> None:
    assert known(slots(store, text)) == {LOCKED}


@pytest.mark.parametrize(
    "text",
    [
        "MPE_MGMT_PUBLISHING_POINT_LOCKED",
        "mpe_mgmt_publishing_point_locked",
        "MPE-MGMT-PUBLISHING-POINT-LOCKED",
        "mpe mgmt publishing point locked",
        "we see MPE_MGMT_PUBLISHING_POINT_LOCKED again",
    ],
)
def test_a_constant_is_taken_in_every_spelling(store: Store, text: str) -> None:
    assert known(slots(store, text)) == {("iis-smooth", "MPE_MGMT_PUBLISHING_POINT_LOCKED")}


@pytest.mark.parametrize("text", ["GatewayTimeoutException", "it threw a GatewayTimeoutException today"])
def test_an_exception_is_taken_as_it_is_written(store: Store, text: str) -> None:
    assert known(slots(store, text)) == {("aws-mediatailor", "GatewayTimeoutException")}


@pytest.mark.parametrize(
    "text", ["gone are the days", "the conflict exception to the rule", "bad gateway", "our encoder load shed"]
)
def test_ordinary_english_is_no_identifier(store: Store, text: str) -> None:
    assert known(slots(store, text)) == set()


@pytest.mark.parametrize(
    "text", ["x-err-code 2000", "X-Err-Code: 2000", "xerrcode=2000", "gcore err code 2000", "x-err-cdoe 2000"]
)
def test_a_code_under_its_label_is_taken(store: Store, text: str) -> None:
    assert known(slots(store, text)) == {("gcore-streaming", "X-Err-Code 2000")}


@pytest.mark.parametrize("text", ["x-err-code 2001", "X-Err-Code: 2222"])
def test_a_number_under_a_label_is_never_put_right(store: Store, text: str) -> None:
    found = slots(store, text)
    assert found.known == ()
    assert [value for kind, value in found.unknown if kind == "code"] == [f"X-Err-Code {text[-4:]}"]


def test_a_bare_number_is_a_code_only_of_a_system_that_is_named(store: Store) -> None:
    assert known(slots(store, "gcore 2000")) == {("gcore-streaming", "X-Err-Code 2000")}
    assert known(slots(store, "2000 viewers")) == known(slots(store, "mediatailor 2000")) == set()


@pytest.mark.parametrize(
    ("text", "value"),
    [("0x80880030", "0x80880030"), ("80880031", "0x80880031"), ("-2138570700", "0x80880034")],
)
def test_an_unknown_code_stays_as_it_is(store: Store, text: str, value: str) -> None:
    found = slots(store, text)
    assert (found.known, found.unknown) == ((), (("hresult", value),))


def test_an_unknown_constant_stays_as_it_is(store: Store) -> None:
    assert slots(store, "MPE_MGMT_PUBLISHING_POINT_LOCKER").unknown == (("symbol", "MPE_MGMT_PUBLISHING_POINT_LOCKER"),)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_system_is_named_by_each_of_its_names(store: Store, system: str) -> None:
    names = (system, SYSTEMS[system].name, *SYSTEMS[system].aliases)
    assert [name for name in names if system not in slots(store, f"{name} 404").scope] == []


@pytest.mark.parametrize(
    "text", ["mediatalior 404", "meditailor 404", "media tialor 404", "aws elemental mediatialor 404"]
)
def test_a_misspelled_system_is_still_named(store: Store, text: str) -> None:
    assert slots(store, text).scope == ("aws-mediatailor",)


def test_a_system_asked_for_goes_before_the_ones_that_are_named(store: Store) -> None:
    assert slots(store, "mediatailor 404", "gcore-streaming").scope == ("gcore-streaming",)


def test_a_name_that_two_systems_share_names_both_until_another_word_tells(store: Store) -> None:
    assert {*slots(store, "ams 404").scope} == {"ams-origin", "ams-rest-v2"}
    assert slots(store, "ams streaming endpoint 404").scope == ("ams-origin",)


def test_a_code_that_only_another_system_has_counts_beside_one_of_the_system_that_is_named(store: Store) -> None:
    assert known(slots(store, "ams says 0x80890200 and then 0x8088002A")) == {("ams-origin", "0x80890200"), LOCKED}


def test_a_proved_system_goes_before_a_named_one(store: Store) -> None:
    proof = Evidence(
        "namespace", "http://schemas.microsoft.com/iis/media/2011/03/streaming/management", "xml namespace"
    )
    found = understand(store, [proof, Evidence("words", "mediatailor", "text")])
    assert found.scope == ("iis-smooth",)
    assert found.proved.keys() == {"iis-smooth"}


def test_a_link_in_a_sentence_names_its_system_but_proves_nothing(store: Store) -> None:
    found = slots(store, "https://abc.mediatailor.eu-west-1.amazonaws.com/v1/master/x gives 404")
    assert found.scope == ("aws-mediatailor",)
    assert found.proved == {}


@pytest.mark.parametrize("text", ["akamai 404", "Fastly says 503", "wowza 500"])
def test_a_product_that_no_pack_knows_is_noticed(store: Store, text: str) -> None:
    assert slots(store, text).elsewhere == (text.split()[0].casefold(),)


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("mediatailor 409", (409,)),
        ("http 404", (404,)),
        ("502 or 503", (502, 503)),
        ("no status", ()),
        ("gcore 301", (301,)),
        ("301 viewers", ()),
    ],
)
def test_statuses_are_taken_in_order(store: Store, text: str, statuses: tuple[int, ...]) -> None:
    assert slots(store, text).statuses == statuses


def test_a_status_that_stands_like_one_is_marked(store: Store) -> None:
    assert slots(store, "http 404").marked
    assert not slots(store, "404 viewers watched").marked


def test_a_class_of_statuses_is_taken(store: Store) -> None:
    assert slots(store, "gcore 5xx").classes == (5,)


def test_a_reason_phrase_is_a_status_with_the_words_it_took(store: Store) -> None:
    found = slots(store, "mediatailor bad gateway")
    assert found.reasons == (502,)
    assert found.reason_words == {"bad", "gateway"}


def test_what_is_left_is_searched_for_without_grammar_and_names(store: Store) -> None:
    assert words(slots(store, "why is the mediatailor manifest so stale?")) == ["manifest", "stale"]


def test_a_misspelled_word_is_read_as_what_it_may_be(store: Store) -> None:
    (word,) = (word for word in slots(store, "the manifset is stale").question if word.word == "manifset")
    assert "manifest" in word.readings


def test_tags_of_the_team_itself_say_nothing(store: Store) -> None:
    assert words(slots(store, "manifest stale on ch12 at edge-7b")) == ["manifest", "stale", "edge"]


def test_a_short_text_is_one_question_and_a_long_one_has_a_part_for_each_sentence(store: Store) -> None:
    sentence = "the manifest of our biggest channel went stale after the encoder restarted."
    short, long = slots(store, sentence), slots(store, " ".join([sentence] * 3))
    assert (short.is_long, short.parts) == (False, ())
    assert (long.is_long, len(long.parts)) == (True, 3)


def test_what_the_service_said_is_a_part_of_its_own(store: Store) -> None:
    said, typed = (
        Evidence("message", "the manifest is stale", "json Message"),
        Evidence("words", "on our channel", "text"),
    )
    assert [[word.word for word in part] for part in understand(store, [typed, said]).parts] == [["manifest", "stale"]]


def test_of_a_very_long_text_the_start_is_considered(store: Store) -> None:
    found = slots(store, f"manifest {'stale ' * MOST_WORDS} publishing point locked")
    assert words(found) == ["manifest", "stale"]


def test_nothing_is_taken_from_nothing(store: Store) -> None:
    assert understand(store, []) == Slots()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_understood(store: Store, text: str) -> None:
    found = slots(store, text)
    assert all(word.weight > 0 for word in found.question)
    assert {*found.proved} <= {*found.systems} <= {*SYSTEMS}


def test_an_identifier_of_two_ordinary_words_counts_when_nothing_else_is_said(store: Store) -> None:
    assert known(slots(store, "load shed")) == {("aws-mediatailor", "LoadShed")}
    assert known(slots(store, "our encoder had to load shed")) == set()


def test_the_end_of_a_constant_names_it_unless_that_is_the_whole_name_of_another(store: Store) -> None:
    assert known(slots(store, "MGMT_INVALID_SCHEMA")) == {("iis-smooth", "MGMT_INVALID_SCHEMA")}
    assert {written for _, written in known(slots(store, "ADS_TIMEOUT"))} == {"ADS_TIMEOUT"}
