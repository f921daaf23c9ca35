"""What holds for all channels."""

import pytest

from bot.rules import Rules


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("inc-2024", "inc-*"),
        ("INC-2024", "inc-*"),
        ("incident-cdn", "Incident-*"),
        ("inc", ""),
        ("not-inc-1", ""),
        ("incidents", ""),
        ("", ""),
    ],
)
def test_a_name_fits_a_pattern_as_a_whole_and_in_any_case(name: str, pattern: str) -> None:
    assert Rules(names=("inc-*", "Incident-*")).pattern(name) == pattern


def test_the_first_pattern_that_fits_is_told() -> None:
    assert Rules(names=("inc-?", "inc-*")).pattern("inc-1") == "inc-?"
    assert Rules(names=()).pattern("inc-1") == ""
