"""Access logs in W3C's extended format, whose ``#Fields:`` line names the columns: CloudFront, IIS, Akamai."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.model import Evidence
from kb.readers.log_record import WELL, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOUDFRONT = (
    "date time x-edge-location sc-bytes c-ip cs-method cs(host) cs-uri-stem sc-status cs(referer) cs(user-agent) cs-uri-query"
    " cs(cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol"
    " ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte"
    " x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end"
).split()
_IIS = (
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(user-agent) cs(referer)"
    " sc-status sc-substatus sc-win32-status time-taken"
).split()
_CLOUDFRONT_LINE = re.compile(r"\d{4}-\d\d-\d\d\t\d\d:\d\d:\d\d\t[A-Z]{3}\d{1,3}(?:-[A-Z0-9]{1,4})?\t\d{1,15}\t")
_IIS_LINE = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [0-9a-fA-F.:%]{3,45} [A-Z]{3,20} /\S{0,4000}+ \S{1,4000}+ \d{1,5} \S{1,200}+"
    r" [0-9a-fA-F.:%-]{1,45} \S{1,2000}+ (?P<referer>\S{1,2000}+ )?[1-5]\d\d \d{1,3} \d{1,10}(?: \d{1,10}){0,3}$"
)
_DIRECTIVE = re.compile(r"#(?:Version|Fields|Software|Date|Start-Date|End-Date|Remark):")
_HOSTS = ("x-host-header", "cs(host)", "cs-host")
_PATHS = ("cs-uri-stem", "cs-uri")
_WIN32_FAILURE = 0x80070000


class Extended:
    """Reads a log line by line; remembers the columns that the last ``#Fields:`` line named."""

    def __init__(self) -> None:
        self._columns: list[str] = []
        self._status = -1

    def __call__(self, line: str) -> Line | None:
        """One line; None where it is not of this format."""
        if line.startswith("#"):
            return self._directive(line)
        if self._status < 0:
            return _headless(line)
        fields = line.split("\t") if "\t" in line else line.split()
        status = fields[self._status] if self._status < len(fields) else ""
        if not (len(status) == 3 and status.isdecimal()):
            return None
        return WELL if status < "400" else _read(dict(zip(self._columns, fields, strict=False)))

    def _directive(self, line: str) -> Line | None:
        if not _DIRECTIVE.match(line):
            return None
        if line.startswith("#Fields:"):
            self._columns = line.removeprefix("#Fields:").casefold().split()
            self._status = self._columns.index("sc-status") if "sc-status" in self._columns else -1
        return WELL


def _headless(line: str) -> Line | None:
    """A line without its header, in the order that the product has by default."""
    if _CLOUDFRONT_LINE.match(line):
        fields = dict(zip(_CLOUDFRONT, line.split("\t"), strict=False))
    elif found := _IIS_LINE.match(line):
        columns = _IIS if found["referer"] else [column for column in _IIS if column != "cs(referer)"]
        fields = dict(zip(columns, line.split(" "), strict=False))
    else:
        return None
    status = fields.get("sc-status", "")
    if not (len(status) == 3 and status.isdecimal()):
        return None
    return WELL if status < "400" else _read(fields)


def _read(fields: dict[str, str]) -> Line:
    """What one line says of a request that failed."""
    layer = _layer(fields)
    where = f"{layer.partition(' ')[0]} access log" if layer else "access log"
    evidence = [Evidence("status", fields["sc-status"], where)]
    evidence += _win32(fields.get("sc-win32-status", "0"))
    hosts = (fields.get(name, "-") for name in _HOSTS)
    evidence += (Evidence("host", host.partition(":")[0].casefold(), where) for host in hosts if host != "-")
    paths = (fields.get(name, "-").partition("?")[0] for name in _PATHS)
    evidence += (Evidence("path", path, where) for path in paths if len(path) > 1)
    evidence += _edge(fields, where)
    if layer:
        evidence.append(Evidence("layer", layer, where))
    if (agent := fields.get("cs(user-agent)", "-")) != "-":
        evidence.append(Evidence("user-agent", agent.replace("%20", " ").replace("+", " "), where))
    sub_status = fields.get("sc-substatus", "0")
    notes = (f"IIS sub-status {fields['sc-status']}.{sub_status}",) if sub_status not in ("0", "-") else ()
    return Line(tuple(dict.fromkeys(evidence)), f"{fields.get('date', '')} {fields.get('time', '')}".strip(), notes)


def _layer(fields: dict[str, str]) -> str:
    if "x-edge-location" in fields:
        return "CloudFront (cdn)"
    if "sc-win32-status" in fields or "s-sitename" in fields:
        return "Microsoft-IIS (server)"
    return "Akamai (cdn)" if "cs-ip" in fields else ""


def _win32(number: str) -> Iterator[Evidence]:
    """IIS gives a Win32 error, or a whole HRESULT, as a decimal number; 0 is none."""
    value = int(number) if number.isdecimal() and len(number) <= 10 else 0
    if 0 < value <= 0xFFFF:
        yield Evidence("internal", f"0x{_WIN32_FAILURE + value:08X}", "IIS sc-win32-status")
    elif 0x80000000 <= value <= 0xFFFFFFFF:
        yield Evidence("internal", f"0x{value:08X}", "IIS sc-win32-status")


def _edge(fields: dict[str, str], where: str) -> Iterator[Evidence]:
    """What CloudFront's edge did, and the id by which AWS finds the request."""
    for name in ("x-edge-result-type", "x-edge-detailed-result-type"):
        if fields.get(name, "-") != "-":
            yield Evidence("cache", f"{name}: {fields[name]}", where)
    if fields.get("x-edge-request-id", "-") != "-":
        yield Evidence("request-id", f"x-edge-request-id: {fields['x-edge-request-id']}", where)
