"""The arguments of a call."""

import pytest

from bot.local.call import parsed
from tests.local.refusals import refusing


@pytest.mark.parametrize(("value", "expected"), [('[{"a": 1}]', [{"a": 1}]), ([1], [1]), ("", None), (None, None)])
def test_json_may_come_as_text(value: object, expected: object) -> None:
    assert parsed(value, "invalid") == expected


@pytest.mark.parametrize("value", ["{", "[" * 100_000])
def test_broken_json_is_refused_by_the_given_name(value: str) -> None:
    with refusing("invalid_blocks_format"):
        parsed(value, "invalid_blocks_format")
