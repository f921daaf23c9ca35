"""Planned faults are met in order and used up; those of the weather come at their rates."""

from collections import Counter
from typing import Any

import pytest

from bot.local.faults import SPEAKING, Faults, Planned, Weather, forecast
from tests.local.refusals import refusing


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


STORM = {"ratelimit": 0.2, "server_error": 0.1, "lose_answer": 0.05}


def met(weather: Weather, calls: int, method: str = "chat.postMessage") -> list[str]:
    faults = Faults()
    faults.turn(weather)
    return [fault.kind if (fault := faults.due(method)) else "" for _ in range(calls)]


def test_the_same_seed_lets_the_same_calls_meet_the_same_faults() -> None:
    once, again, other = (met(Weather(STORM, seed=seed), 200) for seed in (7, 7, 8))
    assert once == again
    assert once != other


def test_each_kind_is_met_at_its_rate() -> None:
    counted = Counter(met(Weather(STORM, seed=7), 20_000))
    for kind, rate in STORM.items():
        assert counted[kind] == pytest.approx(20_000 * rate, rel=0.1)
    assert counted.keys() == {*STORM, ""}


def test_rates_that_make_one_leave_nothing_well() -> None:
    assert "" not in met(Weather({"lose_call": 0.5, "hang": 0.5}, seed=7), 1000)


def test_weather_is_about_the_methods_it_names() -> None:
    assert met(Weather({"ratelimit": 1}), 1, "auth.test") == [""]
    assert met(Weather({"ratelimit": 1}, methods=("auth.test",)), 1, "auth.test") == ["ratelimit"]
    assert [met(Weather({"ratelimit": 1}), 1, method) for method in SPEAKING] == [["ratelimit"]] * len(SPEAKING)


def test_a_call_outside_the_weather_leaves_its_course_as_it_was() -> None:
    faults = Faults()
    faults.turn(Weather(STORM, seed=7))
    kinds = []
    for _ in range(100):
        faults.due("auth.test")
        kinds.append(fault.kind if (fault := faults.due("chat.update")) else "")
    assert kinds == met(Weather(STORM, seed=7), 100)


def test_a_planned_fault_comes_before_the_weather() -> None:
    faults = Faults()
    faults.turn(Weather({"ratelimit": 1}))
    faults.plan(Planned("hang", seconds=3))
    assert faults.due("chat.update") == Planned("hang", seconds=3)
    assert faults.due("chat.update") == Planned("ratelimit", "chat.update")


def test_clearing_ends_the_weather_and_keeps_the_count() -> None:
    faults = Faults()
    faults.turn(Weather({"ratelimit": 1}))
    faults.due("chat.update")
    faults.clear()
    assert faults.due("chat.update") is None
    assert faults.met == {"ratelimit": 1}


def test_what_was_met_is_counted_by_kind() -> None:
    faults = Faults()
    faults.one_a_second = True
    faults.plan(Planned("hang", left=2))
    faults.plan(Planned("ratelimit"))
    for _ in range(4):
        faults.due("auth.test")
    for _ in range(3):
        faults.too_soon("chat.update", "C1")
    assert faults.met == {"hang": 2, "ratelimit": 1, "one_a_second": 2}


def test_a_forecast_has_everything_that_was_asked_for() -> None:
    asked = {"ratelimit": 0.2, "hang": 0, "methods": ["chat.update"], "seconds": 2, "hang_seconds": 12.5, "seed": 7}
    assert forecast({**asked, "user": "U1"}) == Weather({"ratelimit": 0.2, "hang": 0}, ("chat.update",), 2, 12.5, 7)
    assert forecast({"lose_call": 1}) == Weather({"lose_call": 1})
    assert forecast({"hang": 1, "seconds": 3}).hang_seconds == 3


@pytest.mark.parametrize(
    "asked",
    [
        {"rate_limit": 0.2},
        {"ratelimit": 1.2},
        {"ratelimit": -0.2},
        {"ratelimit": "0.2"},
        {"ratelimit": True},
        {"ratelimit": 0.6, "lose_call": 0.6},
        {"ratelimit": 0.2, "methods": "chat.update"},
        {"ratelimit": 0.2, "methods": [1]},
        {"ratelimit": 0.2, "seconds": None},
        {"hang": 0.2, "hang_seconds": float("inf")},
        {"ratelimit": 0.2, "seed": "seven"},
    ],
    ids=str,
)
def test_a_forecast_with_a_slip_in_it_is_refused(asked: dict[str, Any]) -> None:
    with refusing("invalid_arguments"):
        forecast(asked)
