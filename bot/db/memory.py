"""What is remembered of questions: answers behind their buttons, threads the bot takes part in, what people said of answers.

No text of a question is kept: of the evidence, everything but the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam, delete, insert, select, update

from bot.db.database import now
from bot.db.model import Asked, Note
from bot.db.record import dump, load
from bot.db.tables import answers, notes, threads

if TYPE_CHECKING:
    from sqlalchemy import Row, Select

    from bot.db.database import Database
    from bot.db.model import Place, Verdict
    from kb import KnowledgeBase

RECENT = 20

# Statements are put together once: that takes longer than carrying them out.
_RECALL = select(answers).where(answers.c.key == bindparam("answer"))
_THREAD = (
    threads.c.team == bindparam("team"),
    threads.c.channel == bindparam("channel"),
    threads.c.ts == bindparam("ts"),
)
_JOINED, _QUIET = (select(mark).where(*_THREAD) for mark in (threads.c.joined, threads.c.quiet))


class Memory:
    """Remembers in the workspace database; shared by all replicas.

    Args:
        db: the workspace database.
        kb: where entries are found again.
    """

    def __init__(self, db: Database, kb: KnowledgeBase) -> None:
        self._db = db
        self._kb = kb
        new = db.insert(answers).values(at=now())
        kept = {name: new.excluded[name] for name in ("team", "person", "record", "at")}
        self._remember = new.on_conflict_do_update(index_elements=["key"], set_=kept)
        self._join, self._quieten = self._marking("joined"), self._marking("quiet")

    def remember(self, asked: Asked) -> None:
        """Keep an answer for its buttons and for the person's recent answers; a later one of the same key takes its place."""
        kept = {"key": asked.key, "team": asked.team, "person": asked.user, "record": dump(asked.answer)}
        with self._db.writing() as connection:
            connection.execute(self._remember, kept)

    def recall(self, key: str) -> Asked | None:
        """The answer of that key, if it and its entry are still known."""
        with self._db.reading() as connection:
            row = connection.execute(_RECALL, {"answer": key}).one_or_none()
        return self._asked(row) if row else None

    def recent(self, team: str, user: str) -> tuple[Asked, ...]:
        """What a person asked, latest first."""
        theirs = select(answers).where(answers.c.team == team, answers.c.person == user)
        with self._db.reading() as connection:
            rows = connection.execute(theirs.order_by(answers.c.at.desc()).limit(RECENT)).all()
        return tuple(asked for row in rows if (asked := self._asked(row)))

    def _asked(self, row: Row[tuple[str, ...]]) -> Asked | None:
        answer = load(row.record, self._kb)
        return Asked(row.key, row.team, row.person, answer) if answer else None

    def join(self, thread: Place) -> None:
        """The bot was asked in that thread."""
        self._mark(self._join, thread, joined=True, quiet=False)

    def takes_part(self, thread: Place) -> bool:
        """Whether the bot was asked in that thread."""
        return self._is(_JOINED, thread)

    def threads(self, team: str, channel: str, seconds: float) -> tuple[str, ...]:
        """The threads of a channel in which the bot was asked in the last so many seconds."""
        here = (threads.c.team == team, threads.c.channel == channel, threads.c.joined, threads.c.at > now() - seconds)
        with self._db.reading() as connection:
            return tuple(connection.execute(select(threads.c.ts).where(*here)).scalars())

    def quieten(self, thread: Place, *, quiet: bool = True) -> None:
        """Say nothing more in that thread, unless asked; or speak again."""
        self._mark(self._quieten, thread, joined=False, quiet=quiet)

    def is_quiet(self, thread: Place) -> bool:
        """Whether nothing is to be said in that thread, unless asked."""
        return self._is(_QUIET, thread)

    def _marking(self, mark: str) -> Any:
        """A statement that marks a thread, and leaves the other marks of one that is known as they are."""
        new = self._db.insert(threads).values(at=now())
        kept = {mark: new.excluded[mark], "at": new.excluded["at"]}
        return new.on_conflict_do_update(index_elements=["team", "channel", "ts"], set_=kept)

    def _mark(self, marking: Any, thread: Place, **marks: bool) -> None:
        with self._db.writing() as connection:
            connection.execute(marking, {**_where(thread), **marks})

    def _is(self, marked: Select[Any], thread: Place) -> bool:
        with self._db.reading() as connection:
            return bool(connection.execute(marked, _where(thread)).scalar())

    def note(self, note: Note) -> None:
        """Keep what somebody said about an answer; the same said again by the same person is kept once."""
        asked = note.asked
        system, code, symbol = note.entry
        said = {"key": asked.key, "person": note.user, "verdict": note.verdict}
        said |= {"system": system, "code": code, "symbol": symbol}
        again = update(notes).where(*(notes.c[name] == value for name, value in said.items())).values(at=now())
        record = dump(asked.answer)
        with self._db.writing() as connection:
            if not connection.execute(again).rowcount:
                new = insert(notes).values(**said, at=now(), team=asked.team, asker=asked.user, record=record)
                connection.execute(new)

    def take_back(self, key: str, verdict: Verdict) -> None:
        """What was said about an answer was a slip."""
        with self._db.writing() as connection:
            connection.execute(delete(notes).where(notes.c.key == key, notes.c.verdict == verdict))

    def who(self, key: str, verdict: Verdict) -> str:
        """The person who last said something about an answer; "" for nobody."""
        said = select(notes.c.person).where(notes.c.key == key, notes.c.verdict == verdict)
        with self._db.reading() as connection:
            return str(connection.execute(said.order_by(notes.c.at.desc()).limit(1)).scalar() or "")

    def notes(self) -> tuple[Note, ...]:
        """What was said about answers, oldest first; without those whose entry is no longer known."""
        with self._db.reading() as connection:
            rows = connection.execute(select(notes).order_by(notes.c.id)).all()
        return tuple(note for row in rows if (note := self._note(row)))

    def _note(self, row: Row[tuple[str, ...]]) -> Note | None:
        if (answer := load(row.record, self._kb)) is None:
            return None
        asked = Asked(row.key, row.team, row.asker, answer)
        return Note(asked, row.person, cast("Verdict", row.verdict), (row.system, row.code, row.symbol))


def _where(thread: Place) -> dict[str, str]:
    return {"team": thread.team, "channel": thread.channel, "ts": thread.ts}
