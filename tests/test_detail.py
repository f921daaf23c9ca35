"""The modal behind More."""

from dataclasses import replace

import pytest

from bot.cards.detail import detail
from bot.local.limits import view_faults, view_too_large
from kb import Answer, Match
from tests import answers
from tests.approve import check


@pytest.mark.approved
@pytest.mark.parametrize(
    ("name", "match", "answer"),
    [
        ("detail", answers.POINTED.matches[0], answers.POINTED),
        ("detail_paste", answers.PASTE.matches[0], answers.PASTE),
        ("detail_forgotten", replace(answers.IDENTIFIER.matches[0], why=""), None),
    ],
)
def test_the_modal_is_the_approved_one(name: str, match: Match, answer: Answer | None) -> None:
    view = detail(match, answer)
    assert view_faults(view, "modal") == []
    check(name, view)


def test_the_modal_has_every_cause() -> None:
    text = str(detail(answers.IDENTIFIER.matches[0], answers.IDENTIFIER))
    assert all(cause.when.split()[-1] in text for cause in answers.LOCKED.causes)


@pytest.mark.parametrize("text", [answers.HOSTILE_TEXT, "", "`", "\ud800"])
def test_no_content_makes_a_modal_that_slack_refuses(text: str) -> None:
    answer = answers.hostile(text)
    view = detail(answer.matches[0], answer)
    assert view_faults(view, "modal") == []
    assert not view_too_large(view)


def test_what_the_text_names_too_is_no_guess() -> None:
    both = replace(answers.IDENTIFIER, matches=(*answers.IDENTIFIER.matches, *answers.PASTE.matches[:1]))
    assert "*Also named*" in str(detail(both.matches[0], both))
    assert "*Could also be*" in str(detail(both.matches[0], replace(both, outcome="choose")))
