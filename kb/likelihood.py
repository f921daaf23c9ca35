"""How likely each candidate is, and how likely it is that none of them is meant: a small calibrated model over words.

Raw scores of a search have no absolute level. These weights were fitted to the project's own labelled questions by
``python -m benchmarks.calibrate``, which also chose the thresholds on questions that the weights had not seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.search import Fit


@dataclass(frozen=True, slots=True)
class Model:
    """The model for words: a weight for each of ``features``, and the thresholds on what it says.

    A candidate's odds against "none of them" are ``exp(weights . features)``.
    """

    weights: tuple[float, ...] = (-8.42, -1.11, 2.24, 2.06, 3.24, 1.45, 0.06, 2.05, 3.57, 0.42, -0.19, 1.50)
    answer: float = 0.56
    unknown: float = 0.42


MODEL = Model()
LOOSE = frozenset({"meaning", "when", "fix"})
"""Phrases in the packs' own words, longer and looser than titles, messages and what people say."""

EXACT = 8.0
"""What is added, not fitted, for the phrase that is word for word what was said: it settles every doubt but its twin."""
OFFICIAL = frozenset({"title", "symbol", "message"})
"""Phrases that name the error as such."""


def features(fit: Fit, *, named: bool) -> tuple[float, ...]:
    """What the model sees of a candidate."""
    loose = fit.phrase.kind in LOOSE
    words = math.log2(1 + fit.words)
    return (
        1.0,
        fit.question,
        fit.entry,
        fit.text,
        fit.question * fit.text,
        words,
        float(loose),
        float(named),
        fit.support,
        float(fit.phrase.kind in OFFICIAL),
        fit.order,
        fit.order * words,
    )


def posterior(fits: Sequence[Fit], model: Model, *, named: bool = False) -> tuple[list[float], float]:
    """How likely each candidate is, and how likely it is that none of them is meant; together 1."""
    logits = [sum(map(mul, model.weights, features(fit, named=named))) + EXACT * fit.exact for fit in fits]
    odds = [math.exp(min(30.0, logit)) for logit in logits]
    total = 1.0 + sum(odds)
    return [one / total for one in odds], 1.0 / total


def by_likelihood(fits: Sequence[Fit], model: Model, *, named: bool) -> list[Fit]:
    """The candidates, the likeliest first."""
    odds, _ = posterior(fits, model, named=named)
    return [fit for _, fit in sorted(zip(odds, fits, strict=True), key=lambda pair: -pair[0])]
