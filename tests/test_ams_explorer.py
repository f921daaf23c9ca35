"""The log of Azure Media Services Explorer: statuses below transfers, codes of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.readers import ams_explorer
from kb.readers.log_record import apart
from tests.sightings import values

if TYPE_CHECKING:
    from kb.readers.log_record import Block


def only(text: str) -> Block:
    (block,) = apart(ams_explorer.find(text))
    return block


def test_explorer_reports_a_status_below_the_transfer() -> None:
    text = (
        "[6/8/2017 3:05:15 PM] Transfer 'Upload of file 'clip.mp4'': Error\n"
        "[6/8/2017 3:05:15 PM] One or more errors occurred.\n"
        "The remote server returned an error: (500) Internal Server Error."
    )
    assert values(only(text), "status") == ["500"]
    assert only(text).when == "6/8/2017 3:05:15 PM"
    assert text[only(text).start : only(text).end] == text


def test_explorer_reports_the_code_of_a_task() -> None:
    sighting = only("[7/22/2016 7:30:30 PM] Task 'Validate', Error : MediaProcessor : A fragment is too long")
    assert values(sighting, "code") == ["MediaProcessor"]
    assert values(sighting, "message") == ["A fragment is too long"]


def test_explorers_own_words_are_no_message() -> None:
    sighting = only("[14:22:07] Error when submitting the job 'Encode'\n[14:22:07] One or more errors occurred.")
    assert values(sighting, "message") == []
