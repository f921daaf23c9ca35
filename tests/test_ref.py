"""What buttons carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.ref import Ref
from tests.answers import IDENTIFIER

KEY = "0123456789abcdef"


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_ref_is_read_as_it_was_written(system: str, code: str, symbol: str) -> None:
    ref = Ref(KEY, system, code, symbol)
    assert Ref.read(ref.value) == ref


def test_a_ref_of_a_match_names_its_entry() -> None:
    assert Ref.of(KEY, IDENTIFIER.matches[0]) == Ref(
        KEY, "iis-smooth", "0x8088002A", "MPE_MGMT_PUBLISHING_POINT_LOCKED"
    )


def test_a_name_too_long_for_a_button_leaves_the_key() -> None:
    assert Ref.read(Ref(KEY, "s", "c" * 3_000).value) == Ref(KEY)


@pytest.mark.parametrize("value", ["", "-", "[]", "{}", "[1]", '["a","b","c","d","e"]', "[" * 5_000, "nonsense"])
def test_another_value_is_no_ref(value: str) -> None:
    assert Ref.read(value) == Ref("")
