"""How fast mentions are answered in Slack, beside a bare Bolt app: ``python -m benchmarks.slack [--write README.md]``.

Each bot runs in a process of its own, over Socket Mode, in a fresh local Slack that this process serves: ours as
``streamerr start``, the other as ``benchmarks.echo``. Time runs from the moment somebody posts a mention to the moment the reply
stands in its thread. First questions come one at a time, each after the answer to the one before; then ``--rate`` a second for
``--seconds``, whether or not answers keep up, and time runs from when a question was due, so that a backlog counts in full; all
answers are waited for.
In between, 200 events a second arrive (a mention is three: the message, the mention, and the reply that comes back), and it is
timed how long Slack waits for each to be acknowledged. Slack itself delivers some eight events a second.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks import report
from benchmarks.laps import Times
from benchmarks.speed import count, questions
from bot.local import LocalSlack, speaking
from bot.local.changes import Posted
from bot.settings import SETTINGS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.local.changes import Change
    from bot.local.delivery import Route
    from bot.local.model import Acknowledgement, Envelope

START, END = "<!-- slack:start -->", "<!-- slack:end -->"
ROOT = Path(__file__).parent.parent
OURS, BARE = "streamerr", "bare Bolt"
BOTS = {OURS: ("-m", "bot", "start"), BARE: ("-m", "benchmarks.echo")}
TO_CONNECT = 120.0
"""Seconds a bot may take to connect; ours builds its knowledge base first."""
PATIENCE = 10.0
"""Seconds after which a question that was asked alone is lost."""
IN_THE_END = 300.0
"""Seconds after which a question without an answer is lost, counted from the last question: a backlog is worked off in less."""
EVENTS = 3  # that a mention is to the app
ARRIVING = 200.0
"""Events a second while acknowledgements are timed."""
ACKNOWLEDGED_MS = 50
"""What 99 of 100 acknowledgements may take at most."""
WARM_UP = 20  # questions before any is timed
MEDIAN_MS = 15
"""What half of the answers may take at most, one at a time on an idle machine."""


class NotConnectedError(Exception):
    """A bot did not connect; the message ends with the last that it said."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of some questions.

    Attributes:
        asked: how many questions there were.
        times: of those that were answered.
        seconds: from the first question to the last answer.
    """

    asked: int
    times: Times
    seconds: float = 0.0

    @property
    def lost(self) -> int:
        """Questions without an answer."""
        return self.asked - len(self.times.each)


@dataclass(frozen=True, slots=True)
class Trial:
    """One bot: questions one at a time, and at a steady rate; then how soon events are acknowledged."""

    single: Answers
    steady: Answers
    acknowledged: Times


class Person:
    """Someone in the workspace who mentions the bot, and sees when it replies.

    Args:
        slack: is served by the running loop.
    """

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._waiting: dict[str, asyncio.Future[float]] = {}
        slack.workspace.watchers.append(self._saw)

    def asks(self, question: str) -> asyncio.Future[float]:
        """Post a mention; what comes back is the time, on ``perf_counter``, at which its first reply stands there."""
        slack = self._slack
        text = f"<@{slack.app.user}> {question}"
        said = speaking.say(slack.workspace, slack.seed.dana, slack.seed.incidents, text)
        answer = self._waiting[said.ts] = asyncio.get_running_loop().create_future()
        return answer

    def _saw(self, change: Change) -> None:
        if not isinstance(change, Posted) or change.message.visible_to:  # what only one person sees is no reply
            return
        message = change.message
        if message.user == self._slack.app.user and (answer := self._waiting.pop(message.thread_ts, None)):
            answer.set_result(perf_counter())


async def one_at_a_time(person: Person, texts: Sequence[str], patience: float = PATIENCE) -> Answers:
    """Ask each question when the one before is answered, or lost."""
    each: list[float] = []
    for text in texts:
        due = perf_counter()
        each += await _milliseconds([(due, person.asks(text))], patience)
    return Answers(len(texts), Times(tuple(each)))


async def at_a_rate(
    person: Person, texts: Sequence[str], rate: float, seconds: float, patience: float = IN_THE_END
) -> Answers:
    """Ask ``rate`` questions a second for so many seconds, beginning anew when all were asked."""
    asked: list[tuple[float, asyncio.Future[float]]] = []
    begin = perf_counter()
    for number, text in enumerate(islice(cycle(texts), max(1, round(rate * seconds)))):
        due = begin + number / rate
        await asyncio.sleep(max(0.0, due - perf_counter()))
        asked.append((due, person.asks(text)))
    each = await _milliseconds(asked, patience)
    return Answers(len(asked), Times(tuple(each)), perf_counter() - begin)


class Timed:
    """A route to an app that times how long each acknowledgement takes."""

    def __init__(self, route: Route) -> None:
        self.route = route
        self.milliseconds: list[float] = []

    async def send(self, envelope: Envelope) -> Acknowledgement:
        """Send one envelope; one that is not acknowledged has no time."""
        begin = perf_counter()
        answer = await self.route.send(envelope)
        if not answer.error:
            self.milliseconds.append((perf_counter() - begin) * 1000)
        return answer


async def acknowledged(slack: LocalSlack, person: Person, texts: Sequence[str], events: float, seconds: float) -> Times:
    """How soon events are acknowledged while so many a second arrive."""
    routes, id_ = slack.delivery.routes, slack.app.id
    timed = Timed(routes[id_])
    routes[id_] = timed
    await at_a_rate(person, texts, events / EVENTS, seconds)
    routes[id_] = timed.route
    return Times(tuple(timed.milliseconds))


async def _milliseconds(asked: Sequence[tuple[float, asyncio.Future[float]]], patience: float) -> list[float]:
    """From when each question was due to its answer; nothing for those that are not answered within ``patience`` seconds."""
    answered, _ = await asyncio.wait([answer for _, answer in asked], timeout=patience)
    return [(answer.result() - due) * 1000 for due, answer in asked if answer in answered]


@asynccontextmanager
async def connected(slack: LocalSlack, command: Sequence[str], folder: Path) -> AsyncIterator[None]:
    """A bot in a process of its own, from when it is connected to when it is told to stop.

    Args:
        slack: that it connects to.
        command: arguments for Python.
        folder: for its files.

    Raises:
        NotConnectedError: it ended, or took too long.
    """
    environ = {
        **os.environ,
        **dict.fromkeys((setting.name for setting in SETTINGS), ""),
        "STREAMERR_HOME": str(folder),
        "STREAMERR_PACE": "0",  # one channel is asked in; the bare app is not held back either
        "SLACK_BOT_TOKEN": slack.app.bot_token,
        "SLACK_APP_TOKEN": slack.app.app_token,
        "SLACK_API_URL": slack.api_url,
    }
    said = folder / "said.txt"
    with said.open("wb") as output:
        bot = await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=ROOT, env=environ, stdout=output, stderr=output
        )
    try:
        end = perf_counter() + TO_CONNECT
        while not slack.sockets.route(slack.app.id).connections:
            if bot.returncode is not None or perf_counter() > end:
                last = said.read_text(errors="replace").splitlines()[-1:]
                raise NotConnectedError(f"{' '.join(command)} did not connect: {' '.join(last)}")
            await asyncio.sleep(0.05)
        yield
    finally:
        if bot.returncode is None:
            bot.terminate()
        await bot.wait()


async def measure(
    name: str, folder: Path, texts: Sequence[str], rate: float, seconds: float, events: float = ARRIVING
) -> Trial:
    """Try one bot; says on standard error how far it is."""
    async with LocalSlack() as slack, connected(slack, BOTS[name], folder):
        person = Person(slack)
        await one_at_a_time(person, texts[:WARM_UP])
        _say(f"{name}: {len(texts)} questions, one at a time")
        single = await one_at_a_time(person, texts)
        _say(f"{name}: {events:g} events a second for {seconds:g} s")
        soon = await acknowledged(slack, person, texts, events, seconds)
        _say(f"{name}: {rate:g} questions a second for {seconds:g} s")
        return Trial(single, await at_a_rate(person, texts, rate, seconds), soon)


def table(ours: Trial, bare: Trial, rate: float, seconds: float) -> str:
    """Both bots side by side, as Markdown, with the targets and the machine."""
    single, steady = f"{ours.single.asked} questions one at a time", f"{rate:g} a second for {seconds:g} s"
    rows = [
        *_latencies(single, ours.single.times, bare.single.times, f"at most {MEDIAN_MS} ms"),
        (f"{steady}: answered", *(f"{one.steady.asked - one.steady.lost:,}" for one in (ours, bare)), "", ""),
        (f"{steady}: lost", f"{ours.steady.lost:,}", f"{bare.steady.lost:,}", "", "none"),
        (f"{steady}: answers a second", *(_pace(one.steady) for one in (ours, bare)), "", ""),
        *_latencies(steady, ours.steady.times, bare.steady.times),
        *_latencies(
            f"acknowledged, {ARRIVING:g} events a second",
            ours.acknowledged,
            bare.acknowledged,
            p99=f"at most {ACKNOWLEDGED_MS} ms",
        ),
    ]
    head = ("mention to reply", OURS, BARE, f"{OURS} over {BARE}", f"target for {OURS}")
    return f"{report.table(head, rows)}\n\nMeasured on {report.machine()}."


def _pace(answers: Answers) -> str:
    return report.figure(len(answers.times.each) / answers.seconds) if answers.seconds else ""


def _latencies(what: str, ours: Times, bare: Times, median: str = "", p99: str = "") -> list[tuple[str, ...]]:
    if not ours.each or not bare.each:
        return []
    pairs = {"median": (ours.median, bare.median, median), "p99": (ours.p99, bare.p99, p99)}
    return [
        (f"{what}: {name}", f"{report.figure(our)} ms", f"{report.figure(other)} ms", f"{our / other:.2f}", wanted)
        for name, (our, other, wanted) in pairs.items()
    ]


def _say(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


def _positive(value: str) -> float:
    if not 0 < (number := float(value)) <= 10_000:
        raise argparse.ArgumentTypeError("above 0, and at most 10000")
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write if asked to. Exit status 2 when the file has no place for the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=count, default=200, help="to ask one at a time, default 200")
    parser.add_argument("--rate", type=_positive, default=200, help="questions a second, default 200")
    parser.add_argument("--seconds", type=_positive, default=30, help="how long at that rate, default 30")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table between this file's markers")
    options = parser.parse_args(arguments)
    if options.write:
        try:
            report.place_in(options.write, START, END)
        except (report.NoPlaceError, OSError) as error:
            print(error, file=sys.stderr)
            return 2
    texts, load = questions(options.questions), (options.rate, options.seconds)
    with tempfile.TemporaryDirectory() as folder:
        trials = {name: asyncio.run(measure(name, Path(folder), texts, *load)) for name in BOTS}
    told = table(trials[OURS], trials[BARE], *load)
    print(told)
    if options.write:
        report.write(options.write, told, START, END)
    return 0


if __name__ == "__main__":
    sys.exit(main())
