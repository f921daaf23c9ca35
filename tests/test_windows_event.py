"""The Windows event log: events of IIS Media Services, and of others when they hold a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kb.readers import windows_event
from kb.readers.log_record import apart
from tests.sightings import values

if TYPE_CHECKING:
    from kb.readers.log_record import Block

EVENT = """Log Name:      Microsoft-IIS-MediaServices/Admin
Source:        Microsoft-Windows-IIS-MediaServices
Date:          3/12/2015 10:22:41 AM
Event ID:      3006
Level:         Error
Description:
Failed to start publishing point 'news.isml'. Error: 0x80070005."""


def only(text: str) -> Block:
    (block,) = apart(windows_event.find(text))
    return block


def test_an_event_is_read_with_its_id_its_code_and_its_time() -> None:
    sighting = only(EVENT)
    assert values(sighting, "hresult") == ["0x80070005"]
    assert values(sighting, "code") == ["iis-smooth-eventlog 3006"]
    assert sighting.when == "3/12/2015 10:22:41 AM"


def test_an_event_of_another_program_counts_by_its_code_alone() -> None:
    text = EVENT.replace("IIS-MediaServices", "Example").replace("publishing point", "service")
    assert values(only(text), "hresult") == ["0x80070005"]
    assert values(only(text), "code") == []


def test_an_event_of_another_program_without_a_code_is_left_alone() -> None:
    text = (
        EVENT.replace("IIS-MediaServices", "Example").replace("publishing point", "service").replace("0x80070005", "5")
    )
    assert [*windows_event.find(text)] == []


@pytest.mark.parametrize("start", ["3006 ", "Event ID: 3006\n", "Event ID 3006: "])
def test_an_event_may_be_written_in_one_line(start: str) -> None:
    sighting = only(f"{start}Failed to start publishing point 'news.isml'. Error: 0x80070005.")
    assert values(sighting, "code") == ["iis-smooth-eventlog 3006"]
    assert values(sighting, "hresult") == ["0x80070005"]
