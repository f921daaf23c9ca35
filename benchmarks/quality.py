"""How well questions are answered: ``python -m benchmarks.quality [--list] [--seed N] [--floors]``.

Runs the project's own labelled questions and their variants (typing slips, other word order, words dropped, filler). Prints, for
each kind of question and in all:

    top-1      answerable questions whose first match is right
    answered   answerable questions answered outright with a right first match
    wrong      share of the outright answers that are wrong, whatever the question wanted
    choose     questions that should be a choice and are one that offers an expected entry
    unknown P  share of the outcomes "unknown" that should be; unknown R, share of those that should be which are
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.questions import Question, load
from kb import KnowledgeBase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb.model import Answer


@dataclass(slots=True)
class Tally:
    """Counts of one group of questions."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, question: Question, answer: Answer) -> None:
        """Count one question with what came of it."""
        first = bool(answer.matches) and question.is_met_by(answer.matches[0])
        self.counts["n"] += 1
        self.counts[f"want {question.outcome}"] += 1
        self.counts[f"said {answer.outcome}"] += 1
        self.counts["top-1"] += question.outcome == "answer" and first
        self.counts["answered"] += question.outcome == "answer" and answer.outcome == "answer" and first
        self.counts["wrong"] += answer.outcome == "answer" and not first
        self.counts["choose"] += question.outcome == answer.outcome == "choose" and question.is_offered_by(answer)
        self.counts["unknown"] += question.outcome == answer.outcome == "unknown"

    def share(self, part: str, whole: str) -> float:
        """A part of a whole, 1.0 of nothing."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0

    def figures(self) -> dict[str, float]:
        """The figures this command prints."""
        return {
            "top-1": self.share("top-1", "want answer"),
            "answered": self.share("answered", "want answer"),
            "wrong": self.counts["wrong"] / self.counts["said answer"] if self.counts["said answer"] else 0.0,
            "choose": self.share("choose", "want choose"),
            "unknown P": self.share("unknown", "said unknown"),
            "unknown R": self.share("unknown", "want unknown"),
        }


@dataclass(slots=True)
class Report:
    """Tallies by kind of question, by kind of variant and in all; and the questions answered wrongly with confidence."""

    groups: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    bases: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[tuple[Question, Answer]] = field(default_factory=list)
    missed: list[tuple[Question, Answer]] = field(default_factory=list)

    def add(self, question: Question, answer: Answer) -> None:
        """Count one question everywhere it belongs."""
        for group in ("all", f"kind {question.kind}", f"variant {question.variant or 'none'}"):
            self.groups[group].add(question, answer)
        right = bool(answer.matches) and question.is_met_by(answer.matches[0])
        met = answer.outcome == question.outcome and (right or question.outcome != "answer")
        self.bases[question.base].append(met)
        if answer.outcome == "answer" and not right:
            self.wrong.append((question, answer))
        elif not met:
            self.missed.append((question, answer))

    def lines(self) -> Iterable[str]:
        """The report as a table."""
        names = list(self.groups["all"].figures())
        yield f"{'':26}{'n':>6}" + "".join(f"{name:>11}" for name in names)
        for group, tally in self.groups.items():
            yield f"{group:26}{tally.counts['n']:>6}" + "".join(f"{value:>11.3f}" for value in tally.figures().values())
        whole = sum(all(met) for met in self.bases.values())
        yield f"{len(self.bases)} questions, {whole} of them right in every variant"


def measure(kb: KnowledgeBase, questions: Iterable[Question]) -> Report:
    """Ask every question."""
    report = Report()
    report.groups["all"] = Tally()
    for question in questions:
        report.add(question, kb.answer(question.text))
    return report


def _shown(question: Question, answer: Answer) -> str:
    want = "/".join(f"{system} {code}" for system, code, _ in question.expected[:2]) or question.outcome
    got = (
        f"{answer.matches[0].entry.system} {answer.matches[0].entry.code} {answer.matches[0].score}"
        if answer.matches
        else ""
    )
    return f"  {question.text[:70]!r:74} wanted {question.outcome} {want}; got {answer.outcome} {got}"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="of the variants")
    parser.add_argument("--bases", action="store_true", help="without variants")
    parser.add_argument("--list", action="store_true", help="also what was missed without being wrong")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.open(Path(folder) / "kb.db") as kb:
        report = measure(kb, load(None if options.bases else options.seed))
    print("\n".join(report.lines()))
    print(f"\nconfident and wrong: {len(report.wrong)}")
    for question, answer in report.wrong:
        print(_shown(question, answer))
    if options.list:
        print(f"\nmissed: {len(report.missed)}")
        for question, answer in report.missed:
            print(_shown(question, answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
