"""Found codes: whoever finds them, each stands in the text just where it says, in order and apart from the next."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.codes import find_hresults
from kb.found import Found
from kb.http_status import find_reasons, find_status_classes, find_statuses

FINDERS = (find_hresults, find_statuses, find_status_classes, find_reasons)
PIECES = ("0x8088002A", "-2138570710", "2156396586", "404", "503s", "5XX", "Bad gateway", "GONE", "é", "\U0001f600", " ", ",", ":", "=", "http")  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=20).map("".join)


@pytest.mark.parametrize("find", FINDERS)
@given(text=TEXTS)
def test_a_code_stands_where_its_span_says(find: Callable[[str], list[Found]], text: str) -> None:
    assert all(text[found.start : found.end] == found.literal for found in find(text))


@pytest.mark.parametrize("find", FINDERS)
@given(text=TEXTS)
def test_codes_come_in_order_and_none_is_inside_another(find: Callable[[str], list[Found]], text: str) -> None:
    assert all(one.start < one.end <= other.start for one, other in pairwise(find(text)))


@pytest.mark.parametrize(
    ("find", "text", "found"),
    [
        (find_hresults, "é hr=-2138570710", Found(5, 16, "0x8088002A", "-2138570710")),
        (find_statuses, "\U0001f600 http 404s", Found(7, 11, "404", "404s")),
        (find_status_classes, "a 5XX", Found(2, 5, "5xx", "5XX")),
        (find_reasons, "so: Bad-Gateway", Found(4, 15, "502", "Bad-Gateway")),
    ],
)
def test_a_code_is_told_as_written_and_as_it_is_known(
    find: Callable[[str], list[Found]], text: str, found: Found
) -> None:
    assert find(text) == [found]


def test_a_number_that_just_stands_there_is_bare() -> None:
    (found,) = find_statuses("we had 404 of them")
    assert found.strength == "bare"


def test_words_that_are_ordinary_english_too_are_ambiguous() -> None:
    assert [found.ambiguous for found in find_reasons("gone, bad gateway")] == [True, False]
