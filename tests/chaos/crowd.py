"""People and alerts that keep a workspace busy, and what they get for it: each message knows how many replies it should have."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from bot.local import speaking
from bot.local.changes import Posted
from bot.local.model import TEAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.local import LocalSlack
    from bot.local.changes import Change

CANARY = "zqcanary"
"""In everything that is said; it must never be seen in a log."""
CHATTER = (
    "is anybody on this?",
    "channel 7 is fine again",
    "that fix from yesterday works",
    "rebooting the encoder at 4",
)


@dataclass(slots=True)
class Outcome:
    """What came of everything that was said.

    Attributes:
        said: messages.
        asked: questions, and errors that are new in their channel; each should get one reply. An error has it at whichever of
            its messages was worked on first.
        lost: those without.
        twice: those with more than one.
        unwanted: replies where silence was due.
        miscounted: errors whose reply does not tell how often they were said.
        sorry: apologies.
    """

    said: int = 0
    asked: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    miscounted: list[str] = field(default_factory=list)
    sorry: int = 0

    @property
    def answered(self) -> int:
        """Those with the reply that they should have."""
        return self.asked - len(self.lost)


class Crowd:
    """Talks in many channels of a local Slack that the running loop serves, and counts the replies.

    Args:
        slack: the local Slack.
        codes: of errors that are answered unasked.
        channels: how many to talk in; half as many again are incident channels, and as many people write directly.
        seed: makes the same talk again.
    """

    def __init__(self, slack: LocalSlack, codes: Sequence[str], channels: int = 60, seed: int = 1) -> None:
        self._slack = slack
        self._codes = codes
        self._random = random.Random(seed)  # noqa: S311  nothing secret
        workspace, app = slack.workspace, slack.app
        self._people = [workspace.add_user(f"person{n}", f"Person {n}").id for n in range(channels)]
        members = frozenset({*self._people, app.user})
        self._talk = [workspace.add_channel(f"talk-{n}", members, creator=self._people[0]).id for n in range(channels)]
        self._incidents = [
            workspace.add_channel(f"inc-{n}", members, creator=self._people[0]).id for n in range(channels // 2)
        ]
        self._direct = [workspace.open_im(person, app.user).id for person in self._people]
        self._fresh = {channel: self._shuffled(codes) for channel in self._incidents}
        self._used: dict[str, list[str]] = {channel: [] for channel in self._incidents}
        self._wanted: dict[str, str] = {}
        self._replies: Counter[str] = Counter()
        self._said_times: Counter[str] = Counter()
        self.sorry = 0
        workspace.watchers.append(self._saw)

    def _shuffled(self, codes: Sequence[str]) -> list[str]:
        return self._random.sample([*codes], len(codes))

    def _saw(self, change: Change) -> None:
        if not isinstance(change, Posted) or change.message.user != self._slack.app.user:
            return
        message = change.message
        key = str(((message.metadata or {}).get("event_payload") or {}).get("key") or "")
        if message.visible_to or key.endswith(">sorry") or not key:
            self.sorry += 1
        else:
            self._replies[key] += 1

    async def talks(self, messages: int, rate: float, progress: Callable[[int], None] | None = None) -> None:
        """Say so many things, so many a second."""
        begin = perf_counter()
        for number, say in zip(range(messages), self._things(), strict=False):
            await asyncio.sleep(max(0.0, begin + number / rate - perf_counter()))
            say(len(self._wanted))
            if progress and number % 500 == 0:
                progress(number)

    def _things(self) -> Iterator[Callable[[int], None]]:
        kinds = [self._mention] * 4 + [self._error] * 3 + [self._chat, self._write, self._again]
        while True:
            yield from kinds

    def _mention(self, number: int) -> None:
        channel = self._random.choice(self._talk)
        text = f"<@{self._slack.app.user}> {self._random.choice(self._codes)} {CANARY}{number}"
        self._say(channel, text, f"{number}")

    def _write(self, number: int) -> None:
        at = self._random.randrange(len(self._people))
        self._say(
            self._direct[at], f"{self._random.choice(self._codes)} {CANARY}{number}", f"{number}", self._people[at]
        )

    def _error(self, number: int) -> None:
        """An error that was not seen in its channel before; one that was, when there are no more."""
        channel = self._random.choice(self._incidents)
        if not self._fresh[channel]:
            self._again(number)
            return
        code = self._fresh[channel].pop()
        self._used[channel].append(code)
        self._say(channel, f"the origin says {code} {CANARY}{number}", f"{channel} {code}")

    def _again(self, number: int) -> None:
        """An error that was seen in its channel before: counted, not answered."""
        channel = self._random.choice([one for one in self._incidents if self._used[one]] or self._incidents)
        if not self._used[channel]:
            self._chat(number)
            return
        code = self._random.choice(self._used[channel])
        self._say(channel, f"still {code} {CANARY}{number}", f"{channel} {code}")

    def _chat(self, number: int) -> None:
        channel = self._random.choice(self._incidents)
        self._say(channel, f"{self._random.choice(CHATTER)} {CANARY}{number}", "")

    def _say(self, channel: str, text: str, wanted: str, user: str = "") -> None:
        """Say something; ``wanted`` names the one reply that it should get, alone or with others, "" for none."""
        said = speaking.say(self._slack.workspace, user or self._random.choice(self._people), channel, text)
        self._wanted[f"{TEAM}:{channel}:{said.ts}"] = wanted
        self._said_times[wanted] += 1

    def outcome(self) -> Outcome:
        """What came of it so far."""
        got: Counter[str] = Counter(dict.fromkeys(filter(None, self._wanted.values()), 0))
        outcome = Outcome(len(self._wanted), len(got), sorry=self.sorry)
        for key, replies in self._replies.items():
            if wanted := self._wanted.get(key):
                got[wanted] += replies
            else:
                outcome.unwanted.append(key)
        outcome.lost = [wanted for wanted, replies in got.items() if not replies]
        outcome.twice = [wanted for wanted, replies in got.items() if replies > 1]
        return outcome

    async def satisfied(self, seconds: float) -> bool:
        """Wait until everything that should be answered is, for at most so many seconds."""
        end = perf_counter() + seconds
        while self.outcome().lost and perf_counter() < end:
            await asyncio.sleep(0.25)
        return not self.outcome().lost

    def miscounted(self) -> list[str]:
        """The errors whose reply does not tell how often they were said in their channel."""
        workspace, wrong = self._slack.workspace, []
        for channel in self._incidents:
            for root in workspace.history(channel):
                for message in workspace.replies(channel, root.ts):
                    error = self._wanted.get(f"{TEAM}:{channel}:{root.ts}", "")
                    times = self._said_times.get(error, 0)
                    if times > 1 and f"Seen {times:,} times" not in json.dumps(message.blocks):
                        wrong.append(error)
        return wrong
