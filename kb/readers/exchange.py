"""One HTTP exchange, however it was pasted: what was asked of whom, and what came back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kb.http_status import REASONS
from kb.model import Evidence
from kb.readers.response_headers import NAMES_ERROR, is_request_id, most_telling_first, read_headers

REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_REASON = 300
URL = re.compile(
    r"(?<![\w+.-])https?://(?:[^\s/@:?#\"'<>]{0,64}(?::[^\s/@?#\"'<>]{0,64})?@)?(?P<host>\[[0-9a-f:.]{2,45}\]|[^\s/:@?#\"'<>|\\()]{1,253})"
    r"(?::\d{1,5})?(?P<path>/[^\s?#\"'<>|\\]{0,2000})?(?P<query>[?#][^\s\"'<>|\\]{0,4000})?",
    re.IGNORECASE,
)
"""A link: its host, its path, and the rest, which is not looked at."""

_HOST = re.compile(r"\[[0-9a-f:.]{2,45}\]|[\w.-]{1,253}", re.IGNORECASE)
_PLAIN_REASONS = frozenset(
    {reason.casefold() for reason in REASONS.values()}
    | {
        "object not found",
        "payload too large",
        "request entity too large",
        "requested range not satisfiable",
        "unprocessable entity",
        "service temporarily unavailable",
        "gateway time-out",
        "request time-out",
        "authorization required",
        "internal error",
        "connection established",
    }
)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a request went to.

    Attributes:
        host: as written, without port; "" where it was not shown.
        path: without query; "" where it was not shown.
        where: where it stood, for people.
    """

    host: str = ""
    path: str = ""
    where: str = "http request"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response, as far as they were shown.

    Attributes:
        status: of the response, or None where it was not shown.
        reason: the words after the status, or "".
        headers: of the response, names in lower case.
        status_where: where the status stood, for people.
    """

    status: int | None
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    target: Target = Target()
    status_where: str = "http status line"

    @property
    def when(self) -> str:
        """The response's own time, as written, or ""."""
        return self.header("date")

    @property
    def names_error(self) -> bool:
        """Whether it ended in an error: by its status, or by a header that names one."""
        return (self.status is not None and self.status >= 400) or any(name in NAMES_ERROR for name, _ in self.headers)

    @property
    def leads_on(self) -> bool:
        """Whether another response follows by design: after a 1xx, a redirect, a tunnel through a proxy."""
        if self.status is None:
            return False
        return self.status < 200 or self.status in REDIRECTS or "connection established" in self.reason.casefold()

    def header(self, name: str) -> str:
        """The value of the first header of that name, in lower case, or ""."""
        return next((value for header, value in self.headers if header == name), "")

    def after(self, earlier: Exchange) -> Exchange:
        """This exchange as the end of one that an earlier response led on to: it fills in whom was asked."""
        if self.target.host:
            return self
        led = target_of(earlier.header("location"), "header location")
        host = led.host or self.target.host or earlier.target.host
        path = self.target.path or led.path or earlier.target.path
        return replace(self, target=Target(host, path, led.where if led.host or led.path else earlier.target.where))


def target_of(link: str, where: str) -> Target:
    """Whom a link or a path points to; the host is "" for a path, both are for anything else."""
    if match := URL.match(link):
        return Target(match["host"], match["path"] or "", where)
    return Target("", re.split(r"[?#\s]", link[:2000], maxsplit=1)[0] if link.startswith("/") else "", where)


def host_of(value: str) -> str:
    """The host of a ``Host`` header or an ``:authority``, without its port; "" where the value is none."""
    match = _HOST.match(value)
    return match[0] if match else ""


def is_plain_reason(reason: str) -> bool:
    """Say whether the words after a status are a standard's or a server's usual ones, or none at all."""
    return not reason or reason.rstrip(".").casefold() in _PLAIN_REASONS


def evidence_of(exchange: Exchange) -> tuple[Evidence, ...]:
    """What an exchange shows, most telling first; of one that ended well nothing but the ids.

    The host and the headers of a request that worked would speak for a system that has nothing to do with the error.
    """
    if exchange.status is not None and not exchange.names_error:
        return tuple(read_ids(exchange.headers))
    evidence = [*read_headers(exchange.headers)]
    if exchange.status is not None and 400 <= exchange.status <= 599:
        evidence.append(Evidence("status", str(exchange.status), exchange.status_where))
    if exchange.status is not None and exchange.status >= 400 and not is_plain_reason(exchange.reason):
        evidence.append(Evidence("message", exchange.reason[:LONGEST_REASON], exchange.status_where))
    host = exchange.target.host or host_of(exchange.header("host"))
    if host:
        evidence.append(Evidence("host", host.casefold(), exchange.target.where))
    if exchange.target.path:
        evidence.append(Evidence("path", exchange.target.path, exchange.target.where))
    return most_telling_first(evidence)


def read_ids(headers: tuple[tuple[str, str], ...]) -> list[Evidence]:
    """The request ids alone."""
    ids = [(name, value) for name, value in headers if is_request_id(name)]
    return [item for item in read_headers(ids) if item.kind == "request-id"]
