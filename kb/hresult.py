"""What an HRESULT says by itself, before any system is known: severity, facility, code, and Windows' name for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kb.win32 import FACILITIES, HRESULTS, NTSTATUS, WIN32

if TYPE_CHECKING:
    from kb.win32 import Named

FAILURE = 0x80000000
RESERVED = 0x40000000  # together with FAILURE: the number is an NTSTATUS error
CUSTOMER = 0x20000000
FROM_NTSTATUS = 0x10000000  # HRESULT_FROM_NT sets it on an NTSTATUS
WIN32_FACILITY = 7
MEDIASERVER_FACILITY = 13  # Windows Media and Media Foundation number their HRESULTs 0xC00Dxxxx


@dataclass(frozen=True, slots=True)
class Decoded:
    """An HRESULT taken apart.

    Attributes:
        value: as asked, ``0x80070002``.
        layout: whose layout the bits have: an HRESULT, an NTSTATUS, or a plain Win32 number written in hex.
        severity: what the top bit says; a plain Win32 number has no such bit and is a failure unless it is 0.
        customer: whether the bit is set that marks codes which are not Microsoft's.
        facility: the number of the facility.
        facility_name: its name in winerror.h without ``FACILITY_``, or "".
        code: the low 16 bits.
        named: the number, name and meaning that Windows gives to exactly this error, if it is one of the known.
    """

    value: str
    layout: Literal["hresult", "ntstatus", "win32"]
    severity: Literal["failure", "success"]
    customer: bool
    facility: int
    facility_name: str
    code: int
    named: Named | None

    @property
    def win32(self) -> Named | None:
        """The Win32 error inside, for facility WIN32 and plain Win32 numbers."""
        return self.named if self.facility == WIN32_FACILITY and self.layout != "ntstatus" else None

    @property
    def sentence(self) -> str:
        """The whole in plain words, without a full stop."""
        return f"{self.value} is {self._kind}" + (f": {self.named.name}, {self.named.meaning}" if self.named else "")

    @property
    def _kind(self) -> str:
        if self.layout == "win32":
            return f"a plain Win32 error number, {self.code}"
        if self.layout == "ntstatus":
            return "an NTSTATUS error" if self.named else f"an NTSTATUS error, code 0x{self.code:04X}"
        owner = ", not defined by Microsoft" if self.customer else ""
        facility = self.facility_name or f"0x{self.facility:03X}"
        code = str(self.code) if self.facility == WIN32_FACILITY else f"0x{self.code:04X}"
        return f"a {self.severity}{owner}, facility {facility}, code {code}"


def decode(canonical: str) -> Decoded:
    """Take an HRESULT apart; the layout is that of winerror.h (MS-ERREF 2.1 and 2.3).

    Args:
        canonical: the form that ``codes.hresult`` returns, ``0x80070002``.

    Raises:
        ValueError: it is not a hexadecimal number.
    """
    value = int(canonical, 16)
    if 0 <= value <= 0xFFFF:
        return _plain_win32(canonical, value)
    facility, code = value >> 16 & 0x1FFF, value & 0xFFFF
    if _is_ntstatus(value, facility):
        return _ntstatus(canonical, value & ~FROM_NTSTATUS)
    return Decoded(
        value=canonical,
        layout="hresult",
        severity="failure" if value & FAILURE else "success",
        customer=bool(value & CUSTOMER),
        facility=facility,
        facility_name=FACILITIES.get(facility, ""),
        code=code,
        named=WIN32.get(code) if value >> 16 == FAILURE >> 16 | WIN32_FACILITY else HRESULTS.get(value),
    )


def _is_ntstatus(value: int, facility: int) -> bool:
    return value & FAILURE != 0 and value & RESERVED != 0 and facility != MEDIASERVER_FACILITY


def _plain_win32(canonical: str, value: int) -> Decoded:
    severity: Literal["failure", "success"] = "failure" if value else "success"
    return Decoded(canonical, "win32", severity, False, WIN32_FACILITY, "WIN32", value, WIN32.get(value))


def _ntstatus(canonical: str, value: int) -> Decoded:
    customer, facility = bool(value & CUSTOMER), value >> 16 & 0xFFF
    return Decoded(canonical, "ntstatus", "failure", customer, facility, "", value & 0xFFFF, NTSTATUS.get(value))
