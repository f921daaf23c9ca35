"""The tables of Windows' numbers are consistent and fit to be shown."""

from __future__ import annotations

import pytest

from kb.win32 import FACILITIES, HRESULTS, NTSTATUS, WIN32, Named

EVERY = [*WIN32.values(), *HRESULTS.values(), *NTSTATUS.values()]


@pytest.mark.parametrize("named", EVERY, ids=lambda named: named.name)
def test_a_meaning_can_follow_a_colon(named: Named) -> None:
    assert named.meaning
    assert not named.meaning.endswith(".")
    assert named.meaning[0].islower() or named.meaning.split()[0] in {"DNS", "TLS", "Windows"}


def test_no_name_stands_for_two_numbers() -> None:
    names = [named.name for named in EVERY]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("table", [WIN32, HRESULTS, NTSTATUS])
def test_rows_are_known_by_their_number(table: dict[int, Named]) -> None:
    assert all(number == named.number for number, named in table.items())


def test_win32_numbers_fit_the_code_of_an_hresult() -> None:
    assert all(0 <= number <= 0xFFFF for number in WIN32)


def test_named_hresults_and_ntstatus_values_are_failures() -> None:
    assert all(0x80000000 <= number <= 0xFFFFFFFF for number in [*HRESULTS, *NTSTATUS])


def test_facilities_fit_their_13_bits() -> None:
    assert all(0 <= number <= 0x1FFF for number in FACILITIES)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (2, "ERROR_FILE_NOT_FOUND"),
        (5, "ERROR_ACCESS_DENIED"),
        (32, "ERROR_SHARING_VIOLATION"),
        (112, "ERROR_DISK_FULL"),
        (1244, "ERROR_NOT_AUTHENTICATED"),
        (10054, "WSAECONNRESET"),
        (12007, "ERROR_WINHTTP_NAME_NOT_RESOLVED"),
    ],
)
def test_what_an_origin_meets_every_week_is_there(number: int, name: str) -> None:
    assert WIN32[number].name == name
