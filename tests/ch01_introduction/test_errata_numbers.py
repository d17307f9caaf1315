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
    "I03": (6, 3.14e23 / (1024 * 312e12) * (1 / 0.45 - 1 / 0.60) / 86_400),
    "I04": (700, 300e9 * 4 / 1e9),
    "I06": (2000, 1287),
    "I07": (1, ((85 - 40) / 6) / 0.8),
    "I08": (80, 85 - 6 * 0.8),
    "I09": (50_000, 100_000),
    "I10": (84.6, 100 - 15.3),
    "I12": (60, 100 - 26.2),
    "I13": (90, 90.45),
    "I14": (8, math.log10(2.0e25 / 1.2e18)),
    "I14b": (9, math.log10(2.5e6 / (2 * 6))),
    "I15": (5, 72 / 3.4 * LOG2),
    "I16": (3.4, 5.8308),
    "I17": (8, 2019.4 - 2012.5),
    "I18": (0, 3),
    "I19": (100, 160 / 3.7),
    "I20": (989, 67 / 1),
    "I21": (5, 19),
    "I22": (3, 121e9 * 365 / 1e12),
    "I24": (-1, 100 * (472_788 / 256_138 - 1)),
    "I28": (55, (224 - 11) / 4 + 1),
    "I30": (0, 85 - 70),
    "I31": (1, 200 / 100),
    "I34": (14, 7 + 4),
    "I36": (9, math.log10(80 * 2**30 / (2 * 2**10))),
    "N01": (1.2, 6 * 724_406_816 * 1_281_167 * 90 / 1e18),
    "N02": (362_509, math.floor(PIXELS * math.log10(256)) + 1),
    "N03": (0.85, 72 * LOG2 * (1 / 3.4 - 1 / 24)),
    "N04": (4.2, 5.5504),
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
    assert abs(row["computed"] - row["claimed"]) > 0.001 * abs(row["claimed"]) or name == "N02"
    assert row["computed"] != row["claimed"]


def test_the_fitted_rows_with_numpy() -> None:
    import numpy as np

    def months(df: pd.DataFrame) -> float:
        return float(12 * LOG2 / np.polyfit(df["year"], np.log10(df["training_flop"]), 1)[0])

    df = data.training_compute()
    early, late = (df[df["era"] == era] for era in ("Deep Learning", "Large Scale"))
    assert months(df) == pytest.approx(EXPECTED["I16"][1], rel=1e-4)
    assert months(late) == pytest.approx(EXPECTED["N04"][1], rel=1e-4)
    assert months(early) == pytest.approx(EXPECTED["N04"][0], abs=0.01)
    assert months(early[early["model"] != "AlphaGoZero"]) > months(late), "one point decides"
