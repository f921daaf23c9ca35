"""Fitting the model for words: examples from questions, weights from examples, thresholds from what was not fitted to."""

import numpy as np
import pytest

from benchmarks.calibrate import FOLDS, Example, examples, fit, judge, thresholds
from benchmarks.questions import Question, load
from kb.likelihood import MODEL
from kb.store import Store

LOCKED = (("iis-smooth", "0x8088002A", ""),)
ANSWERED = [
    Question("publishing point locked", "publishing point locked", "words", "", "answer", LOCKED),
    Question("pp is locked by another", "publishing point locked", "words", "wrap", "answer", LOCKED),
    Question("publishing point already exists", "already exists", "words", "", "answer", (("iis-smooth", "0x8088002B", ""),)),
    Question("slug header is not valid", "slug", "words", "", "answer", (("iis-smooth", "0x8088002D", ""),)),
    Question("too many locators on one asset", "locators", "words", "", "answer", (("ams-rest-v2", "409", ""),)),
]  # fmt: skip
UNKNOWN = [
    Question(text, text, "chatter", "", "unknown", ())
    for text in ("is the header of the page blue", "another asset for the meeting", "what is the point of it")
]


@pytest.fixture(scope="module")
def few(store: Store) -> list[Example]:
    return examples(store, [*ANSWERED, *UNKNOWN])


@pytest.fixture(scope="module")
def weights(few: list[Example]) -> np.ndarray:
    return fit(few)


def example(base: str, *, variant: str = "") -> Example:
    question = Question(f"{variant} {base}", base, "words", variant, "unknown", ())
    return Example(np.zeros((1, 2)), np.array([False]), question)


def test_a_question_of_words_gives_its_candidates_and_which_are_right(few: list[Example]) -> None:
    first = few[0]
    assert first.question == ANSWERED[0]
    assert first.rows.shape == (len(first.right), len(MODEL.weights))
    assert first.right.sum() == 1


def test_what_should_be_unknown_has_no_right_candidate(few: list[Example]) -> None:
    unknown = [one for one in few if one.question.outcome == "unknown"]
    assert len(unknown) == len(UNKNOWN)
    assert not any(one.right.any() for one in unknown)


@pytest.mark.parametrize("text", ["0x8088002A", "0x80880030", "mediatailor 404", "gcore 5xx", "akamai manifest", "?!"])
def test_a_question_that_does_not_come_down_to_words_is_no_example(store: Store, text: str) -> None:
    assert examples(store, [Question(text, text, "words", "", "answer", LOCKED)]) == []


def test_fitted_weights_make_what_is_right_likelier_than_none(few: list[Example], weights: np.ndarray) -> None:
    asked = [one for one in few if one.right.any()]
    assert len(asked) == len(ANSWERED)
    assert all(right and top > none for top, none, right, _ in judge(asked, weights))


def test_fitted_weights_make_none_likelier_where_nothing_is_right(few: list[Example], weights: np.ndarray) -> None:
    asked = [one for one in few if not one.right.any()]
    assert all(none > top for top, none, _, _ in judge(asked, weights))


def test_the_same_examples_give_the_same_weights(few: list[Example], weights: np.ndarray) -> None:
    assert weights.shape == (len(MODEL.weights),)
    assert np.array_equal(fit(few), weights)


def test_an_answer_that_no_candidate_meets_teaches_nothing(few: list[Example], weights: np.ndarray) -> None:
    lost = Example(few[0].rows, np.zeros_like(few[0].right), few[0].question)
    assert np.allclose(fit([*few, lost]), weights)


def test_variants_are_in_the_fold_of_their_base() -> None:
    assert example("locked").fold == example("locked", variant="typo1").fold


def test_the_questions_are_spread_over_all_folds() -> None:
    folds = [example(question.base).fold for question in load()]
    assert {*folds} == {*range(FOLDS)}
    assert max(map(folds.count, range(FOLDS))) < 2 * min(map(folds.count, range(FOLDS)))


def test_without_weights_all_candidates_and_none_are_as_likely() -> None:
    asked = Example(np.ones((3, 2)), np.array([True, False, False]), ANSWERED[0])
    assert judge([asked], np.zeros(2)) == [(0.25, 0.25, True, "answer")]


def test_thresholds_lie_between_what_is_right_and_what_is_wrong() -> None:
    judged = [(0.9, 0.1, True, "answer")] * 5 + [(0.7, 0.3, False, "answer")] * 5 + [(0.1, 0.8, False, "unknown")] * 5
    answer, unknown, comes_to = thresholds(judged)
    assert 0.7 < answer <= 0.9
    assert 0.3 < unknown <= 0.8
    assert comes_to == {"answered": 1 / 3, "wrong": 0, "chosen": 0, "unknown": 1 / 3, "unknown wrongly": 0}


def test_one_wrong_answer_is_not_worth_three_right_ones() -> None:
    few_right = [(0.6, 0.1, True, "answer")] * 3 + [(0.65, 0.1, False, "answer")]
    assert thresholds(few_right)[2]["wrong"] == 0
    assert thresholds([*few_right, *few_right[:2]])[2]["answered"] == 5 / 6
