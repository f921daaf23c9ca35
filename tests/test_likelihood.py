"""The model for words: odds of each candidate and of none, which together are one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.likelihood import LOOSE, MODEL, OFFICIAL, Model, by_likelihood, features, posterior
from kb.search import Fit
from kb.store import Phrase

PHRASE = Phrase(1, 1, None, "says", "widget locked", ("widget", "lock"))
FIT = Fit(
    number=1, cause=None, phrase=PHRASE, question=0.5, entry=0.5, text=0.5, words=2, order=0.5, exact=False, support=0.5
)  # fmt: skip
SHARES = st.floats(min_value=0, max_value=1)
FITS = st.builds(
    Fit,
    number=st.integers(1, 99),
    cause=st.none(),
    phrase=st.sampled_from([replace(PHRASE, kind=kind) for kind in ("says", *LOOSE, *OFFICIAL)]),
    question=SHARES,
    entry=SHARES,
    text=SHARES,
    words=st.floats(min_value=0, max_value=96),
    order=SHARES,
    exact=st.booleans(),
    support=SHARES,
)
"""Candidates as good and as bad as can be."""
FLAT = Model(weights=(0.0,) * len(MODEL.weights))


def odds(fit: Fit, *, named: bool = False) -> float:
    return posterior([fit], MODEL, named=named)[0][0]


def test_every_feature_has_its_weight() -> None:
    assert len(features(FIT, named=False)) == len(MODEL.weights)


@given(st.lists(FITS, max_size=48), st.booleans())
def test_the_odds_of_all_candidates_and_of_none_are_one_together(fits: list[Fit], named: bool) -> None:
    each, none = posterior(fits, MODEL, named=named)
    assert len(each) == len(fits)
    assert sum(each) + none == pytest.approx(1)
    assert all(0 < odd <= 1 for odd in (*each, none))


def test_without_candidates_none_is_meant() -> None:
    assert posterior([], MODEL) == ([], 1.0)


def test_a_model_that_knows_nothing_takes_all_and_none_for_equally_likely() -> None:
    assert posterior([FIT, FIT, FIT], FLAT) == ([0.25, 0.25, 0.25], 0.25)


def test_weights_out_of_all_bounds_are_borne() -> None:
    each, none = posterior([FIT, FIT], Model(weights=(1e6,) * len(MODEL.weights)))
    assert each == [pytest.approx(0.5)] * 2
    assert none < 1e-9


@pytest.mark.parametrize("better", [{"entry": 0.9}, {"text": 0.9}, {"support": 0.9}, {"order": 0.9}, {"words": 4}])
def test_a_candidate_that_fits_better_is_likelier(better: dict[str, float]) -> None:
    assert odds(replace(FIT, **better)) > odds(FIT)  # type: ignore[arg-type]


def test_a_candidate_is_likelier_where_its_system_was_named() -> None:
    assert odds(FIT, named=True) > odds(FIT)


def test_a_rival_as_good_makes_a_candidate_less_likely() -> None:
    assert posterior([FIT, FIT], MODEL)[0][0] < odds(FIT)


def test_what_was_said_word_for_word_is_answered_whatever_else_fits() -> None:
    exact = replace(FIT, question=1, entry=1, text=1, exact=True)
    rival = replace(FIT, question=1, entry=1, text=1)
    assert posterior([rival, exact], MODEL)[0][1] >= MODEL.answer > posterior([rival, rival], MODEL)[0][1]


def test_the_likeliest_comes_first_and_of_equals_the_first() -> None:
    poor, good, twin = FIT, replace(FIT, number=2, entry=0.9), replace(FIT, number=3, entry=0.9)
    assert by_likelihood([poor, good, twin], MODEL, named=False) == [good, twin, poor]
