"""Names in the words of a question: systems are recognised and taken out, misspelled words get their readings."""

import pytest

from kb import words
from kb.names import MOST_FORMS, misspelled, named, respelled
from kb.spans import Text
from kb.store import Store


def text_of(spoken: str) -> Text:
    return Text([*words.read(spoken)])


def named_in(store: Store, text: Text) -> dict[str, str]:
    return named(store, text, misspelled(store, text))


def first_readings(store: Store, spoken: str, *, bold: bool = False) -> dict[str, str]:
    return {word: known[0][0] for word, known in misspelled(store, text_of(spoken), bold=bold).items()}


def test_a_name_is_taken_out_of_the_words_and_told_as_it_was_typed(store: Store) -> None:
    text = text_of("the mediatalior manifest")
    assert named_in(store, text) == {"aws-mediatailor": "mediatalior"}
    assert text.left() == ["the", "manifest"]


def test_two_systems_can_be_named(store: Store) -> None:
    text = text_of("gcore or media tailor")
    assert named_in(store, text) == {"gcore-streaming": "gcore", "aws-mediatailor": "media tailor"}
    assert text.left() == ["or"]


@pytest.mark.parametrize("spoken", ["azure media services streaming endpoint", "iis media services"])
def test_a_long_name_goes_before_the_shorter_one_inside_it(store: Store, spoken: str) -> None:
    assert [*named_in(store, text_of(spoken)).values()] == [spoken]


@pytest.mark.parametrize("spoken", ["media services and streaming endpoint", "the streaming endpoint of our ams"])
def test_of_two_names_that_can_mean_one_system_that_one_is_meant(store: Store, spoken: str) -> None:
    assert named_in(store, text_of(spoken)).keys() == {"ams-origin"}


def test_a_name_that_two_systems_have_names_both(store: Store) -> None:
    assert named_in(store, text_of("ams")) == {"ams-origin": "ams", "ams-rest-v2": "ams"}


@pytest.mark.parametrize("spoken", ["", "the manifest is stale", "akamai", "gcorestreamingx"])
def test_other_words_name_nothing_and_stay(store: Store, spoken: str) -> None:
    text = text_of(spoken)
    assert named_in(store, text) == {}
    assert text.left() == words.split(spoken)


def test_a_strange_word_is_read_as_known_ones_the_likeliest_first(store: Store) -> None:
    ((first, likeness), *others) = misspelled(store, text_of("manifset"))["manifset"]
    assert first == "manifest"
    assert all(other < likeness < 1 for _, other in others)


@pytest.mark.parametrize("spoken", ["manifest", "the", "404", "0x8088002a", "akamai", "fastly", "qqqqqqqq"])
def test_known_words_grammar_codes_and_other_products_are_not_respelled(store: Store, spoken: str) -> None:
    assert misspelled(store, text_of(spoken)) == {}


def test_a_word_that_was_taken_is_not_looked_at(store: Store) -> None:
    text = text_of("mediatalior manifset")
    named_in(store, text)
    assert misspelled(store, text).keys() == {"manifset"}


@pytest.mark.parametrize("spoken", ["contentkey", "contnetkey"])
def test_a_name_typed_in_one_comes_as_its_words(store: Store, spoken: str) -> None:
    assert first_readings(store, spoken) == {spoken: "content key"}


def test_short_words_with_two_slips_are_only_read_boldly(store: Store) -> None:
    assert "gxxre" not in first_readings(store, "gxxre")
    assert "gcore" in {known for known, _ in misspelled(store, text_of("gxxre"), bold=True)["gxxre"]}


SPELLINGS = {"cdoe": [("code", 0.9), ("content key", 0.5)], "xerr": [("x err", 0.8)]}


def forms(spoken: str) -> list[str]:
    text = text_of(spoken)
    return respelled(text, text.spans()[0], SPELLINGS)


def test_a_stretch_is_put_right_in_every_way_the_likeliest_first() -> None:
    assert forms("err cdoe") == ["errcode", "errcontentkey"]
    assert forms("xerr cdoe") == ["xerrcode", "xerrcontentkey"]


def test_a_stretch_without_a_misspelled_word_has_no_other_form() -> None:
    assert forms("err code") == []


def test_a_stretch_that_could_be_too_many_things_is_none() -> None:
    most = MOST_FORMS.bit_length() - 1  # two readings each
    assert len(forms("cdoe " * most)) == MOST_FORMS
    assert forms("cdoe " * (most + 1)) == []
