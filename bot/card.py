"""``card(answer, key)``: from an answer to the message that Slack shows, the choice of card on one page. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.cards import answered, choice, several, unknown
from bot.cards.blocks import IN_MESSAGE, Json, actions, button, context, section
from bot.cards.mrkdwn import clip
from bot.cards.ref import Ref

if TYPE_CHECKING:
    from kb import Answer

Share: TypeAlias = Literal["", "channel", "thread"]

TEXT = 600
"""Characters of the fallback text, which notifications and screen readers use."""


@dataclass(frozen=True, slots=True)
class Card:
    """A message as Slack takes it.

    Attributes:
        text: what notifications and screen readers say; escaped.
        blocks: what is shown.
    """

    text: str
    blocks: tuple[Json, ...]

    def noted(self, *notes: str) -> Card:
        """The card with notes in small print above it; ``notes`` is markup."""
        if not notes:
            return self
        return Card(self.text, (context(*notes), *self.blocks)[:IN_MESSAGE])


def note(text: str) -> Card:
    """A card of one sentence of ours; ``text`` is markup."""
    return Card(text, (section(text),))


def card(answer: Answer, key: str, *, share: Share = "", chosen: bool = False, shared_by: str = "") -> Card:
    """The card of an answer.

    Args:
        answer: what is said.
        key: of the answer; buttons carry it.
        share: where it can be shared, when only the asker sees it.
        chosen: whether it was picked from a choice, which can be gone back to.
        shared_by: id of the user who shared it, if somebody did.
    """
    if len(answer.errors) > 1:
        blocks, text = several.several(answer, key), several.in_words(answer)
    elif answer.outcome == "answer":
        blocks, text = answered.answered(answer), answered.in_words(answer)
    elif answer.outcome == "choose":
        blocks, text = choice.choice(answer, key), choice.in_words(answer)
    else:
        blocks, text = unknown.unknown(answer, key), unknown.in_words(answer)
    if shared_by:
        blocks = [context(f"Shared by <@{shared_by}>"), *blocks]
    buttons = _buttons(answer, key, share=share, chosen=chosen)
    return Card(clip(text, TEXT), (*blocks[: IN_MESSAGE - 1], actions(*buttons)))


def _buttons(answer: Answer, key: str, *, share: Share, chosen: bool) -> list[Json]:
    whole = Ref(key).value
    buttons = []
    ref = whole
    if answer.outcome == "answer":
        ref = Ref.of(key, answer.matches[0]).value
        buttons.append(button("More", "more", ref, accessible="Everything about this error"))
    if share:
        buttons.append(button(f"Share in {share}", "share", ref))
    if chosen:
        buttons.append(button("Back to the list", "back", whole))
    if answer.outcome == "unknown":
        buttons.append(button("Note this gap", "gap", whole, accessible="Tell the keepers of the knowledge base"))
    else:
        buttons += [
            button("Helped", "feedback:helped", ref, accessible="This helped"),
            button("Wrong", "feedback:wrong", ref, accessible="This is wrong"),
        ]
    return buttons
