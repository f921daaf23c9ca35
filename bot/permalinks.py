"""Addresses of messages. Slack makes them of what we know anyway; asking it for each would cost a call each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.db.model import Place


class Permalinks:
    """Makes addresses of messages; the workspace's own is asked for once."""

    def __init__(self) -> None:
        self._workspaces: dict[str, str] = {}

    def of(self, client: WebClient, message: Place, thread: str = "") -> str:
        """Where a message can be looked at.

        Args:
            client: Slack, of the workspace that the message is in.
            message: the message.
            thread: the thread that it is in, or begins, or "".
        """
        if (home := self._workspaces.get(message.team)) is None:
            home = self._workspaces[message.team] = str(client.auth_test()["url"]).rstrip("/")
        inside = f"?thread_ts={thread}&cid={message.channel}" if thread not in ("", message.ts) else ""
        return f"{home}/archives/{message.channel}/p{message.ts.replace('.', '')}{inside}"
