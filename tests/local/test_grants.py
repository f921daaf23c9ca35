"""Triggers and reply addresses: whose, how often and how long."""

import time

import pytest

from bot.local.grants import KEPT, USES, Grants
from bot.local.model import Pace
from bot.local.workspace import Workspace
from tests.local.refusals import refusing


@pytest.fixture
def grants() -> Grants:
    return Grants(Workspace(Pace(trigger=0.05, response_url=0.05)))


def key(url: str) -> str:
    return url.rpartition("/")[2]


def test_a_trigger_is_the_apps_own(grants: Grants) -> None:
    trigger = grants.trigger("A1", "U1")
    with refusing("invalid_trigger_id"):
        grants.redeem(trigger, "A2")
    assert grants.redeem(trigger, "A1") == "U1"


def test_a_trigger_grows_old(grants: Grants) -> None:
    trigger = grants.trigger("A1", "U1")
    time.sleep(0.06)
    with refusing("expired_trigger_id"):
        grants.redeem(trigger, "A1")


def test_an_address_is_used_five_times(grants: Grants) -> None:
    address = key(grants.response_url("A1", "U1", "C1", "1.1"))
    for _ in range(USES):
        assert grants.reply(address).ts == "1.1"
    with refusing("used_url"):
        grants.reply(address)


def test_an_address_grows_old(grants: Grants) -> None:
    address = key(grants.response_url("A1", "U1", "C1"))
    time.sleep(0.06)
    with refusing("expired_url"):
        grants.reply(address)


def test_the_oldest_grants_are_forgotten(grants: Grants) -> None:
    first = key(grants.response_url("A1", "U1", "C1"))
    for _ in range(KEPT):
        grants.response_url("A1", "U1", "C1")
    with refusing("no_such_url"):
        grants.reply(first)
