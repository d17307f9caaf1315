"""The Iron Law is asked with numbers of this world."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlsys_course.scenarios import table


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    stored = table(name)
    for row in stored.rows:
        yield dict(zip(stored.parameters, row, strict=True))


def test_the_iron_law_is_asked_with_real_devices_and_sensible_runs() -> None:
    peaks = {row["peak"] for row in rows_of("iron_law")}
    assert peaks == {"A100_FLOPS_FP16_TENSOR", "H100_FLOPS_FP16_TENSOR", "B200_FLOPS_FP16_TENSOR"}
    assert all(row["better_efficiency"] > row["efficiency"] for row in rows_of("iron_law"))
    assert all(row["tokens"] != row["corpus"] for row in rows_of("recomputation"))
