"""Which permissions the app was granted."""

import pytest

from bot import scopes


@pytest.mark.parametrize(
    "headers",
    [{"X-OAuth-Scopes": "chat:write, users:read"}, {"x-oauth-scopes": ["chat:write,users:read"]}],
)
def test_they_are_read_from_the_headers_of_an_answer(headers: dict[str, object]) -> None:
    assert scopes.granted(headers) == frozenset({"chat:write", "users:read"})


def test_none_granted_is_told_from_not_told() -> None:
    assert scopes.granted({"X-OAuth-Scopes": ""}) == frozenset()
    assert scopes.granted({"Date": "today"}) is None


def test_private_channels_need_their_own() -> None:
    assert (scopes.history(private=False), scopes.history(private=True)) == ("channels:history", "groups:history")
    assert (scopes.about(private=False), scopes.about(private=True)) == ("channels:read", "groups:read")
