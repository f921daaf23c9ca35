"""An answer as lines for a terminal: always the same order, short enough for a narrow screen.

What was understood; the title with system and code; what it means; what to do; whether to retry; who owns it and what to
check first; links; a word when the product is retired; why this answer, and the revision of the knowledge base.
"""

from __future__ import annotations

import shlex
import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.screen import counted, harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.screen import Screen
    from kb.model import Answer, Cause, Entry, ErrorSeen, Evidence, Match, System

CAUSES = 3
"""How many causes are told in full."""
CANDIDATES = 20
"""How many candidates of a choice, or errors of a paste, get a line."""
EVIDENCE = 6
SAID = 300
"""How many characters of what was understood are told."""
OURS = " (our advice)"

TRY = (
    "Paste the whole response: the status line, the headers and the body.",
    "Name the system with its code: streamerr explain mediatailor 404 (streamerr kb list names them all).",
    "Compare the code with the original, digit by digit: a near miss is another error, so none is guessed.",
)


def answer_lines(answer: Answer, screen: Screen) -> list[str]:
    """An answer as lines, without line ends."""
    said = textwrap.shorten(harmless(answer.said), SAID, placeholder=" ...") or "nothing"
    lines = [screen.dim(line) for line in screen.wrap(said, "Understood: ")]
    if len(answer.errors) > 1:
        lines += ["", *_errors(answer.errors, screen)]
    body = {"answer": _found, "choose": _choice, "unknown": _unknown}[answer.outcome]
    return [*lines, "", *body(answer, screen)]


def offers(answer: Answer) -> tuple[Answer, ...]:
    """The answers behind the numbers that ``answer_lines`` prints, number 1 first; empty when it prints none."""
    if len(answer.errors) > 1:
        return tuple(error.answer for error in answer.errors)
    if answer.outcome == "choose":
        return tuple(replace(answer, outcome="answer", matches=(match,)) for match in _by_system(answer.matches))
    return ()


def entry_lines(entry: Entry, system: System, screen: Screen) -> list[str]:
    """Everything the knowledge base has on an entry, as lines."""
    lines = _card(entry, system, screen, entry.causes)
    if entry.raised_by:
        lines += screen.labelled("Raised by", ", ".join(entry.raised_by))
    for message in entry.messages:
        lines += screen.labelled("As sent", message)
    return lines + screen.labelled("Source", f"{entry.source.document}, compared on {entry.source.checked}")


def system_lines(systems: Iterable[tuple[System, int]], screen: Screen) -> list[str]:
    """The systems that are known, each with how many entries it has."""
    lines = []
    for system, entries in systems:
        retired = " (retired)" if "retired" in system.lifecycle.casefold() else ""
        first, *more = screen.wrap(f"{system.id}  {system.name}, {counted(entries, 'error')}{retired}", rest="    ")
        lines += [screen.bold(system.id) + first[len(system.id) :], *more]
    return lines


def _found(answer: Answer, screen: Screen) -> list[str]:
    best, *others = answer.matches
    pointed = best.cause is not None
    lines = _card(best.entry, best.system, screen, best.causes, CAUSES, pointed=pointed, answer=answer)
    label = "Also named" if answer.names_all else "It could also be"
    for other in others[:CAUSES]:
        lines += screen.labelled(label, f"{_headline(other.entry)} ({other.system.id})")
    return lines + _closing(answer, screen, best.why)


def _card(
    entry: Entry,
    system: System,
    screen: Screen,
    causes: Sequence[Cause],
    limit: int | None = None,
    *,
    pointed: bool = False,
    answer: Answer | None = None,
) -> list[str]:
    lines = [screen.bold(line) for line in screen.wrap(entry.title)]
    lines += screen.wrap(", ".join([system.name, *_names(entry)]))
    lines += ["", *screen.wrap(entry.meaning, rest="")]
    for decoded in answer.decoded if answer else ():
        lines += screen.wrap(decoded, rest="")
    if causes:
        lines += ["", screen.bold("What to do"), *_causes(causes[:limit], screen, pointed=pointed), ""]
        if (left := len(causes[limit:])) and limit:
            lines[-1:] = [*screen.wrap(f"and {left} more: {show_command(entry)}", "  ", "  "), ""]
    else:
        lines.append("")
    ours = entry.source.ours
    lines += screen.labelled("Retry", entry.retry + OURS * ("retry" in ours))
    lines += screen.labelled("Who can fix it", entry.owner + OURS * ("owner" in ours))
    lines += screen.labelled("Check first", entry.first_check + OURS * ("first_check" in ours))
    for name, value in (answer.request_ids if answer else {}).items():
        lines += screen.labelled("Quote to support", f"{name} {value}")
    lines += _sent(answer.evidence if answer else (), screen)
    lines += [harmless(link) for link in entry.see or (system.docs,)]
    if not system.lifecycle.startswith("active"):
        lines += screen.labelled("Mind", system.lifecycle)
    return lines


SENT = {"retry-after": "The server asks to wait", "cache": "Cache"}
"""What a response says beside its error, and what that is called here."""


def _sent(evidence: Iterable[Evidence], screen: Screen) -> list[str]:
    told = dict.fromkeys((item.kind, item.value) for item in evidence if item.kind in SENT)
    return [line for kind, value in told for line in screen.labelled(SENT[kind], value)]


def _causes(causes: Iterable[Cause], screen: Screen, *, pointed: bool) -> list[str]:
    lines = []
    for number, cause in enumerate(causes, 1):
        lines += screen.wrap(cause.fix + OURS * cause.ours, f"  {number}. ", "     ")
        label = "What was read points here" if pointed and number == 1 else "When"
        lines += [screen.dim(line) for line in screen.wrap(f"{label}: {cause.when}", "     ", "     ")]
    return lines


def _choice(answer: Answer, screen: Screen) -> list[str]:
    numbered = len(answer.errors) <= 1
    lines = [screen.bold("Several errors fit"), *_candidates(answer.matches, screen, numbered=numbered)]
    lines.append("")
    for decoded in answer.decoded:
        lines += screen.wrap(decoded)
    first = answer.matches[0].entry
    if screen.listens and numbered:
        lines += screen.wrap("Type a number to see one, or ask again and name the system.")
    else:
        lines += screen.wrap(f"See one: {show_command(first)}")
        lines += screen.wrap(f"Or say which system it was: streamerr explain --system {first.system} ...")
    return lines + _closing(answer, screen)


def _candidates(matches: Sequence[Match], screen: Screen, *, numbered: bool) -> list[str]:
    lines = []
    above = ""
    for number, match in enumerate(_by_system(matches)[:CANDIDATES], 1):
        if match.system.id != above:
            above = match.system.id
            lines += screen.wrap(f"{match.system.name} ({above})")
        mark = f"{number:>3}. " if numbered else "   - "
        lines += screen.wrap(_headline(match.entry), mark, "     ")
    if (left := len(matches) - CANDIDATES) > 0:
        lines.append(f"  and {left} more")
    return lines


def _unknown(answer: Answer, screen: Screen) -> list[str]:
    lines = [screen.bold("Not in the knowledge base")]
    for decoded in answer.decoded:
        lines += screen.wrap(decoded)
    read = [evidence for evidence in answer.evidence if evidence.value.strip()]
    if read:
        lines += ["", screen.bold("What was read")]
    for evidence in read[:EVIDENCE]:
        value = textwrap.shorten(harmless(evidence.value), SAID, placeholder=" ...")
        lines += screen.wrap(f"{evidence.kind}: {value} ({evidence.where})", "  ", "    ")
    if answer.matches:
        lines += ["", screen.bold("Nearest"), *_candidates(answer.matches, screen, numbered=False)]
    lines += ["", screen.bold("What to try")]
    for advice in TRY:
        lines += screen.wrap(advice, "  - ", "    ")
    return [*lines, "", *_closing(answer, screen)]


def _closing(answer: Answer, screen: Screen, why: str = "") -> list[str]:
    lines = []
    for note in answer.notes:
        lines += screen.labelled("Note", note)
    if answer.redacted:
        total = sum(number for _, number in answer.redacted)
        kinds = ", ".join(counted(number, kind) for kind, number in answer.redacted)
        lines += screen.wrap(f"{counted(total, 'secret')} {'was' if total == 1 else 'were'} hidden: {kinds}.")
    reason = f"Why this answer: {why}; knowledge base" if why else "Knowledge base"
    return lines + [screen.dim(line) for line in screen.wrap(f"{reason} {answer.revision or 'unnamed'}")]


def _errors(errors: Sequence[ErrorSeen], screen: Screen) -> list[str]:
    heads = ("", "count", "first", "last", "system", "code", "title")
    rows = [(f"{number}.", *_error_row(error)) for number, error in enumerate(errors[:CANDIDATES], 1)]
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    lines = [screen.bold(line) for line in screen.wrap(f"{len(errors)} different errors, the most important first")]
    if sum(widths) + 2 * len(widths) <= screen.width:
        table = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in (heads, *rows)]
        lines += [screen.dim(table[0]), *table[1:]]
    else:
        for number, count, first, last, system, code, title in rows:
            span = first if first == last else f"{first} to {last}"
            times = "once" if count == "1" else f"{count} times"
            lines += screen.wrap(f"{title}: {system} {code}, seen {times}{f', {span}' * bool(span)}", f"{number} ")
    if len(errors) > CANDIDATES:
        lines.append(f"and {len(errors) - CANDIDATES} more")
    return [*lines, *screen.wrap("Type a number to see one.")] if screen.listens else lines


def _error_row(error: ErrorSeen) -> tuple[str, ...]:
    if error.answer.outcome == "answer":
        entry = error.answer.matches[0].entry
        what = (entry.system, entry.code, entry.title)
    else:
        what = ("?", _told(error.answer), "several fit" if error.answer.outcome == "choose" else "not known")
    return tuple(map(harmless, (str(error.count), error.first, error.last, *what)))


def _told(answer: Answer) -> str:
    return textwrap.shorten(answer.evidence[0].value if answer.evidence else answer.said, 40, placeholder="...")


def _by_system(matches: Sequence[Match]) -> list[Match]:
    order = list(dict.fromkeys(match.system.id for match in matches))
    return sorted(matches, key=lambda match: order.index(match.system.id))


def _names(entry: Entry) -> list[str]:
    status = "" if entry.status is None else f"HTTP {entry.status}"
    code = status if entry.code == str(entry.status) else entry.code
    return [name for name in dict.fromkeys((code, entry.symbol, status)) if name]


def _headline(entry: Entry) -> str:
    """One line for a list: a status needs the name beside it, any other code says enough."""
    names = _names(entry)
    return f"{', '.join(names if names[0].startswith('HTTP ') else names[:1])}: {entry.title}"


def show_command(entry: Entry) -> str:
    """The command that shows an entry whole."""
    return f"streamerr kb show {entry.system} {shlex.quote(entry.code)}"
