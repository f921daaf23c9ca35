"""The frozen nouns that pass between the rooms: what a pack holds, what was read, what is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Layer = Literal["player", "cdn", "ad-insertion", "packager", "origin", "encoder", "storage", "api"]
Retry = Literal["no", "yes", "after a pause", "with back-off"]
SignKind = Literal["namespace", "host", "path", "header", "element", "exception", "user-agent", "text"]
Outcome = Literal["answer", "choose", "unknown"]
Route = Literal["identifier", "system+status", "status", "message", "words", "none"]

EvidenceKind = Literal[
    # what names an error
    "hresult",  # canonical "0x8088002E", in a position that names the error
    "internal",  # canonical "0x80070002", in a position that only explains another error (IIS InternalError)
    "status",  # an HTTP status, "404"
    "code",  # a code under a label: "X-Err-Code 2000", "shaka-player 4037"; or a service's own code, "AuthenticationFailed"
    "symbol",  # an error's name as emitted: "GatewayTimeoutException", "MPE_FRAGMENT_NOT_READY", "manifestLoadError"
    "message",  # what the service said, literally
    "words",  # what the person said, or text nobody could read better
    # what betrays a system: the same kinds as signs in packs
    "namespace",
    "host",
    "path",
    "header",  # "name: value", the name in lower case
    "element",
    "exception",
    "user-agent",
    "text",
    "system",  # a system named by a person: its id
    # what else helps
    "layer",  # the layer or product that a header or page speaks for: "CloudFront (cdn)"
    "request-id",  # "x-amzn-requestid: 1234"
    "retry-after",  # seconds or an HTTP date, as sent
    "cache",  # "x-cache: Miss from cloudfront"
]


@dataclass(frozen=True, slots=True)
class Sign:
    """How a paste betrays a system.

    Attributes:
        kind: where it is looked for.
        value: what is looked for there, in lower case. Hosts match by suffix, everything else by substring.
        proof: whether it is enough on its own to name the system.
    """

    kind: SignKind
    value: str
    proof: bool = False


@dataclass(frozen=True, slots=True)
class System:
    """One product surface that emits errors."""

    id: str
    name: str
    vendor: str
    layer: Layer
    docs: str
    lifecycle: str = "active"
    aliases: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason behind an entry.

    Attributes:
        when: the reason, in a sentence.
        fix: what cures it.
        says: words that people use, or fragments that a service emits, which point to this cause.
        messages: literal service messages that only this cause has, ``{name}`` for what varies.
        ours: whether the advice is the project's own, not the source document's.
    """

    when: str
    fix: str
    says: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry's facts came from, and when that was last compared.

    Attributes:
        document: the title of the document.
        checked: ISO date.
        ours: names of the entry's fields that are the project's own advice, not the document's.
    """

    document: str
    checked: str
    ours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One error of a system; known by system and code, and by symbol where a code has several.

    Attributes:
        code: as the documents write it: ``0x8088002A``, ``409``, ``X-Err-Code 2000``.
        symbol: the exception or constant name, or "".
        status: the HTTP status it comes with, if any.
        messages: literal text the service emits, ``{name}`` for what varies.
        says: words people use for this error as a whole.
        raised_by: the calls or requests that raise it.
        see: documentation links, the most specific first.
        layer: which layer is at fault when that is not the system's own; "" for the system's own.
    """

    system: str
    code: str
    title: str
    meaning: str
    retry: Retry
    owner: str
    first_check: str
    see: tuple[str, ...]
    source: Source
    symbol: str = ""
    status: int | None = None
    messages: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    raised_by: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    layer: Layer | Literal[""] = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What an entry is known by: system, code, symbol."""
        return (self.system, self.code.casefold(), self.symbol.casefold())


@dataclass(frozen=True, slots=True)
class Pack:
    """One system and its entries, as one file holds them."""

    system: System
    entries: tuple[Entry, ...]
    path: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing read out of the input.

    Attributes:
        kind: what it is.
        value: its canonical form.
        where: where it stood, for people: "xml ErrorCode", "header x-amzn-errortype", "text".
    """

    kind: EvidenceKind
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """One error seen in a paste: the evidence that belongs together.

    Attributes:
        reader: which reader saw it.
        start, end: the span of the (cleaned) text it was read from, in characters.
        evidence: what was read, most telling first.
        when: its time as written, or "".
        notes: what the person should know about the reading: "the XML broke off at line 3".
    """

    reader: str
    start: int
    end: int
    evidence: tuple[Evidence, ...]
    when: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found for the evidence, and perhaps the one cause the words point to.

    Attributes:
        cause: index into ``entry.causes`` of the cause the words point to, or None.
        score: 0 to 1, how sure.
        why: the reason in words.
    """

    entry: Entry
    system: System
    score: float
    why: str
    cause: int | None = None

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The entry's causes, the one that the words point to first."""
        causes = self.entry.causes
        if self.cause is None:
            return causes
        return (causes[self.cause], *causes[: self.cause], *causes[self.cause + 1 :])

    @property
    def settled(self) -> Cause | None:
        """The cause that the words point to, or the only one there is; None where it may be any of several."""
        causes = self.causes
        return causes[0] if causes and (self.cause is not None or len(causes) == 1) else None


@dataclass(frozen=True, slots=True)
class ErrorSeen:
    """One distinct error of a paste that holds several.

    Attributes:
        count: how often it was seen.
        first, last: times as written, or "".
        answer: what it means.
    """

    answer: Answer
    count: int = 1
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said: the outcome with its matches.

    Attributes:
        said: one line, what was understood.
        certain: good enough to be said without being asked.
        decoded: what can be said of an unknown code: severity, facility, the Win32 meaning, neighbours.
        redacted: kinds of secrets that were hidden, with how many of each.
        errors: every distinct error of a paste with several, most important first.
        revision: of the knowledge base that answered.
    """

    outcome: Outcome
    route: Route
    certain: bool
    said: str
    evidence: tuple[Evidence, ...] = ()
    matches: tuple[Match, ...] = ()
    decoded: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    redacted: tuple[tuple[str, int], ...] = ()
    errors: tuple[ErrorSeen, ...] = field(default=())
    revision: str = ""

    @property
    def names_all(self) -> bool:
        """Whether the text itself names every match, so that none beside the first is a guess."""
        return self.outcome == "answer" and self.route == "identifier"

    @property
    def request_ids(self) -> dict[str, str]:
        """Request, ray and trace ids by the name of the header or field they stood in."""
        pairs = (e.value.partition(": ") for e in self.evidence if e.kind == "request-id")
        return {name: value for name, _, value in pairs}
