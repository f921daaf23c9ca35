"""Every sample in tests/pastes comes to what stands beside it, pasted raw, and most of it in the other ways people paste."""

import html
from pathlib import Path

import pytest

from kb import Answer, KnowledgeBase
from tests.samples import SAMPLES, expected, expecting, named, not_shown, samples_of, text_of


def first(answer: Answer) -> dict[str, str] | None:
    if answer.outcome == "unknown":
        return None
    entry = answer.matches[0].entry
    return {"system": entry.system, "code": entry.code, "symbol": entry.symbol}


@named(SAMPLES)
def test_a_paste_comes_to_its_outcome(sample: Path, kb: KnowledgeBase) -> None:
    wanted = expected(sample)
    answer = kb.answer(text_of(sample))
    assert answer.outcome == wanted["outcome"]
    assert (first(answer) or {}).items() >= {
        key: value for key, value in wanted.get("first", {}).items() if value
    }.items()


@named(SAMPLES)
def test_a_paste_is_certain_only_where_it_may_be_answered_unasked(sample: Path, kb: KnowledgeBase) -> None:
    assert kb.answer(text_of(sample)).certain == expected(sample)["certain"]


@named(expecting("evidence"))
def test_a_paste_shows_its_evidence(sample: Path, kb: KnowledgeBase) -> None:
    answer = kb.answer(text_of(sample))
    answers = [answer, *(error.answer for error in answer.errors)]
    assert not_shown(sample, [item for some in answers for item in some.evidence]) == set()


@named(expecting("request_ids"))
def test_a_paste_gives_the_ids_that_support_asks_for(sample: Path, kb: KnowledgeBase) -> None:
    answer = kb.answer(text_of(sample))
    assert answer.request_ids.items() >= expected(sample)["request_ids"].items()


@named(expecting("errors"))
def test_a_paste_with_several_errors_lists_each_once(sample: Path, kb: KnowledgeBase) -> None:
    answer = kb.answer(text_of(sample))
    assert (len(answer.errors) or 1) == expected(sample)["errors"]


@named(expecting("redacted"))
def test_a_paste_has_its_secrets_hidden(sample: Path, kb: KnowledgeBase) -> None:
    answer = kb.answer(text_of(sample))
    assert sum(count for _, count in answer.redacted) == expected(sample)["redacted"]


BODIES = [sample for sample in (*samples_of("xml"), *samples_of("json")) if expected(sample)["outcome"] == "answer"]


@named(BODIES)
@pytest.mark.parametrize("dressed", ["escaped", "fenced", "in a log line", "quoted"])
def test_a_body_is_read_however_it_is_pasted(sample: Path, dressed: str, kb: KnowledgeBase) -> None:
    body = text_of(sample).strip()
    text = {
        "escaped": html.escape(body, quote=False),
        "fenced": f"seen this?\n```\n{body}\n```",
        "in a log line": f"2026-11-21T02:14:07Z ERROR origin-7 call failed, body: {' '.join(body.split())}",
        "quoted": "\n".join(f"> {line}" for line in body.splitlines()),
    }[dressed]
    assert first(kb.answer(text)) == first(kb.answer(body))
