"""The intake: recorded before it is acknowledged, answered at once, or forgotten."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.db.inbox import Inbox
from bot.receive.intake import Intake, IntakeFullError
from bot.receive.recorder import Recorder
from tests.receive.test_workers import Recording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from slack_bolt import App

    from bot.db.database import Database
    from bot.db.model import Delivery

EVENT = {"type": "event_callback", "event_id": "Ev1", "n": "1"}


class Door:
    """A gate that lets everything in but what is said to be nothing."""

    def passes(self, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """What of it is recorded."""
        return None if body.get("nothing") else body

    def glance(self, body: Mapping[str, Any]) -> bool | None:
        """Whether it concerns us, if that is said."""
        told: bool | None = body.get("concerns")
        return told


class Full(Inbox):
    """An inbox that can't be written to."""

    def put(self, deliveries: Sequence[Delivery]) -> list[bool]:  # noqa: ARG002  it never gets so far
        """Fail."""
        raise OperationalError("INSERT", {}, OSError())


@contextmanager
def intake(app: App, box: Inbox) -> Iterator[Intake]:
    """An intake that records to an inbox."""
    recorder = Recorder(box, threading.Event())
    recorder.start()
    door: Any = Door()
    made = Intake(app, door, recorder)
    yield made
    made.close()
    recorder.stop()


def test_an_event_is_recorded_and_not_worked_on(db: Database) -> None:
    app, box = Recording(), Inbox(db)
    with intake(app, box) as made:
        assert asyncio.run(made.take(EVENT)).status == 200
        assert box.is_open("Ev1")
    assert app.handed == []


def test_what_comes_again_is_acknowledged_again_and_recorded_once(db: Database) -> None:
    box = Inbox(db)
    with intake(Recording(), box) as made:
        assert [asyncio.run(made.take(EVENT)).status for _ in range(3)] == [200] * 3
    assert box.backlog().waiting == 1


def test_what_slack_waits_for_is_answered_at_once(db: Database) -> None:
    app, box = Recording(), Inbox(db)
    with intake(app, box) as made:
        assert asyncio.run(made.take({"type": "view_submission", "n": "1"})).status == 200
    assert (app.handed, box.backlog().waiting) == (["1"], 0)


def test_what_does_not_concern_us_is_acknowledged_and_forgotten(db: Database) -> None:
    box = Inbox(db)
    with intake(Recording(), box) as made:
        assert asyncio.run(made.take({**EVENT, "nothing": True})).status == 200
    assert not box.knows("Ev1")


def test_what_cannot_be_recorded_is_not_acknowledged(db: Database) -> None:
    with intake(Recording(), Full(db)) as made, pytest.raises(OperationalError):
        asyncio.run(made.take(EVENT))


def test_it_is_recorded_before_it_is_acknowledged(db: Database) -> None:
    box = Inbox(db)

    async def take(made: Intake) -> list[bool]:
        seen = []
        for n in range(20):
            await made.take({**EVENT, "event_id": f"Ev{n}"})
            seen.append(box.knows(f"Ev{n}"))
        return seen

    with intake(Recording(), box) as made:
        assert all(asyncio.run(take(made)))


@pytest.mark.parametrize("concerns", [True, False])
def test_what_is_seen_at_a_glance_is_looked_at_no_more(db: Database, concerns: bool) -> None:
    box = Inbox(db)
    with intake(Recording(), box) as made:
        told = {**EVENT, "concerns": concerns, "nothing": concerns}
        assert asyncio.run(made.take(told)).status == 200
    assert box.knows("Ev1") is concerns


def test_more_than_can_be_recorded_is_not_acknowledged(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.receive.intake.PENDING", 3)
    box = Inbox(db)

    async def take(made: Intake) -> list[object]:
        bodies = [{**EVENT, "event_id": f"Ev{n}"} for n in range(5)]
        return await asyncio.gather(*map(made.take, bodies), return_exceptions=True)

    with intake(Recording(), box) as made:
        told = asyncio.run(take(made))
        assert [isinstance(one, IntakeFullError) for one in told] == [False] * 3 + [True] * 2
        assert asyncio.run(made.take(EVENT)).status == 200
    assert [box.knows(f"Ev{n}") for n in range(5)] == [True] * 3 + [False] * 2
