"""Sending until the app has it."""

import asyncio

from bot.local.delivery import Delivery
from bot.local.model import Acknowledgement, Envelope, Pace

PACE = Pace(retries=(0.0, 0.01, 0.01))


class Scripted:
    """A route whose acknowledgements are written down beforehand."""

    def __init__(self, *answers: Acknowledgement) -> None:
        self._answers = iter(answers)
        self.sent: list[Envelope] = []

    async def send(self, envelope: Envelope) -> Acknowledgement:
        """Keep what is sent and give the next answer."""
        self.sent.append(envelope)
        return next(self._answers)


def delivered(*answers: Acknowledgement) -> tuple[list[tuple[int, str]], Delivery]:
    """Attempts and reasons of what was sent, and the delivery."""
    delivery, route = Delivery(PACE), Scripted(*answers)
    delivery.routes["A1"] = route

    async def send() -> None:
        delivery.event("A1", {})
        await asyncio.sleep(0.1)
        await delivery.close()

    asyncio.run(send())
    return [(envelope.attempt, envelope.reason) for envelope in route.sent], delivery


FAILED = Acknowledgement("http_error")


def test_an_acknowledged_event_is_not_sent_again() -> None:
    assert delivered(Acknowledgement())[0] == [(0, "")]


def test_a_retry_says_why() -> None:
    assert delivered(FAILED, Acknowledgement())[0] == [(0, ""), (1, "http_error")]


def test_after_three_retries_an_event_is_given_up() -> None:
    sent, delivery = delivered(*[FAILED] * 4)
    assert [attempt for attempt, _ in sent] == [0, 1, 2, 3]
    assert [envelope.reason for envelope in delivery.given_up] == ["http_error"]


def test_an_app_that_wants_no_retry_gets_none() -> None:
    sent, delivery = delivered(Acknowledgement("http_error", final=True))
    assert (len(sent), len(delivery.given_up)) == (1, 0)


def test_closing_ends_what_waits_for_its_retry() -> None:
    delivery = Delivery(Pace(retries=(60.0,)))
    delivery.routes["A1"] = Scripted(FAILED)

    async def send() -> None:
        delivery.event("A1", {})
        await asyncio.sleep(0.01)
        async with asyncio.timeout(1):
            await delivery.close()

    asyncio.run(send())
