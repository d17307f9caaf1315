"""A chapter's tables have provenance and units; its list of errors says what is wrong and by which number."""

from __future__ import annotations

import pandas as pd
import pytest
from chosen import chapters

from mlsys_course import chapters as every
from mlsys_course import data
from mlsys_course.chapters import Chapter

TABLES = [name for name, owner in data.where().items() if every.find(owner) in chapters()]
WITH_ERRATA = [chapter for chapter in chapters() if (chapter.folder / "errata.py").exists()]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_where_it_comes_from(name: str) -> None:
    df = getattr(data, name)()
    assert len(df) > 0
    for key in ("title", "source", "reference", "note"):
        assert df.attrs[key]
    assert set(df.attrs["units"]) <= set(df.columns), "a unit for a column that does not exist"
    described = data.describe(name)
    assert described.rows == len(df) and list(described.columns) == list(df.columns)
    owner = every.find(data.where()[name])
    assert owner.named(df.attrs["reference"]) in repr(described) and "<dl>" in described._repr_html_()
    raw = [anchor for anchor in (*owner.anchors, *owner.footnotes) if anchor in repr(described)]
    assert not raw, f"a learner would read {raw}"


@pytest.mark.parametrize("name", TABLES)
def test_every_number_of_a_table_has_a_unit(name: str) -> None:
    df = getattr(data, name)()
    numbers = set(df.select_dtypes("number").columns)
    assert numbers <= set(df.attrs["units"]), f"columns without a unit: {numbers - set(df.attrs['units'])}"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_new_every_time(name: str) -> None:
    df, untouched = getattr(data, name)(), getattr(data, name)()
    for part in (df.attrs, df.attrs["units"]):
        part["source"] = "changed"
    df[df.columns[0]] = None
    again = getattr(data, name)()
    pd.testing.assert_frame_equal(again, untouched)
    assert again.attrs == untouched.attrs


def test_a_table_that_is_missing_is_answered_with_the_closest() -> None:
    for name in TABLES[:1]:
        with pytest.raises(LookupError, match=f"Did you mean '{name}'"):
            data.describe(f"{name}s")


@pytest.mark.parametrize("chapter", WITH_ERRATA, ids=lambda chapter: chapter.name)
def test_an_erratum_says_what_is_claimed_and_what_the_numbers_give(chapter: Chapter) -> None:
    df = data.errata(chapter.name)
    assert df["id"].is_unique and len(df) > 0
    for key in ("title", "source", "reference", "note"):
        assert df.attrs[key]
    assert set(df.attrs["units"]) <= set(df.columns), "a unit for a column that does not exist"
    numbers = set(df.select_dtypes("number").columns)
    assert numbers <= set(df.attrs["units"]), f"columns without a unit: {numbers - set(df.attrs['units'])}"
    assert (df["computed"] != df["claimed"]).all(), "an erratum whose number agrees with the claim is none"
    for row in df.itertuples():
        assert "{" not in row.data_give and row.source and row.claim and row.unit and row.place
        digits = f"{row.computed:,.0f}"
        plain = [digits, digits.replace(",", ""), f"{row.computed:.1f}", f"{row.computed:.2f}"]
        assert any(form in row.data_give for form in plain), (row.id, row.data_give, plain)
