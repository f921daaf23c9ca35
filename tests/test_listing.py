"""Lists of systems and of errors."""

from dataclasses import replace

from bot.cards.listing import MOST, in_words, system, systems
from bot.local.limits import block_faults
from tests.answers import AMS, IIS, LOCKED
from tests.slack_bot import blocks_text


def test_every_system_is_named_with_its_errors() -> None:
    shown = blocks_text({"blocks": systems([(IIS, 1), (AMS, 7)])})
    assert "`iis-smooth` IIS Smooth Streaming management API, 1 error\n" in shown
    assert "7 errors (retired)" in shown


def test_every_error_of_a_system_is_listed() -> None:
    assert "`0x8088002A` Publishing point locked" in blocks_text({"blocks": system(IIS, [LOCKED])})


def test_a_system_with_very_many_errors_still_fits() -> None:
    entries = [replace(LOCKED, title="<&>" * 60, code="0x8088002A" * 20)] * (MOST + 5)
    blocks = system(IIS, entries)
    assert block_faults(blocks) == []
    assert "and 5 more" in blocks_text({"blocks": blocks})


def test_very_many_systems_still_fit() -> None:
    assert block_faults(systems([(IIS, 1)] * 200)) == []


def test_in_words_a_system_is_counted() -> None:
    assert in_words(IIS, [LOCKED]) == "IIS Smooth Streaming management API: 1 error"
