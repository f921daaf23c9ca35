"""The modal to paste into."""

from bot.cards import paste
from bot.listeners.global_shortcut import CALLBACK, NOTHING
from tests.listeners import LOCKED, XML
from tests.slack_bot import Workspace, blocks_text, button


def opened(here: Workspace) -> str:
    here.dana.does("shortcut", callback_id=CALLBACK)
    return str(here.modal()["id"])


def submit(here: Workspace, view: str, **filled: object) -> dict[str, object]:
    return here.dana.does("submit", view_id=view, filled={name: {name: value} for name, value in filled.items()})


def test_a_paste_turns_into_its_answer(here: Workspace) -> None:
    submit(here, opened(here), **{paste.QUESTION: XML})
    here.dana.waits_for(lambda: "Widget locked" in blocks_text(here.modal()))


def test_a_file_turns_into_its_answer(here: Workspace) -> None:
    told = here.dana.does("upload", channel=here.channel, name="error.log", content=f"ERROR {LOCKED}", text="")
    submit(here, opened(here), **{paste.FILE: [told["message"]["files"][0]["id"]]})
    here.dana.waits_for(lambda: "Widget locked" in blocks_text(here.modal()))


def test_nothing_at_all_is_told_at_the_field(here: Workspace) -> None:
    told = here.dana.tries("submit", view_id=opened(here), filled={})
    assert NOTHING in str(told.get("errors"))


def test_a_choice_in_the_modal_turns_into_its_answer(here: Workspace) -> None:
    submit(here, opened(here), **{paste.QUESTION: "acme 404"})
    here.dana.waits_for(lambda: "Which one is it?" in blocks_text(here.modal()))
    view = here.modal()
    here.dana.does("act", view_id=view["id"], **button(view, "choose:1"))
    here.dana.waits_for(lambda: "The gizmo was taken away" in blocks_text(here.modal()))
