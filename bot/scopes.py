"""Scopes: which permissions the app was granted, as Slack tells with every answer, and which ones hearing a channel needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADER = "x-oauth-scopes"


def granted(headers: Mapping[str, Any]) -> frozenset[str] | None:
    """The permissions in the headers of an answer; None where Slack does not tell."""
    told = {name.casefold(): value for name, value in headers.items()}.get(HEADER)
    if told is None:
        return None
    line = str(told[0] if isinstance(told, list) and told else told)
    return frozenset(filter(None, map(str.strip, line.split(","))))


def history(*, private: bool) -> str:
    """The permission that lets the app hear what is said in a channel."""
    return "groups:history" if private else "channels:history"


def about(*, private: bool) -> str:
    """The permission that lets the app know what a channel is called, and who made it."""
    return "groups:read" if private else "channels:read"
