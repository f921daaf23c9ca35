"""Lines that tell of one error together: which count when they overlap, and where a line ends."""

from __future__ import annotations

from kb.readers.log_record import Block, apart, line_end


def spans(*pairs: tuple[int, int]) -> list[tuple[int, int]]:
    return [(block.start, block.end) for block in apart(Block(start, end, ()) for start, end in pairs)]


def test_blocks_come_in_the_order_of_the_text() -> None:
    assert spans((5, 9), (0, 5)) == [(0, 5), (5, 9)]


def test_a_block_within_another_is_dropped() -> None:
    assert spans((2, 4), (0, 9)) == [(0, 9)]


def test_of_two_that_start_together_the_longer_counts() -> None:
    assert spans((0, 4), (0, 9)) == [(0, 9)]


def test_a_line_ends_before_its_line_feed_or_with_the_text() -> None:
    assert line_end("ab\ncd", 0) == 2
    assert line_end("ab\ncd", 3) == 5
