"""Slots: what a question or a sighting names, taken out of it before anything is guessed.

Identifiers, systems and statuses are looked up as they stand. Misspelling is only considered for words, and for the names of
systems and labels; never for codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kb import http_status, search, signs, words
from kb.names import Spellings, misspelled, respelled
from kb.names import named as named_in
from kb.spans import LONGEST_NAME, Span, Text
from kb.trade import ELSEWHERE, FILLERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kb.found import Found
    from kb.model import Evidence
    from kb.store import Code, Store

LONGEST_PHRASE = 300
"""Characters up to which a text may be just what a pack has as a phrase."""
LONGEST_QUESTION = 20  # words; a longer text is looked at sentence by sentence
MOST_WORDS = 96
"""Words of a text that are considered; what comes after that many is not the question."""
SPOKEN = ("message", "words")
"""Evidence that is read as words: what the service said first."""
SPELLED_OUT = 3
"""Words from which an identifier is taken for one though it is written with spaces."""


@dataclass(frozen=True, slots=True)
class Slots:
    """What was taken out.

    Attributes:
        known: identifiers that the knowledge base has.
        unknown: identifiers of a known shape that it does not have, as written, each with its kind.
        systems: systems named or proved, each with the words or the evidence that did it.
        proved: those of ``systems`` that a sign proved.
        elsewhere: products named that no pack knows.
        statuses: HTTP statuses; ``marked`` when they stood like one ("http 404", alone) and not just as a number.
        internal: codes that only explain another error.
        classes: 4 for "4xx", 5 for "5xx".
        reasons: statuses of reason phrases in the words ("bad gateway"), and ``reason_words``, the words they are made of.
        question: the words left, as search wants them.
        parts: the same for each sentence of a long text, or for what the service said apart from what stands around it.
        is_long: whether it is too long to be one question.
        service: what a tool's output says of the service or operation that failed, whoever that is.
        shown: whether any of it stood where a tool or a server writes it, not in running text.
        stranger: the host or the product that it shows, where no system is named or proved.
        played: whether a player said it; its own name for the error hides no status that a proved system gave it.
        spoken: the text all of this was taken from: what the service said, then what the person said.
    """

    known: tuple[Code, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    systems: Mapping[str, str] = field(default_factory=dict)
    proved: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()
    marked: bool = False
    classes: tuple[int, ...] = ()
    internal: tuple[str, ...] = ()
    reasons: tuple[int, ...] = ()
    reason_words: frozenset[str] = frozenset()
    question: tuple[search.Wanted, ...] = ()
    parts: tuple[tuple[search.Wanted, ...], ...] = ()
    is_long: bool = False
    spoken: str = ""
    service: str = ""
    shown: bool = False
    stranger: str = ""
    played: bool = False

    @property
    def said(self) -> str:
        """The gist of the text, where that is short enough to be a phrase and says more than a reason phrase."""
        just_a_reason = self.reason_words.issuperset(word.word for word in self.question)
        return "" if just_a_reason or len(self.spoken) > LONGEST_PHRASE else words.gist(self.spoken)

    @property
    def scope(self) -> tuple[str, ...]:
        """The systems to look in: the proved ones, else the named ones, else all (empty)."""
        return tuple(self.proved or self.systems)


def understand(store: Store, evidence: Sequence[Evidence], systems: Collection[str] = ()) -> Slots:
    """Take the slots out of evidence; ``systems`` are those the person asked about outright, instead of naming them."""
    spoken = "\n".join(item.value for kind in SPOKEN for item in evidence if item.kind == kind)
    messages = sum(len(item.value) + 1 for item in evidence if item.kind == "message")
    heard = words.read(_LINK.sub(lambda link: " " * len(link[0]), spoken))[:MOST_WORDS]
    text = Text([*heard])
    known = _look_up(store, evidence)
    known += _written_out(store, text, spoken)
    strange = [] if known else [item for item in evidence if item.kind in ("hresult", "symbol", "code")]
    unknown = [(item.kind, item.value) for item in strange if not http_status.status_named(item.value)]
    proved = signs.proved(store, evidence)
    spellings = misspelled(store, text)
    named = dict.fromkeys(systems, "asked for") or {**signs.hinted(store, evidence), **named_in(store, text, spellings)}
    labelled, unlabelled = _labelled(store, text, spoken, spellings, named)
    known += labelled
    unknown += [("code", label) for label in unlabelled]
    if not (named or proved) and any(item.kind == "status" for item in evidence):
        named = named_in(store, text, misspelled(store, text, bold=True))
    known += _whole_remainder(store, text, {**named, **proved}) or _numbered(store, text, {**named, **proved})
    statuses = [int(item.value) for item in evidence if item.kind == "status"] or _any_status(
        store, text, {**named, **proved}
    )
    left = text.left()
    reasons = http_status.find_reasons(" ".join(_first(spellings, word.text) for word in heard))
    return Slots(
        known=_of_systems(known, proved or named),
        unknown=tuple(dict.fromkeys(unknown)),
        systems={**named, **proved},
        proved=proved,
        elsewhere=tuple(dict.fromkeys(word for word in [*left, *signs.products(evidence)] if word in ELSEWHERE)),
        statuses=tuple(dict.fromkeys(statuses)),
        internal=tuple(item.value for item in evidence if item.kind == "internal"),
        marked=any(item.kind == "status" and not item.where.startswith("number") for item in evidence)
        or any(int(reason.value) in statuses for reason in reasons),
        classes=tuple(dict.fromkeys(int(found.value[0]) for found in http_status.find_status_classes(spoken))),
        reasons=tuple(dict.fromkeys(int(reason.value) for reason in reasons)),
        reason_words=_reason_words(reasons, spellings),
        question=tuple(_question(store, left, spellings)),
        parts=tuple(_parts(store, text, spoken, messages, spellings)),
        is_long=len(left) > LONGEST_QUESTION and not messages,
        spoken=spoken,
        played=any(item.kind == "layer" and item.value.endswith("(player)") for item in evidence),
        stranger="" if named or proved else next((e.value for e in evidence if e.kind in ("host", "layer")), ""),
        shown=any(not item.where.startswith(("text", "number")) for item in evidence),
        service=next((item.value for item in evidence if item.kind in ("text", "namespace")), ""),
    )


def _reason_words(reasons: Sequence[Found], spellings: Spellings) -> frozenset[str]:
    """The words that reason phrases are made of, as they were typed too."""
    right = {word for reason in reasons for word in words.split(reason.literal)}
    return frozenset(right | {word for word, known in spellings.items() if known[0][0] in right})


def _look_up(store: Store, evidence: Iterable[Evidence]) -> list[Code]:
    """Identifiers that a reader took out of the text as such."""
    named = {
        item.value if item.kind == "hresult" else words.squash(item.value): item.value
        for item in evidence
        if item.kind in ("hresult", "symbol", "code")
    }
    found = store.codes(named) if named else []
    # INTERNAL_ERROR is an identifier, internalError is anybody's: an underscore has to stand where the pack has one.
    return [
        code
        for code in found
        if code.kind == "hresult"
        or (code.kind in ("symbol", "code", "tail") and named[code.key].count("_") == code.written.count("_"))
    ]


def _written_out(store: Store, text: Text, spoken: str) -> list[Code]:
    """Identifiers among the words: ``publishing point locked`` for MPE_..., ``ConflictException``, ``x err code 2000``."""
    spans = text.spans()
    found: dict[str, list[Code]] = {}
    for code in store.codes({span.key for span in spans}):
        if code.kind in ("symbol", "code", "tail"):
            found.setdefault(code.key, []).append(code)
    taken = []
    for span in spans:
        if span.key not in found or not text.is_free(span):
            continue
        # As written it is an identifier; spelled out it takes three words, for two are also ordinary English.
        spelled_out = span.size >= SPELLED_OUT and text.is_one(span, spoken)
        mine = [
            code
            for code in found[span.key]
            if _stands_as(text.run(span), code.written) or (spelled_out and code.kind != "tail")
        ]
        if mine:
            taken += mine
            text.take(span)
    return taken


def _stands_as(run: str, written: str) -> bool:
    """Whether a run of letters is the identifier as the pack writes it, and no ordinary word ("Gone")."""
    return run.casefold() == written.casefold() and ("_" in run or any(ch.isupper() for ch in written[1:]))


def _whole_remainder(store: Store, text: Text, systems: Collection[str]) -> list[Code]:
    """An identifier of one or two ordinary words ("load shed") counts only when the question says nothing else."""
    rest = [word for word in text.left() if word not in FILLERS]
    if not 0 < len(rest) <= LONGEST_NAME or http_status.find_reasons(" ".join(rest)):
        return []
    found = [code for code in store.codes({"".join(rest)}) if code.kind in ("symbol", "code")]
    found = [code for code in found if not systems or code.system in systems]
    if found:
        text.words[:] = []
    return found


def _labelled(
    store: Store, text: Text, spoken: str, spellings: Spellings, named: Collection[str]
) -> tuple[list[Code], list[str]]:
    """Codes under a label ("x-err-code 2000"), and those whose label is known but whose number is not."""
    numbers = {i: word.text for i, word in enumerate(text.words) if word and word.text.isdigit()}
    if not numbers:
        return [], []
    before = [span for span in text.spans(4) if span.end in numbers and text.joins(span.end, spoken)]
    forms = {span: [span.key, *respelled(text, span, spellings)] for span in before}
    labels = {key: label for key, _, label in store.labels({form for some in forms.values() for form in some})}
    # Who names the system may leave off the start of its label: "gcore err code 5000".
    own = store.labels_of(named) if named else []
    for span, some in forms.items():
        if span.size > 1:
            labels |= {form: label for form in some for key, _, label in own if key.endswith(form)}
        if label := next((labels[form] for form in some if form in labels), None):
            literal = f"{label} {numbers[span.end]}"
            text.take(Span(span.start, span.end + 1, ""))
            known = [code for code in store.codes({words.squash(literal)}) if code.kind == "code"]
            return known, [] if known else [literal]
    return [], []


def _numbered(store: Store, text: Text, systems: Collection[str]) -> list[Code]:
    """Codes of a named system by their bare number, as in "gcore 3000"; without a system a number names nothing."""
    numbers = [word for word in text.left() if word.isdigit() and len(word) >= 3]
    if not (numbers and systems):
        return []
    found = [code for code in store.codes(numbers) if code.kind == "number" and code.system in systems]
    keys = {code.key for code in found}
    text.words[:] = [None if word and word.text in keys else word for word in text.words]
    return found


def _any_status(store: Store, text: Text, systems: Collection[str]) -> list[int]:
    """The status that a bare number is ("gcore 301"): with a system that has it, or when the rest says nothing else."""
    rest = [word for word in text.left() if word not in FILLERS]
    numbers = [int(word) for word in rest if len(word) == 3 and word.isdigit() and 100 <= int(word) <= 599]
    if not systems or len(numbers) != 1 or not (len(rest) == 1 or store.with_status(numbers[0], systems, 1)):
        return []
    text.words[:] = [word if word and word.text != str(numbers[0]) else None for word in text.words]
    return numbers


def _of_systems(found: Sequence[Code], systems: Collection[str]) -> tuple[Code, ...]:
    """Where the systems are known, names that others have too or instead do not count; an HRESULT that these lack does.

    Nor does the end of a name where it is another's whole name: ADS_TIMEOUT is not ERROR_ADS_TIMEOUT.
    """
    own = {code.key for code in found if code.system in systems}
    mine = [c for c in found if c.system in systems or (own and c.kind == "hresult" and c.key not in own)] or found
    whole = {code.key for code in mine if code.kind != "tail"}
    return tuple(dict.fromkeys(code for code in mine if code.kind != "tail" or code.key not in whole))


def _question(store: Store, left: Sequence[str], spellings: Spellings) -> list[search.Wanted]:
    """What is left to search for: written out, without fillers, each word once."""
    spoken: dict[str, list[tuple[str, float]]] = {}
    # A turn of phrase is recognised though one of its words is misspelled.
    right = [_first(spellings, word) if _first(spellings, word) in words.IDIOM_WORDS else word for word in left]
    for word in words.expand(right):
        known = spellings.get(word, [])
        if words.is_empty(word) or (known and known[0][0] in FILLERS and known[0][1] > 0.7):
            continue
        if known and " " in known[0][0]:
            spoken |= {part: [(part, known[0][1])] for part in known[0][0].split() if not words.is_empty(part)}
        else:
            spoken[word] = [(other, likeness) for other, likeness in known if other not in FILLERS]
    # "ch12", "eu-west-1a": names of their own channels and machines say nothing of the error.
    return [word for word in search.wanted(store, [*spoken.items()]) if word.readings or not _is_tag(word.word)]


def _is_tag(word: str) -> bool:
    return not word.isdigit() and any(ch.isdigit() for ch in word)


def _parts(
    store: Store, text: Text, spoken: str, messages: int, spellings: Spellings
) -> Iterator[tuple[search.Wanted, ...]]:
    """What to search for in each part of a text that is more than one question; the first ``messages`` characters are one."""
    if not messages and len(text.left()) <= LONGEST_QUESTION:
        return
    start = 0
    for stop in [messages] if messages else [*(match.end() for match in _STOP.finditer(spoken)), len(spoken)]:
        here = [word.text for word in text.words if word and start <= word.start < stop]
        start = stop
        if part := _question(store, here, spellings):
            yield tuple(part)


_LINK = re.compile(r"[a-z][a-z0-9+.-]{1,10}://[^\s\"'<>\])]{1,4000}")
_STOP = re.compile(r"[.!?;|]\s|\n")


def _first(spellings: Spellings, word: str) -> str:
    return spellings[word][0][0] if word in spellings else word
