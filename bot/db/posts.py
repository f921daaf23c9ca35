"""What we post, from before it is posted: so that nothing is posted twice, and a channel is not posted to faster than Slack takes.

A message is marked before Slack is called, and confirmed when Slack has answered. A mark that stays tells whoever takes the
work over that the message may be there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import delete, func, select, update

from bot.db.database import now
from bot.db.inbox import holding
from bot.db.model import Place, Post
from bot.db.tables import inbox, paces, posts

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from bot.db.database import Database
    from bot.db.model import Lease, Standing

PACE = 1.0
"""Posts a second that a channel takes."""
AT_ONCE = 0.01
"""Seconds that are not worth waiting for."""


class LeaseLostError(Exception):
    """Somebody else has the delivery in hand by now, and will post."""


class Posts:
    """Messages of ours in the workspace database; shared by all replicas.

    Args:
        db: the workspace database.
        pace: posts a second and channel; 0 for as many as come.
        seconds: by which a mark makes the lease last again.
    """

    def __init__(self, db: Database, pace: float = PACE, seconds: float = 60.0) -> None:
        self._db = db
        self._pace = pace
        self._seconds = seconds

    def of(self, key: str) -> Post | None:
        """The message for a key, if it was ever marked."""
        with self._db.reading() as connection:
            row = connection.execute(select(posts).where(posts.c.key == key)).one_or_none()
        return _post(row) if row else None

    def age(self, post: Post) -> float:
        """Seconds since a message was marked."""
        with self._db.reading() as connection:
            return float(connection.execute(select(now())).scalar_one()) - post.marked

    def mark(
        self,
        key: str,
        channel: Place,
        thread: str = "",
        lease: Lease | None = None,
        *,
        unasked: bool = False,
        paced: bool = True,
    ) -> float:
        """Say that a message is about to be posted, when its turn in the channel has come.

        Args:
            key: of the message; nothing else may stand for it, see ``of`` and ``drop``.
            channel: where; its ``ts`` does not matter.
            thread: the thread it will belong to, or "".
            lease: on the delivery that is worked on. Without one, turns are counted but not waited for.
            unasked: whether nobody asked for it.
            paced: whether it waits for its turn.

        Returns:
            0 when it was marked and may be posted now; else the seconds until its turn, and nothing is marked.

        Raises:
            LeaseLostError: somebody else is at it.
        """
        with self._db.writing() as connection:
            here = float(connection.execute(select(now())).scalar_one())
            slot = self._hold(connection, lease) if lease else 0.0
            turn = slot or (self._turn(connection, channel, here) if paced and self._pace else here)
            if lease and turn > here + AT_ONCE:
                connection.execute(update(inbox).where(*holding(lease)).values(slot=turn))
                return turn - here
            new = self._db.insert(posts).values(
                key=key, team=channel.team, channel=channel.channel, thread=thread, ts="",
                standing="posting", unasked=unasked, marked=here,
            )  # fmt: skip
            if not connection.execute(new.on_conflict_do_nothing()).rowcount:
                raise LeaseLostError
            return 0.0

    def _hold(self, connection: Connection, lease: Lease) -> float:
        """Make the lease last anew and give the turn that the delivery has, if any; it is used up."""
        held = select(inbox.c.slot).where(*holding(lease), inbox.c.leased > now()).with_for_update()
        if (slot := connection.execute(held).scalar()) is None:
            raise LeaseLostError
        connection.execute(update(inbox).where(*holding(lease)).values(slot=0, leased=now() + self._seconds))
        return float(slot)

    def _turn(self, connection: Connection, channel: Place, here: float) -> float:
        """The next free turn of a channel, which is taken with that."""
        where = {"team": channel.team, "channel": channel.channel}
        spoken_for = func.max if self._db.is_sqlite else func.greatest
        step = 1 / self._pace
        free = self._db.insert(paces).values(**where, next=here + step)
        later = spoken_for(paces.c.next, here) + step
        free = free.on_conflict_do_update(index_elements=[*where], set_={"next": later}).returning(paces.c.next)
        return float(connection.execute(free).scalar_one()) - step

    def pause(self, channel: Place, seconds: float) -> None:
        """Nothing more is posted in a channel for so long, because Slack said so."""
        where = {"team": channel.team, "channel": channel.channel}
        free = self._db.insert(paces).values(**where, next=now() + seconds)
        spoken_for = func.max if self._db.is_sqlite else func.greatest
        later = spoken_for(paces.c.next, now() + seconds)
        with self._db.writing() as connection:
            connection.execute(free.on_conflict_do_update(index_elements=[*where], set_={"next": later}))

    def confirm(self, key: str, message: Place) -> None:
        """It stands there."""
        self._set(key, standing="posted", channel=message.channel, ts=message.ts)

    def doubt(self, key: str) -> None:
        """Whether it stands there can't be found out; it is not posted again."""
        self._set(key, standing="unsure")

    def gone(self, key: str) -> None:
        """It was taken away; it is not posted again."""
        self._set(key, standing="gone")

    def drop(self, key: str) -> None:
        """It does not stand there: it may be marked again."""
        with self._db.writing() as connection:
            connection.execute(delete(posts).where(posts.c.key == key, posts.c.standing == "posting"))

    def _set(self, key: str, **values: str) -> None:
        with self._db.writing() as connection:
            connection.execute(update(posts).where(posts.c.key == key).values(**values))

    def unasked(self, channel: Place, seconds: float) -> int:
        """How many messages that nobody asked for were posted in a channel in the last so many seconds."""
        where = (posts.c.team == channel.team, posts.c.channel == channel.channel, posts.c.unasked)
        counted = select(func.count()).where(*where, posts.c.marked > now() - seconds)
        with self._db.reading() as connection:
            return connection.execute(counted).scalar_one()


def _post(row: Row[Any]) -> Post:
    place = Place(row.team, row.channel, row.ts)
    return Post(row.key, place, row.thread, cast("Standing", row.standing), row.marked, row.unasked)
