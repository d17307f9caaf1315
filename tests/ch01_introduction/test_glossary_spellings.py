"""define() finds the chapter's words, forgives spelling, and says what was meant."""

from __future__ import annotations

import pytest

from mlsys_course import define, glossary


def test_there_are_enough_terms() -> None:
    assert len([word for word in glossary.terms() if define(word).chapter == "ch01_introduction"]) >= 60


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("iron law", "Iron Law of ML Systems"),
        ("D-A-M", "D·A·M taxonomy"),
        ("dam", "D·A·M taxonomy"),
        ("Software2.0", "Software 2.0"),
        ("perceptrons", "perceptron"),
        ("A/B tests", "A/B test"),
        ("quantisation", "quantization"),
        ("  LATENCY ", "latency"),
        ("tiny ml", "TinyML"),
        ("Amdahls law", "Amdahl's law"),
    ],
)
def test_spelling_is_forgiven(written: str, name: str) -> None:
    assert define(written).name == name


@pytest.mark.parametrize(
    ("typo", "meant"),
    [("perceptrn", "perceptron"), ("rooflin model", "roofline model"), ("lateny", "latency")],
)
def test_a_typo_is_answered_by_the_word_that_was_meant(typo: str, meant: str) -> None:
    with pytest.raises(LookupError, match=f"Did you mean '{meant}'"):
        define(typo)


def test_a_notebook_shows_the_sentence_and_not_a_traceback() -> None:
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell()
    with capture_output() as shown:
        shell.run_cell("from mlsys_course import define\ndefine('perceptrn')")
    assert "Did you mean 'perceptron'?" in shown.stdout + shown.stderr
    assert "Traceback" not in shown.stdout + shown.stderr


def test_a_definition_displays_itself() -> None:
    found = define("verification gap")
    assert repr(found).startswith("verification gap: ") and repr(found).endswith(" (Equation 1.1)")
    assert "<strong>verification gap</strong>" in found._repr_html_()
    assert "In the book: Equation 1.1<" in found._repr_html_()
    assert define("data drift").place == "a footnote of Section 1.11"
    with pytest.raises(TypeError, match="in quotes"):
        define(3)  # type: ignore[arg-type]


def test_terms_of_one_place() -> None:
    assert "data drift" in glossary.terms("fn-drift")
    assert glossary.terms("fn-nothing") == []
