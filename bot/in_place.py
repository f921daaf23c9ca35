"""Where a click came from, and how that place is changed: a message, a message that one person sees, or a modal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.cards import paste
from bot.db.model import Place
from bot.receive.envelope import team_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk import WebClient

    from bot.card import Card, Share
    from bot.desk import Desk


@dataclass(frozen=True, slots=True)
class Click:
    """A click on a button, or a choice from a menu.

    Attributes:
        value: what the button or the choice carries.
        user: who clicked.
        message: the message with the button; its channel and ts are empty when there is none.
        thread: the thread that the message or the modal belongs to, or "".
        private: whether only this person sees the message.
        view: the modal or App Home with the button, or None.
        url: where to answer, or "".
        trigger: opens a modal within three seconds.
        stranger: whether who clicked belongs to another workspace than the message.
    """

    value: str
    user: str
    message: Place
    thread: str
    private: bool
    view: Mapping[str, Any] | None
    url: str
    trigger: str
    stranger: bool = False

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Click:
        """The click in a ``block_actions`` payload."""
        action = (body.get("actions") or [{}])[0]
        view = body.get("view")
        home = (body.get("message") or {}).get("team") or team_of(body)
        container = body.get("container") or {}
        channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
        thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts") or ""
        if view and not channel:
            channel, _, thread = str(view.get("private_metadata") or "").partition(" ")
        return cls(
            value=str(action.get("value") or (action.get("selected_option") or {}).get("value") or ""),
            user=str(body["user"]["id"]),
            message=Place(team_of(body), str(channel), str(container.get("message_ts") or "")),
            thread=str(thread),
            private=bool(container.get("is_ephemeral")),
            view=view,
            url=str(body.get("response_url") or ""),
            trigger=str(body.get("trigger_id") or ""),
            stranger=body["user"].get("team_id", home) != home,
        )

    @property
    def share(self) -> Share:
        """Where what is shown can be shared."""
        if self.view:
            return "thread" if self.thread else ""
        return "channel" if self.private else ""


def turn(desk: Desk, client: WebClient, click: Click, card: Card) -> None:
    """Turn what was clicked on into another card."""
    if click.view:
        metadata = str(click.view.get("private_metadata") or "")
        shown = {**paste.answer(card), "private_metadata": metadata}
        client.views_update(view_id=str(click.view["id"]), view=shown)
    elif click.private:
        desk.voice.respond(click.url, card, replace_original=True)
    else:
        desk.voice.change(client, click.message, card)


def tell(desk: Desk, client: WebClient, click: Click, card: Card) -> None:
    """Tell the person who clicked, and nobody else, where they clicked."""
    if click.url:
        thread = {"thread_ts": click.thread} if click.thread else {}
        desk.voice.respond(click.url, card, replace_original=False, **thread)
    elif click.view and click.view.get("type") == "modal":
        client.views_push(trigger_id=click.trigger, view=paste.answer(card))
    elif click.view:
        client.views_open(trigger_id=click.trigger, view=paste.answer(card))
    else:
        desk.voice.whisper(client, click.message.channel, click.user, card, click.thread)
