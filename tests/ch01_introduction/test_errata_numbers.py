"""Every row of the errata table, worked out again from plain numbers."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from mlsys_course import data

LOG2 = math.log10(2)
PIXELS = 224 * 224 * 3

# Row -> (number claimed, what it should be, relative tolerance): computed here from the numbers themselves,
# without the package's laws and tables.
EXPECTED: dict[str, tuple[float, float]] = {
    "I01": (500, 3.14e23 / (6 * 175e9) / 1e9),
    "I02": (25, 8 * 175e9 * 300e9 / (1024 * 312e12 * 0.45) / 86_400),
    "I03": (6144, 3.14e23 / 312e12 * (1 / 0.45 - 1 / 0.60) / 86_400),
    "I06": (2000, 1287),
    "I07": (6, (85 - 40) / 0.8),
    "I08": (4.8, 5),
    "I09": (50_000, 100_000),
    "I10": (15.4, 15.3),
    "I12": (40, 26.2),
    "I13": (90, 90.45),
    "I14": (120, 20),
    "I14b": (12_000, 2.5),
    "I15": (72, 5 / LOG2 * 3.4),
    "I16": (3.4, 5.8308),
    "I17": (2020.5, 2019.4),
    "I18": (0, 1),
    "I20": (989, 67 / 1),
    "I21": (5, 19),
    "I22": (3, 121e9 * 365 / 1e12),
    "I24": (1, 472_788 / 240_680),
    "I28": (224, 54 * 4 + 11),
    "I30": (0, 85 - 70),
    "I34": (14, 7 + 4),
    "I40": (86.4, 89.8),
    "I41": (24, 12),
    "I42": (0, 30),
    "I43": (15.3, 18.2),
    "I44": (312, 125),
    "I45": (4, 2),
    "N01": (1.2, 6 * 724_406_816 * 1_281_167 * 90 / 1e18),
    "N04": (4.2, 6.40326),
}


def test_the_table_and_this_file_have_the_same_rows() -> None:
    assert data.errata()["id"].tolist() == list(EXPECTED)
    assert len(EXPECTED) >= 15


@pytest.mark.parametrize("name", EXPECTED)
def test_row(name: str) -> None:
    row = data.errata().set_index("id").loc[name]
    claimed, computed = EXPECTED[name]
    assert row["claimed"] == claimed
    assert row["computed"] == pytest.approx(computed, rel=1e-4)
    # An erratum whose number agrees with the claim is none.
    assert abs(row["computed"] - row["claimed"]) > 0.0004 * abs(row["claimed"])
    assert row["computed"] != row["claimed"]


def test_the_fitted_rows_with_numpy() -> None:
    import numpy as np

    def months(df: pd.DataFrame) -> float:
        return float(12 * LOG2 / np.polyfit(df["year"], np.log10(df["training_flop"]), 1)[0])

    df = data.training_compute()
    early, late = (df[df["era"] == era] for era in ("Deep Learning", "Large Scale"))
    assert months(df) == pytest.approx(EXPECTED["I16"][1], rel=1e-4)
    assert months(early) == pytest.approx(EXPECTED["N04"][0], abs=0.01)
    without = months(early[early["model"] != "AlphaGoZero"])
    assert without == pytest.approx(EXPECTED["N04"][1], rel=1e-4)
    assert months(early) < months(late) < without, "one point decides"


def test_a_row_says_of_what_kind_it_is_which_edition_it_is_about_and_whether_it_is_mended() -> None:
    df = data.errata()
    assert set(df["kind"]) == {"number", "wording", "comment"}
    comments = df[df["kind"] == "comment"]
    assert comments["id"].tolist() == ["I21", "I22"] and comments["claim"].str.contains("no reader").all()
    assert set(df["edition"]) == {"97118ba0d8, 2026-02-14"}
    assert df["mended"].str.fullmatch(r"|(?:yes|in part): .+").all()
    assert (df["mended"] != "").sum() > len(df) / 2
    assert "493427fb09" in df.attrs["note"]


def test_no_computed_value_is_the_answer_of_a_graded_question() -> None:
    """Neither in the question's unit nor, for a share, in per cent; integers below a hundred are no news."""
    from autograder.building import told
    from autograder.marking import exercises

    questions = list(told.asked(one for one in exercises("ch01_introduction") if one.graded))
    assert questions
    for row in data.errata().itertuples():
        if abs(row.computed - round(row.computed)) < 1e-9 and row.computed < 100:
            continue
        for question in questions:
            for value in question.values[:2]:  # the unit asked for, and the other of share and percent
                assert row.computed != pytest.approx(value, rel=2e-3), (row.id, question.name)
