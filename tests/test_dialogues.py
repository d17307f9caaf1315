"""Dialogues: long turns wrap between words, in HTML and in a terminal, and what is said is escaped."""

from __future__ import annotations

from mlsys_course import dialogue

LONG = "I asked for it because of " + "considerations " * 30


def test_lines_break_between_words_and_keep_their_indent() -> None:
    shown = repr(dialogue(("MYCIN", f"{LONG}\n  R1: {LONG}"), "Nobody."))
    lines = shown.splitlines()
    assert max(map(len, lines)) <= 100 and lines[0].startswith("MYCIN: I asked") and lines[-1] == "Nobody."
    assert set(shown.split()) == {"MYCIN:", "R1:", "Nobody.", *LONG.split()}, "a word was cut"
    assert any(line.startswith("      considerations") for line in lines)


def test_a_page_wraps_it_and_reads_no_markup_in_it() -> None:
    shown = dialogue(("You", "<script>x</script>\n  two"), ("ELIZA", LONG))._repr_html_()
    assert "white-space: pre-wrap" in shown and shown.count("<p ") == 2
    assert "<script>" not in shown and "&lt;script&gt;x" in shown and "\n  two" in shown
    assert "<strong>ELIZA:</strong> I asked" in shown


def test_an_empty_turn_is_an_empty_line() -> None:
    assert repr(dialogue("", "b")) == "\nb"
