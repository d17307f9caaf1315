"""The laws of the book as pure functions over quantities, one module per subject.

Every argument is checked: its dimension, its range, and that it is a finite number. An error names the
argument, what was given and what was expected.

Plain numbers are read in SI units where a function says so (byte, byte/s, FLOP, FLOP/s, second). If all
arguments are plain the result is a plain number too; as soon as one has a unit, the result has one.

>>> from mlsys_course.constants import A100_FLOPS_FP16_TENSOR, GPT3_TRAINING_OPS
>>> print(training_time(GPT3_TRAINING_OPS, 1024, A100_FLOPS_FP16_TENSOR, 0.45).to("day"))
25.28 days
>>> iron_law(4e9, 2e12, 600e9, 300e12, 0.5, 1e-3)
0.007
"""

from __future__ import annotations

from mlsys_course.laws.cost import cost_scaling, samples_per_dollar
from mlsys_course.laws.drift import degradation
from mlsys_course.laws.energy_use import energy
from mlsys_course.laws.growth import doubling_time, growth_factor
from mlsys_course.laws.performance import (
    IronLawTerms,
    Roofline,
    iron_law,
    iron_law_pipelined,
    iron_law_terms,
    ridge_point,
    roofline,
)
from mlsys_course.laws.speedup import amdahl_speedup
from mlsys_course.laws.training import training_flops, training_time, utilisation

__all__ = [
    "IronLawTerms",
    "Roofline",
    "amdahl_speedup",
    "cost_scaling",
    "degradation",
    "doubling_time",
    "energy",
    "growth_factor",
    "iron_law",
    "iron_law_pipelined",
    "iron_law_terms",
    "ridge_point",
    "roofline",
    "samples_per_dollar",
    "training_flops",
    "training_time",
    "utilisation",
]
