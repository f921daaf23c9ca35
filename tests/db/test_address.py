"""The address of a workspace database: taken as it is written, or refused without a part of its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.db.address import AddressError, file_of, is_sqlite, parsed

TORN = "write @ as %40, / as %2F and : as %3A"


def test_a_file_and_a_server_are_taken() -> None:
    assert file_of(parsed("sqlite:////var/lib/my@workspace.db")) == Path("/var/lib/my@workspace.db")
    assert not is_sqlite(parsed("postgresql://bot@db/streamerr"))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("workspace.db", "use sqlite:////path/to/workspace.db or postgresql://"),
        ("/var/lib/workspace.db", "use sqlite:////path/to/workspace.db or postgresql://"),
        ("postgresql://bot:hunter2@db:abc/streamerr", "postgresql://USER:PASSWORD@HOST:PORT/NAME"),
        ("mysql://bot:hunter2@db/streamerr", "begin it with sqlite:/// or postgresql://"),
        ("sqlite://", "in memory would be lost"),
        ("sqlite:///:memory:", "in memory would be lost"),
        ("postgresql://bot:p@hunter2@127.0.0.1:9/streamerr", TORN),
        ("postgresql://bot:p@hunter2:x@127.0.0.1:9/streamerr", "USER:PASSWORD@HOST:PORT"),
        ("postgresql://bot:p@db/hunter2@127.0.0.1:9/streamerr", TORN),
        ("postgresql://bot:p@db?hunter2@127.0.0.1:9/streamerr", TORN),
        ("postgresql://b/ot:hunter2@127.0.0.1:9/streamerr", TORN),
        ("mysql://bot:p@hunter2@db/streamerr", TORN),
    ],
)
def test_what_can_not_be_one_is_refused_without_its_password(url: str, told: str) -> None:
    with pytest.raises(AddressError) as error:
        parsed(url)
    assert told in str(error.value)
    assert "hunter2" not in str(error.value)


def test_signs_that_can_be_told_apart_are_taken_as_they_are_written() -> None:
    address = parsed("postgresql://bot@corp:p%40hunter2:/@[::1]:9/streamerr?application_name=me")
    assert (address.username, address.password) == ("bot@corp", "p@hunter2:/")
    assert (address.host, address.port, address.database) == ("::1", 9, "streamerr")
    assert "hunter2" not in repr(address)


@pytest.mark.parametrize("query", ["password=hunter2", "password=other&password=hunter2"])
def test_a_password_that_stands_in_the_query_is_hidden_too(query: str) -> None:
    address = parsed(f"postgresql://bot@db/streamerr?application_name=me&{query}")
    assert (address.password, dict(address.query)) == ("hunter2", {"application_name": "me"})
    assert "hunter2" not in repr(address)
    with pytest.raises(AddressError) as error:
        parsed(f"mysql://bot@db/streamerr?{query}")
    assert "hunter2" not in str(error.value)
