"""Planned faults are met in order and used up."""

from bot.local.faults import Faults, Planned


def test_a_fault_is_met_as_often_as_planned_and_by_its_method_only() -> None:
    faults = Faults()
    faults.plan(Planned("ratelimit", "chat.update", left=2))
    assert faults.due("chat.postMessage") is None
    assert [fault.kind if (fault := faults.due("chat.update")) else None for _ in range(3)] == ["ratelimit"] * 2 + [
        None
    ]


def test_a_fault_without_a_method_is_met_by_any() -> None:
    faults = Faults()
    faults.plan(Planned("lose_call"))
    assert faults.due("auth.test") == Planned("lose_call")


def test_the_pace_of_a_channel_is_free_until_it_is_asked_for() -> None:
    faults = Faults()
    assert not faults.too_soon("chat.postMessage", "C1")
    faults.one_a_second = True
    assert not faults.too_soon("chat.postMessage", "C1")
    assert faults.too_soon("chat.postMessage", "C1")
    assert not faults.too_soon("chat.postMessage", "C2")
    assert not faults.too_soon("reactions.add", "C1")
