"""Explorers that one types into: the formula with its units, the budget board."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import layout
import pytest
from page_elements import Elements

from mlsys_course import Q_, explore_units
from mlsys_course.widgets import cancel
from mlsys_course.widgets.board import OWN, Board, Entry, Row, Sheet, quantity
from mlsys_course.widgets.formula import LONGEST, MOST_LEAVES, Unreadable, work_out
from mlsys_course.widgets.live import Live
from mlsys_course.widgets.picture import styled

GIVEN = {
    "P": Q_(175e9, "parameter"),
    "D": Q_(300e9, "token"),
    "c": Q_(6, "FLOP/parameter/token"),
    "n": Q_(1024, ""),
    "R": Q_(312, "TFLOP/s"),
    "eta": Q_(45, "percent"),
}


# ---------------------------------------------------------------------------------------------- the formula


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("c*P*D/(n*R*eta)", Q_(6 * 175e9 * 300e9 / (1024 * 312e12 * 0.45), "s")),
        ("2 [GB] / 10 [GB/s]", Q_(0.2, "s")),
        ("10 [GB] ÷ (2 [MB/s])", Q_(5000, "s")),
        ("-3 [day] + 24 [h] - 1 [day]", Q_(-3, "day")),
        ("sqrt(16 [m**2]) × 2", Q_(8, "m")),
        ("min(3 [s], 5 [ms])", Q_(5, "ms")),
        ("max(1, 2, 3)", Q_(3, "")),
        ("2^10", Q_(1024, "")),
        ("(1 - eta) * n", Q_(563.2, "")),
        ("GPT3_PARAMS * 2 [byte/parameter]", Q_(350, "GB")),
    ],
)
def test_a_formula_is_worked_out(formula: str, value: Any) -> None:
    tree = work_out(formula, GIVEN)
    assert tree.faults == [] and tree.value is not None
    assert abs((tree.value / value).to("").magnitude - 1) < 1e-9


@pytest.mark.parametrize(
    ("formula", "step", "said"),
    [
        ("R*3 + (P + D)", "P + D", "adds a number of parameters and a number of tokens"),
        ("c*P/(n*R) - 5 [day]", "c × P ÷ (n × R) - 5 [day]", "subtracts a time from time per token"),
        ("1 + 2 [s]", "1 + 2 [s]", "adds a plain number and a time"),
        ("max(P, D)", "max(P, D)", "compares"),
        ("2**P", "2 ^ P", "an exponent is a number without a unit"),
        ("P * 3 [blub]", "3 blub", "knows no unit 'blub'"),
        ("PP * 2", "PP", "There is no 'PP' here"),
        ("1 / (2 - 2)", "1 ÷ (2 - 2)", "divides by zero"),
        ("9 ** 9 ** 9", "9 ^ 9 ^ 9", "An exponent is at most"),
        ("1e308 * 1e308", "1e+308 × 1e+308", "too large"),
        ("sqrt(-4)", "sqrt(-4)", "gives no number"),
    ],
)
def test_the_step_that_goes_wrong_is_found(formula: str, step: str, said: str) -> None:
    """It alone is marked: what is above it has no value and no fault of its own."""
    tree = work_out(formula, GIVEN)
    (wrong,) = tree.faults
    assert wrong.text == step and said in wrong.fault
    assert tree.value is None


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('id')", "(1).__class__", "P.magnitude", "open('x')", "lambda: 1",
        "[1, 2]", "P[0]", "'a' * 3", "f'{P}'", "x := 3", "1 if P else 2", "P and D", "P < D", "{1: 2}",
        "yield", "...", "True + 1", "1j", "sqrt(P, D)", "max()", "max(*P)", "sqrt(x=4)", "print(P)",
        "P @ D", "P // D", "P % D", "P D", "5 days", "5 [day", "R [s]", "1,000 * 3", "(P", "P = 3", "", "  ",
        "_0[1]", "1+" * LONGEST + "1", "+".join(["1"] * (MOST_LEAVES + 1)),
        "P\nimport os", "\x00",
    ],
)  # fmt: skip
def test_nothing_but_formulas_is_worked_out(formula: str) -> None:
    with pytest.raises(Unreadable) as refused:
        work_out(formula, GIVEN)
    assert str(refused.value).endswith((".", "."))
    assert explore_units(formula or " ", **GIVEN).text == str(refused.value)


def test_units_that_cancel_are_paired() -> None:
    tree = work_out("c*P*D/R", GIVEN)
    assert {(tree.children[place].text, unit) for place, unit in tree.cancelled} == {
        ("c", "parameter"), ("P", "parameter"), ("c", "token"), ("D", "token"), ("c", "FLOP"),
        ("R", "teraFLOP"),
    }  # fmt: skip
    assert work_out("P * D", GIVEN).cancelled == {}
    half = work_out("2 [m**2] / 4 [m]", {})
    assert half.cancelled == {(0, "meter"): 1.0, (1, "meter"): 1.0}


def struck(formula: str) -> int:
    figure = cancel.draw(work_out(formula, GIVEN))
    return sum(line.get_color() == cancel.COLOURS[3] for line in figure.axes[0].lines)


def test_the_picture_strikes_out_what_cancels_and_marks_what_is_wrong() -> None:
    assert struck("c*P*D/R") == 6
    assert struck("P*D") == 0
    assert struck("2 [m**2] / 4 [m]") == 1, "one metre of two is left: only the other side is struck out"
    wrong = cancel.draw(work_out("P + D", GIVEN))
    assert [patch.get_linestyle() for patch in wrong.axes[0].patches] == ["--"]
    assert not cancel.draw(work_out("P * D", GIVEN)).axes[0].patches


@pytest.mark.parametrize(
    "formula",
    ["1", "c*P*D/(n*R*eta)", "P + D", "max(c*P*D/(n*R), 2 [GB]) + P * 3 [day]", "sqrt(sqrt(sqrt(16)))",
     "*".join(["123456.789 [GB]"] * MOST_LEAVES), "(((1+2)*3+4)*5+6)*7+8", "2 ** -1",
     "no_such_name_at_all * 3"],
)  # fmt: skip
def test_a_tree_has_room_for_its_words(formula: str) -> None:
    assert styled(layout.Drawn)(cancel.draw(work_out(formula, GIVEN))).faults() == []


def test_the_result_is_held_against_the_unit_that_is_wanted() -> None:
    explorer = explore_units("P * D", "day", **GIVEN)
    assert "it should be a time" in explorer.text
    assert explorer.type("c*P*D/(n*R*eta)").text.startswith("The formula gives 25.4 days.")
    assert "FLOP, TFLOP, parameter and token cancel" in explorer.text
    with pytest.raises(ValueError, match="knows no unit 'dy'"):
        explore_units("P", "dy", **GIVEN)
    with pytest.raises(TypeError, match="x is 3; give a quantity"):
        explore_units("x", x=3)


# ------------------------------------------------------------------------------------------------ the board


def rows(size: Any, link: Any, night: Any, days: float) -> Iterator[Row]:
    if days > 31:
        raise ValueError("A month has at most 31 days.")
    yield Row("send it", size / link, night)
    yield Row("keep it", size * days, Q_(1, "TB"))


def board() -> Board:
    entries = {
        "size": Entry("Size", Q_(100, "GB")),
        "link": Entry("Link", Q_(1, "Gbit/s")),
        "night": Entry("Night", Q_(10, "hour")),
        "days": Entry("Days", Q_(30, "")),
    }
    return Board([Sheet("A <depot>", entries, rows)], "A <depot>")


def test_a_board_says_what_fits_and_what_is_tightest() -> None:
    shown = board()
    assert [row.fits for row in shown.rows] == [True, False]
    assert shown.text.startswith("1 of 2 rows does not fit. The tightest is 'keep it': 300 %")
    assert shown.set(days="3", size=Q_(0.1, "TB")).text.startswith(
        "Everything fits. The tightest row is 'keep it'"
    )
    assert shown.set(link="10 Mbit/s").tightest is shown.rows[0]
    assert shown.rows[0].share == pytest.approx(8e11 / 1e7 / 36000)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"link": "5 days"}, "Link: 5 days is a time; it should be"),
        ({"link": "fast"}, "Link: 'fast' cannot be read as a number"),
        ({"link": "0 Gbit/s"}, "divided by"),
        ({"link": "-1 Gbit/s"}, "Link: -1 Gbit/s is below 0"),
        ({"link": "1 blub/s"}, "knows no unit"),
        ({"night": "0,5 h"}, "comma"),
        ({"days": "40"}, "at most 31 days"),
        ({"size": ""}, "Size:"),
    ],
)
def test_a_board_says_what_it_cannot_read(typed: dict[str, str], said: str) -> None:
    shown = board().set(**typed)
    assert said in shown.text and shown.rows == [] and "<table" not in shown.face()
    assert shown.set(
        **{name: str(entry.start) for name, entry in shown.sheets[shown.sheet].entries.items()}
    ).rows


def test_rows_of_your_own() -> None:
    shown = board().show(OWN)
    assert shown.set_own(1, "", "", "").text.startswith("Type a row")
    shown.set_own(1, "wait", "80 ms", "0.1 s").set_own(2, "", "3 GB", "2 GB")
    assert [(row.name, row.fits) for row in shown.rows] == [("wait", True), ("row 2", False)]
    assert "Only like can be compared with like" in shown.set_own(3, "mix", "3 GB", "2 s").text
    assert shown.set_own(3, "none", "3 GB", "0 GB").tightest is shown.rows[2]
    with pytest.raises(ValueError, match="rows 1 to"):
        shown.set_own(9, "", "", "")
    with pytest.raises(ValueError, match="There is no sheet 'mine'"):
        shown.show("mine")
    with pytest.raises(ValueError, match="knob"):
        board().set(lonk="1 Gbit/s")


def test_everything_that_cannot_be_read_is_named() -> None:
    """Whoever mends one row at a time would be told of the next one only then."""
    shown = Board([], OWN)
    shown.set_own(2, "memory", "12 GB", "two hours").set_own(3, "energy", "", "2 hours").set_own(
        4, "", "x", "y"
    )
    named = [
        "Row 2: memory: what is used",
        "Row 3, uses: The box is empty",
        "Row 4, uses: 'x'",
        "Row 4, allowed",
    ]
    assert all(one in shown.text for one in named)
    assert [row.name for row in shown.rows] == ["answer in time"], "what can be read is shown"
    for page in (Elements(shown.face()).text, Elements(shown.widget.children[-1].value).text):
        assert all(one in page for one in named)
    shown.set_own(2, "memory", "12 GB", "9 GB").set_own(3, "", "", "").set_own(4, "", "", "")
    assert "Row" not in shown.text and "uses 12 GB" not in Elements(shown.face()).text


def test_one_row_alone_is_marked_as_the_tightest() -> None:
    table = Elements(board().shown())
    assert table.text.count("tightest") == 1 and table.text.index("tightest") > table.text.index("keep it")
    assert table.text.count("does not fit") == 1
    assert dict(table.found)["table"]["aria-label"] == "A <depot>", "what a name holds is text"
    heads = [attributes["scope"] for tag, attributes in table.found if tag == "th"]
    assert heads.count("row") == 2 and heads.count("col") == 6


def test_quantities_are_read_as_people_type_them() -> None:
    assert quantity("about 10 Gbit/s") == Q_(10, "Gbit/s") and quantity("2/3") == Q_(2 / 3, "")


# ------------------------------------------------------------------------------------------- what both share


def fields(widget: Any) -> list[Any]:
    found = [] if not hasattr(widget, "continuous_update") else [widget]
    return found + [field for child in getattr(widget, "children", ()) for field in fields(child)]


@pytest.mark.parametrize(("made", "typed"), [(lambda: explore_units("P", **GIVEN), "P + D"), (board, "5 GB")])
def test_typing_changes_what_is_shown(made: Any, typed: str) -> None:
    explorer: Live = made()
    below = explorer.widget.children[-1]
    before = below.value
    field = fields(explorer.widget)[0]
    assert field.description
    field.value = typed
    assert below.value != before and below.value in explorer.face()
    read_out = Elements(below.value)
    assert [attributes for _, attributes in read_out.found if attributes.get("role") == "status"]
    assert explorer.sentences()[0] in read_out.text
    assert "Run this cell to type into it." in explorer.face()
    assert explorer._repr_mimebundle_()["text/plain"] == repr(explorer)


def test_turning_to_another_sheet_shows_its_fields() -> None:
    shown = board()
    choose, numbers = shown.widget.children[1:3]
    assert len(numbers.children) == 4
    choose.value = OWN
    assert shown.sheet == OWN and [len(row.children) for row in numbers.children] == [3] * 4
    fields(numbers)[1].value = "200 ms"
    assert not shown.rows[0].fits
