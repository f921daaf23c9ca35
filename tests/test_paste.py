"""The modal to paste into."""

import pytest

from bot.card import card
from bot.cards import paste
from bot.local.limits import view_faults
from tests import answers
from tests.approve import check


@pytest.mark.approved
@pytest.mark.parametrize("files", [True, False])
def test_the_modal_is_the_approved_one(files: bool) -> None:
    view = paste.asking(files=files)
    assert view_faults(view, "modal") == []
    check(f"paste{'' if files else '_text'}", view)


def test_an_answer_fits_into_the_modal() -> None:
    view = paste.answer(card(answers.hostile(answers.HOSTILE_TEXT), "k"), ["note"])
    assert view_faults(view, "modal") == []


def test_what_was_typed_and_attached_is_read() -> None:
    values = {
        paste.QUESTION: {paste.QUESTION: {"value": "404"}},
        paste.FILE: {paste.FILE: {"files": [{"id": "F1"}, "F2"]}},
    }
    text, files = paste.submitted({"state": {"values": values}})
    assert text == "404"
    assert files == [{"id": "F1"}, {"id": "F2", "file_access": "check_file_info"}]


def test_an_empty_submission_is_nothing() -> None:
    assert paste.submitted({}) == ("", [])
