"""The text of a page: headings, lines, and nothing that is not shown."""

import pytest

from kb.readers.page_text import Page, copied_page, page_of


@pytest.mark.parametrize(
    ("source", "headings", "lines"),
    [
        ("<title>A</title><h1>B</h1><p>c</p>", ("A", "B"), ("B", "c")),
        ("<h1>4<b>04</b></h1>", ("404",), ("404",)),
        ("one<br>two<hr/>three", (), ("one", "two", "three")),
        ("a<script>b<c>d</script>e<style>f</style>", (), ("a", "e")),
        ("Reference&#32;&#35;18&#46;2d", (), ("Reference #18.2d",)),
        ("&lt;h1&gt;502&lt;/h1&gt;", ("502",), ("502",)),
        ('<h1 class=\\"a\\">502</h1>\\r\\n<p>x<\\/p>', ("502",), ("502", "x")),
        ("<h1>cut o", ("cut o",), ("cut o",)),
        ("<script>never closed", (), ()),
        ("1 < 2 and 3 > 2", (), ("1 < 2 and 3 > 2",)),
        ("", (), ()),
    ],
)
def test_a_page_shows_headings_and_lines(source: str, headings: tuple[str, ...], lines: tuple[str, ...]) -> None:
    assert page_of(source) == Page(headings, lines)


def test_invisible_characters_behind_entities_are_gone() -> None:
    assert page_of("<p>a&#8203;b&#x202e;c</p>").lines == ("abc",)


def test_a_copied_page_is_read_without_its_quotation_marks() -> None:
    assert copied_page("> 502 Bad Gateway\n>\n> nginx").text == "502 Bad Gateway\nnginx"
