"""The nouns that pass in and out of the workspace database, none of which change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row

    from kb import Answer, Entry

Verdict = Literal["helped", "wrong", "gap", "chosen"]
Standing = Literal["posting", "posted", "unsure", "gone"]


@dataclass(frozen=True, slots=True)
class Place:
    """A message: where a question stands, or where its answer does."""

    team: str
    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered.

    Attributes:
        key: what buttons carry.
        team, user: who asked.
        answer: what was said, without the words that were asked.
    """

    key: str
    team: str
    user: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody said about an answer, with the evidence it rests on."""

    asked: Asked
    user: str
    verdict: Verdict
    entry: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that Slack delivered.

    Attributes:
        key: the same for every delivery of the same thing.
        body: the payload.
        kind: what it is, for counting: ``message``, ``command``, ``block_actions`` ...
        about: the key of the message that it is, changes or takes away; "" when it is about none.
        version: when the message was changed so, in seconds since 1970; 0 for the message as it was first.
    """

    key: str
    body: Mapping[str, Any]
    kind: str = ""
    about: str = ""
    version: float = 0.0


@dataclass(frozen=True, slots=True)
class Lease:
    """A delivery in hand: nobody else takes it before ``until``.

    Attributes:
        owner: who has it; a new word for each taking.
        until: seconds since 1970, by the database's clock.
        received: when it was recorded, by the same clock.
        tries: how often it was taken, this time included.
        waited: seconds from its recording until it was taken.
    """

    delivery: Delivery
    owner: str
    until: float
    received: float
    tries: int
    waited: float = 0.0


@dataclass(frozen=True, slots=True)
class Post:
    """A message of ours, from before it is posted.

    Attributes:
        key: for which question, and what; known to Slack as the message's metadata.
        place: where it stands; ``ts`` is empty until that is known.
        thread: the thread it belongs to, or "".
        standing: ``posting`` while nobody knows whether it is there; ``unsure`` when that can't be found out.
        marked: when it was last tried, in seconds since 1970 by the database's clock.
        unasked: whether nobody asked for it.
        maker: the key of the delivery that it was last tried for; "" for none.
    """

    key: str
    place: Place
    thread: str
    standing: Standing
    marked: float
    unasked: bool = False
    maker: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of marking a message.

    Attributes:
        wait: seconds until its turn in the channel; 0 when it was marked.
        marked: when, which tells this mark from an earlier one of the same key.
    """

    wait: float
    marked: float = 0.0


@dataclass(frozen=True, slots=True)
class Fact:
    """Which error: what its entry is known by."""

    system: str
    code: str
    symbol: str

    @classmethod
    def of(cls, named: Entry | Row[Any]) -> Self:
        """The fact that an entry is about, or that a row of the database names."""
        return cls(named.system, named.code, named.symbol)


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact as one message tells of it: how often, and on which host, "" when it does not say."""

    fact: Fact
    count: int = 1
    host: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """A fact in a channel, from its first message on, and the one reply of ours that tells of it.

    Attributes:
        id: its own.
        fact: which error.
        thread: where the reply stands.
        post: the key of the reply, which is that of the message it answers.
        answer: the key of the answer that the reply shows.
        shown: how many sightings the reply tells of.
        refuted: whether somebody said that it is wrong here.
    """

    id: str
    fact: Fact
    thread: str
    post: str
    answer: str
    shown: int
    refuted: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """What was seen of an incident: how often, in how many messages, first and last (seconds since 1970), on which hosts."""

    count: int
    messages: int
    first: float
    last: float
    hosts: tuple[str, ...]


def key_of(*parts: str) -> str:
    """A short key for an answer, the same for the same question: 16 hexadecimal digits."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


def without_words(answer: Answer) -> Answer:
    """The answer without what people typed: of the evidence, everything but the words."""
    return replace(
        answer,
        evidence=tuple(one for one in answer.evidence if one.kind != "words"),
        errors=tuple(replace(error, answer=without_words(error.answer)) for error in answer.errors),
    )
