"""What a button carries that changes a channel."""

import pytest

from bot.cards.blocks import OPTION
from bot.cards.order import Order


@pytest.mark.parametrize(
    "order",
    [
        Order("C1", "mode", ""),
        Order("C1", "mode", "automatic"),
        Order("C1", "quiet", "3600"),
        Order("C1", "hear", "B1"),
    ],
    ids=str,
)
def test_an_order_is_read_as_it_was_written(order: Order) -> None:
    assert Order.read(order.value) == order


@pytest.mark.parametrize(
    "value",
    [
        '["C1","mode","loud"]',
        '["C1","quiet","soon"]',
        "",
        "-",
        "[]",
        '["C1","mode"]',
        '["C1","mode",1]',
        '["C1","leave","x"]',
        '{"a":1}',
        "[" * 10_000,
    ],
)
def test_what_is_no_order_is_none(value: str) -> None:
    assert Order.read(value) is None


def test_the_longest_ids_fit_an_option() -> None:
    assert len(Order("C" * 64, "mode", "automatic").value) <= OPTION
