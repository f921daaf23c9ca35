"""The checks that Slack's rules are built of."""

import pytest

from bot.local.shapes import Check, anything, choice, many, one_of, record, size, string, web_address, whole, yes_or_no


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (string(3), ["a", "abc"], ["", "abcd", 7, None]),
        (string(3, 0), [""], ["abcd"]),
        (choice("a", "b"), ["a"], ["c", "", None]),
        (web_address(), ["https://example.net", "mailto:a@example.net"], ["example.net", "", 7]),
        (yes_or_no, [True, False], ["true", 1, None]),
        (whole(1, 3), [1, 3], [0, 4, "2", True, 2.0]),
        (many(string(3), 2), [["a"], ["a", "b"]], [[], ["a"] * 3, "ab", {"a": 1}, [7]]),
        (one_of("either", string(3), whole(1, 3)), ["a", 2], [7, None, []]),
        (
            record({"a": string(3)}, {"b": anything}),
            [{"a": "x"}, {"a": "x", "b": None}],
            [{}, {"a": None}, {"c": 1}, "a"],
        ),
    ],
)
def test_a_check_takes_the_good_and_tells_of_the_bad(check: Check, good: list[object], bad: list[object]) -> None:
    assert [list(check(value, "")) for value in good] == [[]] * len(good)
    assert all(list(check(value, "")) for value in bad)


def test_every_fault_of_a_list_is_told_with_its_place() -> None:
    faults = list(many(string(1), 5)(["a", "bb", 3], "/x"))
    assert [fault.pointer for fault in faults] == ["/x/1", "/x/2"]


def test_a_size_is_in_bytes_even_of_half_a_character() -> None:
    assert size("ü") == 4
    assert size("\ud800") > 0
