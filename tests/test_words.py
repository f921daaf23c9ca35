"""Words: both the packs and the questions pass through these, and must come out alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Publishing point locked", ["publishing", "point", "locked"]),
        ("ContentKey", ["content", "key"]),
        ("content_key", ["content", "key"]),
        ("MPE_MGMT_INVALID_DATA", ["mpe", "mgmt", "invalid", "data"]),
        ("HTTPRequest", ["http", "request"]),
        ("can't, won’t", ["cant", "wont"]),
        ("x-err-code: 2000", ["x", "err", "code", "2000"]),
        ("Über das Manifest", ["über", "das", "manifest"]),
        ("マニフェスト 404", ["マニフェスト", "404"]),
        ("... !?", []),
        ("", []),
    ],
)
def test_a_text_is_split_into_lower_case_words(text: str, parts: list[str]) -> None:
    assert words.split(text) == parts


def test_nothing_longer_than_a_word_can_be_is_a_word() -> None:
    assert words.split(f"{'a' * 40} {'b' * 41} end") == ["a" * 40, "end"]


def test_a_word_knows_the_run_it_was_written_in_and_where_that_stood() -> None:
    assert words.read("a ContentKey") == [
        words.Word("a", "a", 0),
        words.Word("content", "ContentKey", 2),
        words.Word("key", "ContentKey", 2),
    ]


@given(st.text(max_size=300))
def test_reading_and_splitting_agree_on_any_text(text: str) -> None:
    found = words.read(text)
    assert [word.text for word in found] == words.split(text)
    assert all(text[word.start :].startswith(word.run) for word in found)


@given(st.text(max_size=300))
def test_words_are_lower_case_and_no_longer_than_forty(text: str) -> None:
    assert all(word == word.lower() and 0 < len(word) <= words.LONGEST_WORD for word in words.split(text))


@pytest.mark.parametrize(
    ("one", "other"), [("locks", "locked"), ("requests", "requesting"), ("two", "2"), ("fourth", "4th"), ("cant", "no")]
)
def test_forms_of_a_word_have_one_term(one: str, other: str) -> None:
    assert words.term(one) == words.term(other)


@pytest.mark.parametrize(("one", "other"), [("started", "stopped"), ("2000", "2001"), ("not", "note"), ("one", "once")])
def test_different_words_have_different_terms(one: str, other: str) -> None:
    assert words.term(one) != words.term(other)


@pytest.mark.parametrize(
    ("spoken", "meant"),
    [
        ("pp locked", "publishing point locked"),
        ("no such asset", "not found asset"),
        ("asset doesnt exist", "asset not found"),
        ("asset does not exist", "asset not found"),
        ("it timed out", "it timeout"),
        ("does not", "does not"),
        ("auth sig", "authentication signature"),
        ("", ""),
    ],
)
def test_abbreviations_and_turns_of_phrase_are_written_out(spoken: str, meant: str) -> None:
    assert words.expand(spoken.split()) == meant.split()


def test_placeholders_of_a_message_are_no_words() -> None:
    assert words.literal_words("Widget {name} is locked by {other_name}") == ["widget", "is", "locked", "by"]


def test_braces_that_are_no_placeholder_stay() -> None:
    assert words.literal_words('{"Message": "locked"}') == ["message", "locked"]


def test_terms_leave_out_grammar_and_http_statuses() -> None:
    assert words.terms(["why", "does", "the", "manifest", "return", "404", "2000"]) == ["manifest", "2000"]


@pytest.mark.parametrize("word", ["not", "never", "cannot"])
def test_a_negation_is_never_left_out(word: str) -> None:
    assert words.terms([word]) == ["not"]


NAMES = frozenset({("azur",), ("azur", "media", "servic"), ("am",)})


@pytest.mark.parametrize(
    ("found", "rest"),
    [
        ("azur media servic lock", "lock"),
        ("azur lock", "lock"),
        ("media lock", "media lock"),
        ("lock am point azur", "lock point"),
        ("azur media servic", "azur media servic"),
        ("", ""),
    ],
)
def test_names_are_taken_out_unless_nothing_else_is_there(found: str, rest: str) -> None:
    assert words.without(found.split(), NAMES) == rest.split()


def test_terms_stay_when_there_are_no_names() -> None:
    assert words.without(["lock"], frozenset()) == ["lock"]


def test_camel_case_names_are_found_with_their_words() -> None:
    assert words.compounds("the ContentKeyAuthorization of an Asset, MPE_LOCKED") == {
        "contentkeyauthorization": "content key authorization"
    }


@pytest.mark.parametrize("name", ["MPE_MGMT_INVALID", "MPE-MGMT-INVALID", "mpe mgmt invalid", "MpeMgmtInvalid."])
def test_a_name_is_the_same_without_case_spaces_and_punctuation(name: str) -> None:
    assert words.squash(name) == "mpemgmtinvalid"


def test_synonyms_stand_for_each_other_but_not_for_themselves() -> None:
    assert all(
        member in words.SYNONYMS[other] and member != other
        for member, others in words.SYNONYMS.items()
        for other in others
    )


@pytest.mark.parametrize(
    "spelling", ["MPE_MGMT_INVALID_DATA", "MPE-MGMT-INVALID-DATA", "mpe mgmt invalid data", "MpeMgmtInvalidData"]
)
def test_every_spelling_of_a_symbol_has_one_form(spelling: str) -> None:
    assert words.squash(spelling) == "mpemgmtinvaliddata"


@given(st.text())
def test_the_form_of_a_symbol_is_stable(text: str) -> None:
    assert words.squash(words.squash(text)) == words.squash(text)
