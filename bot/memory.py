"""What the bot remembers while it runs: answers behind buttons, replies to messages, threads it takes part in, feedback.

``Memory`` is the seam for a database; ``InProcess`` keeps it in this process, bounded, and forgets it with it. No text of a
question is kept: of the evidence, everything but the words.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from kb import Answer

MOST = 5_000
"""Answers, replies and threads that are kept, each."""
NOTED = 1_000
RECENT = 20

Verdict = Literal["helped", "wrong", "gap", "chosen"]
Value = TypeVar("Value")


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


class Memory(Protocol):
    """What listeners need to remember."""

    def claim(self, question: Place) -> bool:
        """Whether nobody claimed the message before; from now on it is claimed."""

    def remember(self, asked: Asked) -> None:
        """Keep an answer for its buttons and for the person's recent answers."""

    def recall(self, key: str) -> Asked | None:
        """The answer of that key, if it is still known."""

    def recent(self, team: str, user: str) -> tuple[Asked, ...]:
        """What a person asked, latest first."""

    def replied(self, question: Place, reply: Place) -> None:
        """Keep which message answers which."""

    def reply_to(self, question: Place) -> Place | None:
        """The message that answers a question, if it is still known."""

    def forget_reply(self, question: Place) -> None:
        """The answer is gone."""

    def join(self, thread: Place) -> None:
        """The bot was asked in that thread."""

    def takes_part(self, thread: Place) -> bool:
        """Whether the bot was asked in that thread."""

    def note(self, note: Note) -> None:
        """Keep what somebody said about an answer."""

    def notes(self) -> tuple[Note, ...]:
        """What was said about answers, oldest first."""


class Bounded(Generic[Value]):
    """A dictionary that forgets its oldest entries when it is full. Safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[object, Value] = OrderedDict()

    def add(self, key: object, value: Value) -> bool:
        """Keep a value; say whether its key is new."""
        with self._lock:
            new = key not in self._kept
            self._kept[key] = value
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return new

    def get(self, key: object) -> Value | None:
        """The value of a key, or None."""
        return self._kept.get(key)

    def drop(self, key: object) -> None:
        """Forget a key."""
        with self._lock:
            self._kept.pop(key, None)

    def __len__(self) -> int:
        return len(self._kept)


class InProcess:
    """A ``Memory`` in this process, bounded."""

    def __init__(self, most: int = MOST) -> None:
        self._claims: Bounded[None] = Bounded(most)
        self._asked: Bounded[Asked] = Bounded(most)
        self._recent: Bounded[tuple[Asked, ...]] = Bounded(most)
        self._replies: Bounded[Place] = Bounded(most)
        self._threads: Bounded[bool] = Bounded(most)
        self._notes: deque[Note] = deque(maxlen=NOTED)
        self._lock = threading.Lock()

    def claim(self, question: Place) -> bool:  # noqa: D102  see Memory, for all of these
        return self._claims.add(question, None)

    def remember(self, asked: Asked) -> None:  # noqa: D102
        self._asked.add(asked.key, asked)
        if asked.user:
            person = (asked.team, asked.user)
            with self._lock:
                others = [one for one in self._recent.get(person) or () if one.key != asked.key]
                self._recent.add(person, (asked, *others[: RECENT - 1]))

    def recall(self, key: str) -> Asked | None:  # noqa: D102
        return self._asked.get(key)

    def recent(self, team: str, user: str) -> tuple[Asked, ...]:  # noqa: D102
        return self._recent.get((team, user)) or ()

    def replied(self, question: Place, reply: Place) -> None:  # noqa: D102
        self._replies.add(question, reply)

    def reply_to(self, question: Place) -> Place | None:  # noqa: D102
        return self._replies.get(question)

    def forget_reply(self, question: Place) -> None:  # noqa: D102
        self._replies.drop(question)

    def join(self, thread: Place) -> None:  # noqa: D102
        self._threads.add(thread, value=True)

    def takes_part(self, thread: Place) -> bool:  # noqa: D102
        return self._threads.get(thread) is not None

    def note(self, note: Note) -> None:  # noqa: D102
        self._notes.append(note)

    def notes(self) -> tuple[Note, ...]:  # noqa: D102
        return tuple(self._notes)


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
