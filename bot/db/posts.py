"""What we post, from before it is posted: so that nothing is posted twice, and a channel is not posted to faster than Slack takes.

A message is marked before Slack is called, and confirmed when Slack has answered. A mark that stays tells whoever takes the
work over that the message may be there. Only whoever knows when it was marked may take a mark away: one that was paused
meanwhile does not take away another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam, delete, func, select, update

from bot.db.database import now
from bot.db.inbox import HELD, LEASE, held
from bot.db.model import Place, Post, Turn
from bot.db.tables import inbox, paces, posts

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Delete, Row, Table, Update

    from bot.db.database import Database
    from bot.db.model import Lease, Standing

PACE = 1.0
"""Posts a second that a channel takes."""
AT_ONCE = 0.01
"""Seconds that are not worth waiting for."""


def _in(table: Table) -> tuple[ColumnElement[bool], ...]:
    """What is true of the rows of a channel; with ``_place``."""
    return (table.c.team == bindparam("its_team"), table.c.channel == bindparam("its_channel"))


# Statements are put together once: that takes longer than carrying them out.
_CHANNEL = ("team", "channel")
_NOW = select(now())
_THIS = posts.c.key == bindparam("post")
_OF = select(posts).where(_THIS)
_SLOT = select(inbox.c.slot).where(*HELD, inbox.c.leased > now()).with_for_update()
_HOLD = update(inbox).where(*HELD).values(slot=0, leased=now() + bindparam("seconds"))
_WAIT = update(inbox).where(*HELD).values(slot=bindparam("turn"))
_LAST = select(func.max(posts.c.marked)).where(*_in(posts))
_NEXT = update(paces).where(*_in(paces)).values(next=bindparam("turn"))
_CONFIRM = update(posts).where(_THIS).values(standing="posted", channel=bindparam("where"), ts=bindparam("message"))
_ASKED = update(posts).where(_THIS).values(unasked=False)
_AGAIN = delete(posts).where(_THIS, posts.c.standing.in_(("gone", "unsure")))
_GONE = update(posts).where(_THIS).values(standing="gone")
_MARKED = (_THIS, posts.c.standing == "posting", posts.c.marked == bindparam("then"))
"""What is true of the row of a message whose outcome is open, unless it was marked by another since."""
_DOUBT = update(posts).where(*_MARKED).values(standing="unsure")
_DROP = delete(posts).where(*_MARKED)
_LATEST = select(posts.c.marked).where(*_in(posts), posts.c.unasked).order_by(posts.c.marked.desc()).limit(1)
_UNASKED = select(func.count()).where(*_in(posts), posts.c.unasked, posts.c.marked > now() - bindparam("seconds"))


class LeaseLostError(Exception):
    """Somebody else has the delivery in hand by now, and will post."""


class Posts:
    """Messages of ours in the workspace database; shared by all replicas.

    Args:
        db: the workspace database.
        pace: posts a second and channel; 0 for as many as come.
        seconds: for which a mark makes the lease last anew.
    """

    def __init__(self, db: Database, pace: float = PACE, seconds: float = LEASE) -> None:
        self._db = db
        self._step = 1 / pace if pace else 0.0
        self.seconds = seconds
        self._new = db.insert(posts).values(ts="", standing="posting").on_conflict_do_nothing().returning(posts.c.key)
        known = db.insert(paces).values(next=0, shut=0).returning(paces.c.next, paces.c.shut)
        self._known = known.on_conflict_do_update(index_elements=_CHANNEL, set_={"next": paces.c.next})
        until, later = now() + bindparam("seconds"), func.max if db.is_sqlite else func.greatest
        shut = {"next": later(paces.c.next, until), "shut": later(paces.c.shut, until)}
        pause = db.insert(paces).values(next=until, shut=until)
        self._pause = pause.on_conflict_do_update(index_elements=_CHANNEL, set_=shut)

    def of(self, key: str) -> Post | None:
        """The message for a key, if it was ever marked."""
        with self._db.reading() as connection:
            row = connection.execute(_OF, {"post": key}).one_or_none()
        return _post(row) if row else None

    def age(self, post: Post) -> float:
        """Seconds since a message was marked."""
        with self._db.reading() as connection:
            return float(connection.execute(_NOW).scalar_one()) - post.marked

    def mark(
        self,
        key: str,
        channel: Place,
        thread: str = "",
        lease: Lease | None = None,
        *,
        unasked: bool = False,
        paced: bool = True,
    ) -> Turn:
        """Say that a message is about to be posted, when its turn in the channel has come.

        Args:
            key: of the message; nothing else may stand for it, see ``of`` and ``drop``.
            channel: where; its ``ts`` does not matter.
            thread: the thread it will belong to, or "".
            lease: on the delivery that is worked on. Without one, turns are counted but not waited for.
            unasked: whether nobody asked for it.
            paced: whether it waits for its turn.

        Returns:
            How long to wait, and nothing is marked; or that it was marked, and may be posted now.

        Raises:
            LeaseLostError: somebody else is at it.
        """
        with self._db.writing() as connection:
            here = float(connection.execute(_NOW).scalar_one())
            slot = self._hold(connection, lease) if lease else 0.0
            turn = self._turn(connection, channel, here, slot) if paced else here
            if lease and turn > here + AT_ONCE:
                connection.execute(_WAIT, {**held(lease), "turn": turn})
                return Turn(turn - here)
            maker = lease.delivery.key if lease else ""
            new = {"key": key, **_named(channel), "thread": thread, "unasked": unasked, "marked": here, "maker": maker}
            if connection.execute(self._new, new).first() is None:
                raise LeaseLostError
            return Turn(0.0, here)

    def _hold(self, connection: Connection, lease: Lease) -> float:
        """Make the lease last anew and give the turn that the delivery has, if any; it is used up."""
        if (slot := connection.execute(_SLOT, held(lease)).scalar()) is None:
            raise LeaseLostError
        connection.execute(_HOLD, {**held(lease), "seconds": self.seconds})
        return float(slot)

    def _turn(self, connection: Connection, channel: Place, here: float, slot: float) -> float:
        """When a message may be posted: in the turn that it has, else in the next that is free, which is taken with that.

        A turn is not worth anything any more when Slack has shut the channel since, or when it comes with others, all of them
        late.
        """
        pace = connection.execute(
            self._known, _named(channel)
        ).one()  # nobody else has the row now, nor takes it for past
        last = connection.execute(_LAST, _place(channel)).scalar() or 0.0
        if slot and max(here, slot) >= max(pace.shut, last + self._step / 2):
            return slot
        free = max(here, pace.shut, pace.next, last + self._step)
        connection.execute(_NEXT, {**_place(channel), "turn": free + self._step})
        return float(free)

    def pause(self, channel: Place, seconds: float) -> None:
        """Nothing more is posted in a channel for so long, because Slack said so."""
        with self._db.writing() as connection:
            connection.execute(self._pause, {**_named(channel), "seconds": seconds})

    def confirm(self, key: str, message: Place) -> None:
        """It stands there."""
        self._set(_CONFIRM, key, where=message.channel, message=message.ts)

    def doubt(self, key: str, marked: float) -> None:
        """Whether what was marked then stands there can't be found out; it is not posted again."""
        self._set(_DOUBT, key, then=marked)

    def ask(self, key: str) -> None:
        """Somebody asks for it by now; when it was taken away, or can't be found, it may be posted again."""
        with self._db.writing() as connection:
            connection.execute(_ASKED, {"post": key})
            connection.execute(_AGAIN, {"post": key})

    def gone(self, key: str) -> None:
        """It was taken away; it is not posted again."""
        self._set(_GONE, key)

    def drop(self, key: str, marked: float) -> None:
        """What was marked then does not stand there: it may be marked again."""
        self._set(_DROP, key, then=marked)

    def _set(self, change: Update | Delete, key: str, **how: Any) -> None:
        with self._db.writing() as connection:
            connection.execute(change, {"post": key, **how})

    def unasked(self, channel: Place, seconds: float) -> int:
        """How many messages that nobody asked for were posted in a channel in the last so many seconds."""
        with self._db.reading() as connection:
            return connection.execute(_UNASKED, {**_place(channel), "seconds": seconds}).scalar_one()

    def full_until(self, channel: Place, seconds: float, most: int) -> float:
        """When there will be fewer than ``most`` of these in the last so many seconds, in seconds since 1970; 0 when never."""
        with self._db.reading() as connection:
            last = connection.execute(_LATEST.offset(most - 1), _place(channel)).scalar() if most else None
        return float(last) + seconds if last else 0.0


def _named(channel: Place) -> dict[str, str]:
    return {"team": channel.team, "channel": channel.channel}


def _place(channel: Place) -> dict[str, str]:
    return {"its_team": channel.team, "its_channel": channel.channel}


def _post(row: Row[Any]) -> Post:
    place = Place(row.team, row.channel, row.ts)
    return Post(row.key, place, row.thread, cast("Standing", row.standing), row.marked, row.unasked, row.maker)
