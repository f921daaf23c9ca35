"""How the bot is, as it tells: over the real addresses, and with what it stands on taken away."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from bot.db.database import Database, now
from bot.db.inbox import Backlog, Inbox
from bot.db.model import Delivery
from bot.db.tables import inbox
from bot.desk import Desk
from bot.receive import health
from bot.receive.health import HEALTH, LATE, METRICS, READY, TOLD, Health, Listening, Standing, moment
from bot.settings import Settings
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS
from tests.listeners import LOCKED
from tests.slack_bot import Workspace, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgres import Cluster

FINE = Standing("ok", "3f2a91c07b5d", 2, 9, Backlog(0, 0.0, 0), (), Listening(2, 2, 0.5))
CANARY = "canary7Zq"
README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def here(kb_file: Path) -> Iterator[Workspace]:
    """A local Slack with the bot in it, over Socket Mode, that tells how it is."""
    with workspace(kb_file, port=0) as made:
        yield made


def asked(here: Workspace, path: str) -> tuple[int, str]:
    """The status and the text at an address of the bot's."""
    try:
        with urlopen(f"http://127.0.0.1:{here.bot.port}{path}", timeout=20) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def ready(here: Workspace) -> tuple[int, dict[str, Any]]:
    status, told = asked(here, READY)
    return status, json.loads(told)


def numbers(here: Workspace) -> dict[str, float]:
    """What Prometheus would read, of our own, without labels."""
    status, told = asked(here, METRICS)
    assert status == 200
    families = text_string_to_metric_families(told)
    return {one.name: one.value for family in families for one in family.samples if not one.labels}


def test_it_says_that_it_lives(here: Workspace) -> None:
    assert asked(here, HEALTH) == (200, '{"alive": true}')


def test_when_all_is_well_it_is_ready_and_says_what_it_stands_on(here: Workspace) -> None:
    status, told = ready(here)
    assert (status, told["ready"], told["wanting"]) == (200, True, [])
    assert told["database"] == "ok"
    assert told["knowledge"] == here.bot.desk.kb.revision
    assert told["inbox"] == {
        "waiting": 0,
        "oldest_seconds": 0,
        "overdue_seconds": 0,
        "given_up": {"count": 0, "latest": []},
    }


def test_over_socket_mode_it_tells_of_its_connections(here: Workspace) -> None:
    here.dana.waits_for(lambda: ready(here)[1]["sockets"]["connected"] == 2)
    sockets = ready(here)[1]["sockets"]
    assert sockets["wanted"] == 2
    assert 0 <= sockets["silent_seconds"] < 60


def test_over_http_there_are_none_and_it_is_ready(kb_file: Path) -> None:
    with workspace(kb_file, port=0, app_token="", signing_secret="s") as here:
        status, told = ready(here)
        assert (status, told["sockets"]) == (200, None)


def test_without_a_connection_it_is_not_ready(here: Workspace) -> None:
    here.dana.turns("fault", kind="server_error", method="apps.connections.open", next=1000)
    here.dana.turns("sockets", how="close")
    here.dana.waits_for(lambda: ready(here)[0] == 503, seconds=20)
    status, told = ready(here)
    assert (status, told["wanting"], told["sockets"]["connected"]) == (503, ["sockets"], 0)
    here.dana.turns("clear")
    here.dana.waits_for(lambda: ready(here)[0] == 200, seconds=30)


def test_without_a_database_it_is_not_ready_and_says_why(here: Workspace) -> None:
    with here.db.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
    status, told = ready(here)
    assert (status, told["wanting"], told["inbox"]) == (503, ["database"], None)
    assert told["database"] == "can't be read: OperationalError"
    assert asked(here, HEALTH)[0] == 200
    assert numbers(here)["streamerr_database_answers"] == 0
    with here.db.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")
    assert ready(here)[0] == 200


def test_when_postgresql_stops_it_is_not_ready_and_when_it_is_back_it_is(kb_file: Path, postgres: Cluster) -> None:
    with workspace(kb_file, postgres.new_database(), port=0) as here:
        assert ready(here)[0] == 200
        postgres.stop("immediate")
        assert ready(here)[0] == 503
        assert asked(here, HEALTH)[0] == 200
        postgres.start()
        here.dana.waits_for(lambda: ready(here)[0] == 200, seconds=30)


def test_a_database_that_hangs_does_not_keep_who_asks_waiting(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    held = time.monotonic() + 1.5
    monkeypatch.setattr(
        here.bot.desk.inbox, "backlog", lambda: time.sleep(max(0.0, held - time.monotonic())), raising=True
    )
    began = time.monotonic()
    assert [ready(here)[1]["database"] for _ in range(3)] == ["no answer within 0.1 seconds"] * 3
    assert asked(here, HEALTH)[0] == 200
    assert time.monotonic() - began < 1.5


def put(db: Database, key: str, **values: Any) -> None:
    """Record an event, and say how it stands."""
    Inbox(db).put([Delivery(key, {"text": CANARY}, "message")])
    with db.writing() as connection:
        connection.execute(update(inbox).where(inbox.c.key == key).values(**values))


def test_an_event_that_nobody_takes_makes_it_not_ready(desk: Desk, db: Database) -> None:
    put(db, "late", received=now() - 2 * LATE, due=now() - LATE - 5)
    put(db, "later", due=now() + 60)
    standing = stands(desk)
    assert standing.wanting == ("inbox",)
    told = standing.record()["inbox"]
    assert told["waiting"] == 2
    assert 2 * LATE <= told["oldest_seconds"] < 3 * LATE
    assert LATE < told["overdue_seconds"] < 2 * LATE


@pytest.mark.parametrize(
    "values",
    [
        {"received": now() - 2 * LATE, "due": now() + 1},
        {"received": now() - 2 * LATE, "due": now() - 2 * LATE, "leased": now() + 60},
        {"received": now() - 2 * LATE, "due": now() - 2 * LATE, "leased": now() - 1},
    ],
    ids=["waits for its turn", "is worked on", "was worked on by one that is gone"],
)
def test_an_event_that_is_old_but_seen_to_does_not(desk: Desk, db: Database, values: dict[str, Any]) -> None:
    put(db, "old", **values)
    assert stands(desk).wanting == ()


def test_of_events_that_were_given_up_the_last_few_are_told_without_what_they_said(desk: Desk, db: Database) -> None:
    for number in range(TOLD + 2):
        gone = {"state": "given_up", "body": "", "tries": 12, "fault": "OperationalError", "ended": number + 1.0}
        put(db, f"lost-{number}", **gone)
    told = stands(desk).record()
    assert told["inbox"]["given_up"]["count"] == TOLD + 2
    assert [one["key"] for one in told["inbox"]["given_up"]["latest"]] == [f"lost-{n}" for n in (6, 5, 4, 3, 2)]
    first = {"key": "lost-6", "kind": "message", "tries": 12, "fault": "OperationalError", "ended": 7.0}
    assert told["inbox"]["given_up"]["latest"][0] == first
    assert CANARY not in json.dumps(told)


def stands(desk: Desk) -> Standing:
    """How a bot at that desk is, over HTTP."""

    async def asks() -> Standing:
        health = Health(desk)
        try:
            return await health.standing()
        finally:
            health.close()

    return asyncio.run(asks())


def test_with_the_knowledge_base_closed_it_is_not_ready(kb_file: Path, db: Database) -> None:
    async def asks() -> Standing:
        with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb:
            health = Health(Desk.of(kb, db, Settings(kb_file.parent)))
        try:
            return await health.standing()
        finally:
            health.close()

    standing = asyncio.run(asks())
    assert standing.wanting == ("knowledge",)
    assert standing.record()["knowledge"] is None


def test_the_numbers_of_the_moment_are_told_to_prometheus(here: Workspace) -> None:
    here.answer(here.channel, str(here.dana.says(here.channel, f"<@{here.me}> {LOCKED} {CANARY}")["ts"]))
    here.dana.waits_for(lambda: numbers(here)["streamerr_inbox_waiting"] == 0)
    told = numbers(here)
    kb = here.bot.desk.kb
    assert told["streamerr_ready"] == told["streamerr_database_answers"] == 1
    assert told["streamerr_sockets_connected"] == told["streamerr_sockets_wanted"] == 2
    assert told["streamerr_knowledge_systems"] == len(kb.systems())
    assert told["streamerr_knowledge_errors"] == sum(len(kb.entries(system.id)) for system in kb.systems())
    assert told["streamerr_slack_silent_seconds"] < 60
    assert told["streamerr_reply_seconds_count"] >= 1
    assert "process_cpu_seconds_total" in told


def test_no_id_and_no_text_is_told_to_prometheus(here: Workspace) -> None:
    asked_at = str(here.dana.says(here.channel, f"<@{here.me}> {LOCKED} {CANARY}")["ts"])
    here.answer(here.channel, asked_at)
    told = asked(here, METRICS)[1]
    for private in (CANARY, asked_at, here.channel, here.dana.user, here.me, here.slack.app.bot_token):
        assert private not in told


def test_every_number_of_the_moment_is_in_the_readme() -> None:
    told = README.read_text()
    for metric in moment(FINE):
        name = f"{metric.name}_info" if metric.type == "info" else metric.name
        assert f"\n| `{name}` | {metric.documentation} |\n" in told
