"""Header lines: names and values, margins, wrapped values, the end."""

import pytest

from kb.readers.header_lines import MOST_LINES, Margin, curl_says, header, line_at, marks_before, read_header_lines


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("X-Err-Code: 2000", ("x-err-code", "2000")),
        ("server:nginx", ("server", "nginx")),
        (":status: 404", (":status", "404")),
        ("x-amzn-RequestId:", ("x-amzn-requestid", "")),
        ("Date: Wed, 04 Nov 2026", ("date", "Wed, 04 Nov 2026")),
        ("Traceid: 12", ("traceid", "12")),
        ("content-length: 146```", ("content-length", "146")),
    ],
)
def test_a_header_has_a_name_and_a_value(line: str, found: tuple[str, str]) -> None:
    assert header(line) == found


@pytest.mark.parametrize(
    "line",
    [
        "https://a.example/b",
        "12:30:11 down again",
        "Question: why does it fail",
        "no colon",
        "",
        '{"a": 1}',
        "two words: 1",
    ],
)
def test_what_only_has_a_colon_is_no_header(line: str) -> None:
    assert header(line) is None


@pytest.mark.parametrize("before", ["", "< ", "> ", "&lt; ", "> < ", "  ", "```", "• ", "- ", "| "])
def test_marks_before_a_line_are_counted(before: str) -> None:
    assert marks_before(f"{before}server: nginx") == len(before)


@pytest.mark.parametrize(
    "line",
    [
        "* Connected to a.example (192.0.2.1) port 443 (#0)",
        "*",
        "{ [49 bytes data]",
        "} [5 bytes data]",
        "  % Total    % Received % Xferd  Average Speed   Time",
        "                                 Dload  Upload   Total   Spent",
        "100   338  100   338    0     0   1021      0 --:--:-- --:--:-- --:--:--  1024",
    ],
)
def test_curls_own_lines_are_known(line: str) -> None:
    assert curl_says(line)


@pytest.mark.parametrize("line", ['{"message": "no"}', "**bold**", "100 % of the viewers", "server: nginx", ""])
def test_other_lines_are_not_curls(line: str) -> None:
    assert not curl_says(line)


def test_a_loggers_margin_is_the_same_but_for_its_digits() -> None:
    margin = Margin("09:59:58 T:1 in: ", log=True)
    assert margin.own("10:00:01.5 T:12 in: server: nginx") is None
    assert margin.own("10:00:01 T:12 in: server: nginx") == "server: nginx"
    assert margin.own("server: nginx") is None


def test_headers_end_behind_the_blank_line() -> None:
    text = "server: nginx\nvia: x\n\nbody: 1"
    assert read_header_lines(text, 0, Margin("")) == (
        (("server", "nginx"), ("via", "x")),
        len("server: nginx\nvia: x\n\n"),
    )


def test_an_empty_value_may_stand_before_the_next_header() -> None:
    assert read_header_lines("x-foo:\nserver: nginx\n", 0, Margin(""))[0] == (("x-foo", ""), ("server", "nginx"))


@pytest.mark.parametrize("before", ["", "< "])
def test_indented_lines_go_on_with_the_value(before: str) -> None:
    text = f"{before}x-id: abc-\n{before} def\n{before}date: today\n{before} noon\n"
    assert read_header_lines(text, 0, Margin(before))[0] == (("x-id", "abc-def"), ("date", "today noon"))


def test_other_marks_are_no_indentation() -> None:
    assert read_header_lines("location: /b\n> GET /b HTTP/1.1\n", 0, Margin("")) == (
        (("location", "/b"),),
        len("location: /b\n"),
    )


def test_there_is_a_limit_to_headers() -> None:
    assert len(read_header_lines("a-b: c\n" * 1_000, 0, Margin(""))[0]) == MOST_LINES


def test_a_line_is_cut_when_very_long_and_the_next_one_found() -> None:
    line, following = line_at("x" * 20_000 + "\nnext", 0)
    assert (len(line) < 20_000, following) == (True, 20_001)
