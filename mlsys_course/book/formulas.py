"""`mlsys.formulas`: the book's names for laws of the course."""

from __future__ import annotations

from typing import Any

from mlsys_course import laws

__all__ = ["calc_amdahls_speedup", "calc_training_time_days", "dTime"]


def dTime(total_ops: Any, num_devices: Any, peak_flops_per_device: Any, efficiency_eta: Any) -> Any:
    """Return how long a training run takes, in seconds; see `mlsys_course.laws.training_time`.

    Examples
    --------
    >>> from mlsys_course import Q_
    >>> print(dTime(Q_(1, "EFLOP"), 10, Q_(1, "PFLOP/s"), 0.5))
    200 s
    """
    return laws.training_time(total_ops, num_devices, peak_flops_per_device, efficiency_eta).to("second")


def calc_training_time_days(
    total_ops: Any, num_devices: Any, peak_flops_per_device: Any, efficiency_eta: Any
) -> float:
    """Return the same in days, as a plain number."""
    time = dTime(total_ops, num_devices, peak_flops_per_device, efficiency_eta)
    return float(time.to("day").magnitude)


def calc_amdahls_speedup(p: Any, s: Any) -> Any:
    """Return the speedup of the whole; see `mlsys_course.laws.amdahl_speedup`.

    Examples
    --------
    >>> calc_amdahls_speedup(0.5, 2)
    1.3333333333333333
    """
    return laws.amdahl_speedup(p, s)
