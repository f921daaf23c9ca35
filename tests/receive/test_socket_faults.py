"""The set of socket faults: after each, events flow again within six seconds, for little CPU, and none is lost."""

from __future__ import annotations

from typing import Any

import pytest

from bot.local.faults import KINDS
from bot.local.socket_mode import WAYS
from tests.receive.hearing import SLOW, hearing

SECONDS = 6.0
CPU = 1.0
OPEN = "apps.connections.open"
CLOSE = ("sockets", {"how": "close"})
FAULTS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    **{way: [("sockets", {"how": way})] for way in WAYS},
    "no address, too many calls": [("fault", {"kind": "ratelimit", "method": OPEN, "next": 2, "seconds": 1}), CLOSE],
    "no address, an error": [("fault", {"kind": "server_error", "method": OPEN, "next": 2}), CLOSE],
    "no address, a lost call": [("fault", {"kind": "lose_call", "method": OPEN, "next": 2}), CLOSE],
    "no address, a lost answer": [("fault", {"kind": "lose_answer", "method": OPEN, "next": 2}), CLOSE],
    "no address, it hangs": [("fault", {"kind": "hang", "method": OPEN, "next": 2, "seconds": 20}), CLOSE],
    "no handshake, an error": [("fault", {"kind": "server_error", "method": "link", "next": 2}), CLOSE],
    "no handshake, it hangs": [("fault", {"kind": "hang", "method": "link", "next": 2, "seconds": 20}), CLOSE],
}
"""Each is a row of switches that are turned."""


pytestmark = pytest.mark.usefixtures("log")


@pytest.mark.parametrize("name", FAULTS)
def test_events_flow_again_within_six_seconds_and_none_is_lost(name: str) -> None:
    with hearing() as here:
        here.hears(here.says())
        used = here.cpu()
        for switch, fields in FAULTS[name]:
            here.dana.turns(switch, **fields)
        assert here.hears_again() < SECONDS
        here.hears(here.says())
        here.dana.waits_for(lambda: not here.missed(), SLOW)
        here.dana.waits_for(lambda: here.connected() == 2, SLOW)
        assert here.cpu() - used < CPU
        assert not here.slack.delivery.given_up


def test_a_message_of_two_megabytes_is_heard_as_any_other() -> None:
    with hearing() as here:
        before = here.slack.sockets.route(here.slack.app.id).connections[:]
        used = here.cpu()
        here.hears(here.alerts("hunter2 " * 250_000))
        here.hears(here.says())
        assert here.cpu() - used < CPU
        assert here.slack.sockets.route(here.slack.app.id).connections == before


def test_the_set_has_every_fault_that_the_local_slack_knows() -> None:
    turned = [fields for switches in FAULTS.values() for _, fields in switches]
    assert {fields.get("how") for fields in turned} >= {*WAYS}
    assert {fields.get("kind") for fields in turned} >= {*KINDS}
