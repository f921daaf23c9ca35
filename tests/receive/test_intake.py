"""The intake: recorded before it is acknowledged, or answered at once."""

import asyncio

import pytest
from bot.receive.inbox import InboxFullError, QueueInbox

from bot.receive.intake import Intake
from tests.receive.test_workers import Recording

EVENT = {"type": "event_callback", "event_id": "Ev1", "n": "1"}


def test_an_event_is_recorded_and_not_worked_on() -> None:
    app, inbox = Recording(), QueueInbox()
    intake = Intake(app, inbox)
    assert asyncio.run(intake.take(EVENT)).status == 200
    intake.close()
    assert (app.handed, inbox.waiting()) == ([], 1)


def test_what_slack_waits_for_is_answered_at_once() -> None:
    app, inbox = Recording(), QueueInbox()
    intake = Intake(app, inbox)
    assert asyncio.run(intake.take({"type": "view_submission", "n": "1"})).status == 200
    intake.close()
    assert (app.handed, inbox.waiting()) == (["1"], 0)


def test_what_cannot_be_recorded_is_not_acknowledged() -> None:
    intake = Intake(Recording(), QueueInbox(1))

    async def twice() -> None:
        await intake.take(EVENT)
        await intake.take({**EVENT, "event_id": "Ev2"})

    with pytest.raises(InboxFullError):
        asyncio.run(twice())
    intake.close()
