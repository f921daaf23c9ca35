"""Several errors in one paste: each once, counted, with its first and last time."""

from hypothesis import given
from hypothesis import strategies as st

from kb.model import Evidence, EvidenceKind, Sighting
from kb.tally import MOST_DISTINCT, MOST_EVIDENCE, distinct


def sighting(start: int, *evidence: tuple[EvidenceKind, str], when: str = "", reader: str = "log") -> Sighting:
    return Sighting(reader, start, start + 1, tuple(Evidence(kind, value, "line") for kind, value in evidence), when)


def test_nothing_seen_is_nothing_to_tell() -> None:
    assert distinct([]) == []


def test_the_same_error_is_told_once_with_count_and_times() -> None:
    (one,) = distinct([
        sighting(0, ("status", "404"), when="12:00:02"),
        sighting(9, ("status", "404"), when="12:00:01"),
        sighting(20, ("status", "404"), when=""),
        sighting(30, ("status", "404"), when="12:00:03"),
    ])  # fmt: skip
    assert (one.count, one.first, one.last) == (4, "12:00:01", "12:00:03")
    assert one.sighting.start == 0


def test_an_error_without_times_has_none() -> None:
    (one,) = distinct([sighting(0, ("status", "404")), sighting(9, ("status", "404"))])
    assert (one.count, one.first, one.last) == (2, "", "")


def test_different_errors_stay_apart_the_most_frequent_first() -> None:
    seen = distinct([sighting(0, ("status", "404")), *(sighting(n, ("status", "503")) for n in (5, 9))])
    assert [(one.sighting.evidence[0].value, one.count) for one in seen] == [("503", 2), ("404", 1)]


def test_of_equally_frequent_errors_the_earlier_comes_first() -> None:
    seen = distinct([sighting(50, ("status", "503")), sighting(10, ("status", "404"))])
    assert [one.sighting.start for one in seen] == [10, 50]


def test_ids_and_paths_do_not_tell_errors_apart() -> None:
    lines = [
        sighting(
            n, ("status", "404"), ("path", f"/seg{n}.ts"), ("request-id", f"x-id: {n}"), ("cache", "x-cache: Miss")
        )
        for n in range(5)
    ]
    assert [one.count for one in distinct(lines)] == [5]


def test_numbers_and_ids_in_a_message_do_not_tell_errors_apart() -> None:
    lines = [
        sighting(n, ("status", "404"), ("message", f"segment {n} of {n:032x} missing"))
        for n in range(0x10000000, 0x10000004)
    ]
    assert [one.count for one in distinct(lines)] == [4]


def test_the_host_that_said_it_tells_errors_apart() -> None:
    assert (
        len(distinct([sighting(n, ("status", "404"), ("host", host)) for n, host in enumerate(("a.tv", "b.tv"))])) == 2
    )


def test_codes_tell_errors_apart_however_alike() -> None:
    assert len(distinct([sighting(n, ("hresult", f"0x8088002{n}")) for n in (8, 9)])) == 2


def test_words_around_a_single_error_belong_to_it() -> None:
    error, remark = sighting(0, ("status", "404")), sighting(40, ("words", "from mediatailor"), reader="plain")
    (one,) = distinct([error, remark])
    assert one.sighting.evidence == error.evidence + remark.evidence


def test_words_around_several_errors_belong_to_none() -> None:
    errors = [sighting(0, ("status", "404")), sighting(9, ("status", "503"))]
    seen = distinct([*errors, sighting(40, ("words", "from mediatailor"), reader="plain")])
    assert [one.sighting for one in seen] == errors


def test_of_what_is_left_of_a_log_only_prose_was_said_by_a_person() -> None:
    left = "from mediatailor\n12:00:01 INFO started [main]\nkey=value\n<x>\nsince this morning"
    (one,) = distinct([sighting(0, ("status", "404")), sighting(40, ("words", left), reader="plain")])
    assert [item.value for item in one.sighting.evidence] == ["404", "from mediatailor\nsince this morning"]


def test_what_is_left_of_a_log_without_prose_says_nothing() -> None:
    error = sighting(0, ("status", "404"))
    (one,) = distinct([error, sighting(40, ("words", "12:00:01 INFO took 17 ms"), reader="plain")])
    assert one.sighting == error


def test_a_number_in_what_is_left_of_a_log_is_no_error() -> None:
    (one,) = distinct([sighting(0, ("status", "404")), sighting(40, ("status", "503"), reader="plain")])
    assert [(item.kind, item.value) for item in one.sighting.evidence] == [("status", "404")]


def test_a_code_in_what_is_left_of_a_log_is_an_error_like_any_other() -> None:
    seen = distinct([sighting(0, ("status", "404")), sighting(40, ("hresult", "0x8088002A"), reader="plain")])
    assert [one.sighting.evidence[0].value for one in seen] == ["404", "0x8088002A"]


def test_without_a_log_numbers_and_words_are_taken_as_they_were_typed() -> None:
    typed = sighting(0, ("status", "503"), ("words", "since 12:00 [main]"), reader="plain")
    assert [one.sighting for one in distinct([typed])] == [typed]


def test_words_without_any_error_are_one_question() -> None:
    (one,) = distinct([sighting(0, ("words", "stale manifest")), sighting(30, ("host", "a.tv"))])
    assert [item.value for item in one.sighting.evidence] == ["stale manifest", "a.tv"]


def test_evidence_that_is_joined_is_bounded() -> None:
    remarks = [sighting(n, ("words", f"remark {n}")) for n in range(1, 100)]
    (one,) = distinct([sighting(0, ("status", "404")), *remarks])
    assert len(one.sighting.evidence) == MOST_EVIDENCE


def test_distinct_errors_are_bounded_and_the_frequent_ones_kept() -> None:
    many = [sighting(n, ("symbol", f"Error_{n}_")) for n in range(3 * MOST_DISTINCT)]
    seen = distinct([*many, many[-1]])
    assert len(seen) == MOST_DISTINCT
    assert seen[0].sighting == many[-1]


KINDS = st.sampled_from(["status", "hresult", "symbol", "message"])


@given(
    st.lists(st.tuples(KINDS, st.sampled_from("abc"), st.sampled_from(["", "1", "2", "3"])), min_size=1, max_size=40)
)
def test_every_error_is_counted_once(lines: list[tuple[EvidenceKind, str, str]]) -> None:
    seen = distinct([sighting(n, (kind, value), when=when) for n, (kind, value, when) in enumerate(lines)])
    assert sum(one.count for one in seen) == len(lines)
    assert len(seen) == len({(kind, value) for kind, value, _ in lines})
    assert all(one.first <= one.last for one in seen)
