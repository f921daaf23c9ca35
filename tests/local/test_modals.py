"""Modals on one another, and ids of the app's own."""

import pytest

from bot.local import modals
from bot.local.manifest import read
from bot.local.model import View
from bot.local.seed import Seed, plant
from bot.local.workspace import Workspace
from tests.local.conftest import MANIFEST
from tests.local.refusals import refusing
from tests.local.test_interacting import DONE, PASTE


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


@pytest.fixture
def seed(workspace: Workspace) -> Seed:
    return plant(workspace, read(MANIFEST))


@pytest.fixture
def view(workspace: Workspace, seed: Seed) -> View:
    return modals.open_modal(workspace, "A0LOCALAPP", seed.dana, PASTE)


def test_a_fourth_modal_is_one_too_many(workspace: Workspace, seed: Seed, view: View) -> None:
    second = modals.push_modal(workspace, view.app_id, seed.dana, DONE)
    third = modals.push_modal(workspace, view.app_id, seed.dana, DONE)
    assert (second.previous_id, third.previous_id, third.root_id) == (view.id, second.id, view.id)
    with refusing("push_limit_reached"):
        modals.push_modal(workspace, view.app_id, seed.dana, DONE)


def test_opening_another_modal_takes_the_first_away(workspace: Workspace, seed: Seed, view: View) -> None:
    other = modals.open_modal(workspace, view.app_id, seed.dana, DONE)
    assert workspace.modals(seed.dana) == [other]


def test_an_own_id_is_unique(workspace: Workspace, seed: Seed, view: View) -> None:
    named = modals.update_view(workspace, view, {**PASTE, "external_id": "mine"})
    assert modals.by_external_id(workspace, "mine") == named
    with refusing("duplicate_external_id"):
        modals.push_modal(workspace, view.app_id, seed.dana, {**DONE, "external_id": "mine"})


def test_what_was_typed_survives_an_update_of_the_same_block(workspace: Workspace, view: View) -> None:
    filled = {"what": {"text": {"type": "plain_text_input", "value": "half"}}}
    typed = View(view.id, view.app_id, view.user, view.body, view.hash, view.root_id, values=filled)
    assert modals.update_view(workspace, typed, PASTE).values == filled
    assert modals.update_view(workspace, typed, DONE).values == {}
