"""Workers: what waits is finished, and one delivery never stops the next."""

import time

from bot.receive.inbox import Delivery, QueueInbox
from slack_bolt import App, BoltRequest, BoltResponse

from bot.receive.workers import Workers


class Recording(App):
    """An app that keeps what it is handed, after a while; it breaks on ``bad``."""

    def __init__(self, takes: float = 0.0) -> None:
        super().__init__(token="xoxb-1", signing_secret="s", token_verification_enabled=False)
        self.handed: list[str] = []
        self.takes = takes

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Keep it."""
        time.sleep(self.takes)
        self.handed.append(req.body["n"])
        if req.body["n"] == "bad":
            raise RuntimeError(req.body["n"])
        return BoltResponse(status=200)


def test_what_waits_is_finished_before_stopping() -> None:
    app, inbox = Recording(0.02), QueueInbox()
    workers = Workers(app, inbox, 2)
    workers.start()
    for n in range(20):
        inbox.put(Delivery("", {"n": str(n)}))
    assert workers.stop()
    assert sorted(app.handed, key=int) == [str(n) for n in range(20)]


def test_what_takes_too_long_is_left() -> None:
    app, inbox = Recording(2.0), QueueInbox()
    workers = Workers(app, inbox, 1)
    workers.start()
    inbox.put(Delivery("", {"n": "1"}))
    assert not workers.stop(0.1)


def test_a_delivery_that_breaks_is_given_up() -> None:
    app, inbox = Recording(), QueueInbox()
    workers = Workers(app, inbox, 1)
    workers.start()
    for n in ("bad", "good"):
        inbox.put(Delivery("", {"n": n}))
    assert workers.stop()
    assert app.handed == ["bad", "good"]
