"""Numbers of the small chapter that no generic suite can know."""

from __future__ import annotations

import pytest

from mlsys_course import Q_
from mlsys_course.chapters.chZZ_checkpoints.widgets.checkpoints import loss


def test_the_best_interval_loses_least() -> None:
    def lost(minutes: float) -> float:
        state = loss(Q_(minutes, "minute"), Q_(4096, "GPU"), Q_(1, "minute"))
        return state.saving + state.redone

    best = loss(Q_(1, "minute"), Q_(4096, "GPU"), Q_(1, "minute")).best
    assert best == pytest.approx((2 * 50_000 * 60 / 4096) ** 0.5)
    assert lost(best) < min(lost(0.9 * best), lost(1.1 * best))
