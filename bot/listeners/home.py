"""App Home: shown anew each time somebody opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot import __version__
from bot.cards.home import home
from bot.directory import directory
from bot.receive.envelope import team_of

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk import WebClient

    from bot.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Publish App Home."""

    def on_home(event: dict[str, Any]) -> bool:
        return event.get("tab") in (None, "home")

    @app.event("app_home_opened", matchers=[on_home])
    def opened(body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        publish(desk, client, team_of(body), str(event["user"]))


def publish(desk: Desk, client: WebClient, team: str, user: str) -> None:
    """Show a person their App Home as it is now."""
    known = [(system, len(desk.kb.entries(system.id))) for system in desk.kb.systems()]
    recent, channels = desk.memory.recent(team, user), directory(desk, client, team, user)
    client.views_publish(user_id=user, view=home(known, recent, __version__, desk.kb.revision, channels))
