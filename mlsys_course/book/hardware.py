"""`mlsys.Hardware`: the course's devices under the book's names.

>>> from mlsys_course.book.hardware import Hardware
>>> print(Hardware.Cloud.A100.peak_flops, Hardware.A100.ridge_point())
312 TFLOP/s 153 FLOP/B
"""

from __future__ import annotations

from typing import Any

from mlsys_course import hardware, laws
from mlsys_course.book._groups import Group

__all__ = ["Hardware"]

_FIELDS: dict[str, Any] = {
    "peak_flops": "peak",
    "peak_flops_fp32": "peak_fp32",
    "tf32_flops": "peak_tf32",
    "fp8_flops": "peak_fp8",
    "int8_flops": "peak_int8",
    "memory_bw": "memory_bandwidth",
    "memory_capacity": "memory",
    "ridge_point": lambda device: lambda: laws.ridge_point(device.peak, device.memory_bandwidth),
}


def _tier(name: str, *tiers: str) -> Group:
    return Group(f"Hardware.{name}", hardware.find, lambda device: device.tier in tiers, _FIELDS)


Hardware: Any = Group(
    "Hardware",
    hardware.find,
    lambda device: True,
    _FIELDS,
    {
        "Cloud": _tier("Cloud", "cloud"),
        "Edge": _tier("Edge", "edge", "mobile"),
        "Tiny": _tier("Tiny", "tiny"),
    },
)
"""Devices by the book's names: ``Hardware.Cloud.A100``, or short ``Hardware.A100``."""
