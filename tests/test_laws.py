"""The laws: values of the chapter, limits, properties, and errors in words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_course import constants as c
from mlsys_course import laws
from mlsys_course.units import Q_

RUN = (Q_(4, "GB"), Q_(2, "TB/s"), Q_(600, "GFLOP"), Q_(300, "TFLOP/s"), 0.5, Q_(1, "ms"))
PLAIN = (4e9, 2e12, 600e9, 300e12, 0.5, 1e-3)
A100 = c.A100_FLOPS_FP16_TENSOR

positive = st.floats(1e-3, 1e15)
share = st.floats(1e-3, 1)


def test_iron_law_gives_the_chapters_times() -> None:
    assert laws.iron_law(*RUN).to("ms").magnitude == pytest.approx(7)
    assert laws.iron_law_pipelined(*RUN).to("ms").magnitude == pytest.approx(5)
    terms = laws.iron_law_terms(*RUN)
    assert [term.to("ms").magnitude for term in terms] == pytest.approx([2, 4, 1])
    assert terms.bottleneck == "compute"


def test_plain_numbers_are_si_units() -> None:
    assert laws.iron_law(*PLAIN) == pytest.approx(0.007)
    assert laws.iron_law_pipelined(*PLAIN) == pytest.approx(0.005)
    assert laws.iron_law(0, 1, 1e12, 1e12, 1, 0) == 1
    assert laws.iron_law(1e9, 1e9, 0, 1, 0.3, 0.25) == 1.25
    for result in (laws.iron_law(*PLAIN), laws.iron_law_pipelined(*PLAIN), laws.amdahl_speedup(0.5, 2)):
        assert type(result) is float


def test_one_unit_is_enough_to_get_a_unit_back() -> None:
    result = laws.iron_law(Q_(4, "GB"), *PLAIN[1:])
    assert result.to("ms").magnitude == pytest.approx(7)


def test_bits_bytes_and_percent_are_understood() -> None:
    assert laws.iron_law(Q_(32, "Gbit"), Q_(16, "Tbit/s"), *RUN[2:4], Q_(50, "percent"), Q_(1000, "us")).to(
        "ms"
    ).magnitude == pytest.approx(7)


@given(positive, positive, positive, positive, share, st.floats(0, 1e6))
def test_pipelining_helps_at_most_twofold(
    d: float, b: float, o: float, r: float, eta: float, fixed: float
) -> None:
    additive = laws.iron_law(d, b, o, r, eta, fixed)
    pipelined = laws.iron_law_pipelined(d, b, o, r, eta, fixed)
    assert additive / 2 * (1 - 1e-12) <= pipelined <= additive * (1 + 1e-12)
    terms = laws.iron_law_terms(d, b, o, r, eta, fixed)
    assert sum(terms) == pytest.approx(additive)
    assert pipelined == pytest.approx(max(terms.data, terms.compute) + terms.latency)


def test_laws_take_arrays() -> None:
    times = laws.training_time(c.GPT3_TRAINING_OPS, np.array([512, 1024]), A100, 0.45).to("day").magnitude
    assert times == pytest.approx([50.556, 25.278], abs=1e-3)
    assert laws.iron_law_pipelined(np.array([1.0, 3.0]), 1.0, 2.0, 1.0, 1.0).tolist() == [2, 3]
    assert laws.degradation(0.9, 0.5, np.array([0, 0.2, 2])).tolist() == pytest.approx([0.9, 0.8, 0])


@pytest.mark.parametrize(("eta", "days"), [(0.45, 25.278), (0.60, 18.959), (Q_(45, "percent"), 25.278)])
def test_training_time_of_gpt3(eta: Any, days: float) -> None:
    time = laws.training_time(c.GPT3_TRAINING_OPS, c.GPT3_TRAINING_GPUS, A100, eta)
    assert time.to("day").magnitude == pytest.approx(days, abs=1e-3)


def test_training_compute_and_the_two_utilisations_of_the_published_run() -> None:
    model = laws.training_flops(c.GPT3_PARAMS, c.GPT3_TRAINING_TOKENS)
    hardware = laws.training_flops(c.GPT3_PARAMS, c.GPT3_TRAINING_TOKENS, c.RECOMPUTE_OPS_PER_PARAM_TOKEN)
    assert model.to("FLOP").magnitude == pytest.approx(3.15e23)
    assert laws.training_flops(175e9, 300e9) == pytest.approx(3.15e23)
    assert laws.training_time(hardware, 1024, A100, 0.45).to("day").magnitude == pytest.approx(
        33.812, abs=1e-3
    )
    assert laws.utilisation(model, 1024, A100, c.GPT3_MEGATRON_DAYS) == pytest.approx(0.33563, abs=1e-5)
    assert laws.utilisation(hardware, 1024, A100, c.GPT3_MEGATRON_DAYS) == pytest.approx(0.44751, abs=1e-5)


@given(positive, positive, share, positive)
def test_utilisation_undoes_training_time(ops: float, peak: float, eta: float, devices: float) -> None:
    time = laws.training_time(ops, devices, peak, eta)
    assert laws.utilisation(ops, devices, peak, time) == pytest.approx(eta)


@pytest.mark.parametrize(
    ("p", "s", "speedup"),
    [
        (45 / 130, 3, 1.3),
        (45 / 130, math.inf, 1.5294),
        (0.5, 3, 1.5),
        (0, 10, 1),
        (1, 10, 10),
        (1, math.inf, math.inf),
        (0.5, 1, 1),
        (0.5, 0.5, 2 / 3),
        (Q_(5, "percent"), math.inf, 1.0526),
    ],
)
def test_amdahl(p: Any, s: float, speedup: float) -> None:
    assert laws.amdahl_speedup(p, s) == pytest.approx(speedup, abs=1e-4)


@given(st.floats(0, 1), st.floats(1, 1e6))
def test_amdahl_never_beats_the_part_nor_the_ceiling(p: float, s: float) -> None:
    speedup = laws.amdahl_speedup(p, s)
    assert 1 - 1e-12 <= speedup <= s * (1 + 1e-9)
    assert speedup <= laws.amdahl_speedup(p, math.inf) * (1 + 1e-9)


def test_energy_of_the_chapter() -> None:
    total = laws.energy(Q_(1, "GB"), c.ENERGY_DRAM_PER_BYTE, Q_(1, "GFLOP"), c.ENERGY_MULTIPLY_FP32)
    assert total.to("mJ").magnitude == pytest.approx(163.7)
    weights = c.RESNET50_PARAMS * c.BYTES_FP32
    resnet = laws.energy(weights, c.ENERGY_DRAM_PER_BYTE, c.RESNET50_MACS, c.ENERGY_MAC_FP32)
    moving = laws.energy(weights, c.ENERGY_DRAM_PER_BYTE, 0, c.ENERGY_MAC_FP32)
    assert (moving / resnet).to("percent").magnitude == pytest.approx(46.487, abs=1e-3)
    in_flop = laws.energy(weights, c.ENERGY_DRAM_PER_BYTE, c.RESNET50_OPS, c.ENERGY_MAC_FP32)
    assert in_flop.to("mJ").magnitude == pytest.approx(resnet.to("mJ").magnitude), "1 MAC is 2 FLOP"


@pytest.mark.parametrize(
    ("peak", "bandwidth", "ridge"),
    [(A100, c.A100_MEM_BW, 153.02), (c.H100_FLOPS_FP16_TENSOR, c.H100_MEM_BW, 295.22)],
)
def test_ridge_points(peak: Any, bandwidth: Any, ridge: float) -> None:
    assert laws.ridge_point(peak, bandwidth).to("FLOP/byte").magnitude == pytest.approx(ridge, abs=0.01)
    assert laws.ridge_point(peak, bandwidth, 0.5).to("FLOP/byte").magnitude == pytest.approx(
        ridge / 2, abs=0.01
    )
    at_ridge = laws.ridge_point(300e12, 2e12)
    assert laws.roofline(at_ridge, 300e12, 2e12) == (300e12, "compute")


def test_roofline() -> None:
    assert laws.roofline(1, 312e12, 2.039e12) == (pytest.approx(2.039e12), "memory")
    assert laws.roofline(1000, 312e12, 2.039e12) == (312e12, "compute")
    performance, bound = laws.roofline(Q_(1, "FLOP/byte"), A100, c.A100_MEM_BW)
    assert str(performance) == "2.039 TFLOP/s" and bound == "memory"


def test_degradation_stays_between_zero_and_one() -> None:
    assert laws.degradation(0.95, 0.5, 0.2) == pytest.approx(0.85)
    assert laws.degradation(0.95, 0.5, 0) == 0.95
    assert laws.degradation(0.8, 2, 0.6) == 0
    assert laws.degradation(Q_(85, "percent"), 0.4, 0.1) == pytest.approx(0.81)


def test_costs_and_growth() -> None:
    samples = laws.samples_per_dollar(Q_(2500, "image/s"), c.CLOUD_GPU_TRAINING_PER_HOUR)
    assert samples.to("image/USD").magnitude == pytest.approx(2_250_000)
    assert laws.cost_scaling(2, 3, 1.5) == 4
    month = laws.doubling_time(1, c.ALGORITHMIC_EFFICIENCY_GAIN, Q_(6.9, "year")).to("month").magnitude
    assert month == pytest.approx(15.121, abs=1e-3)
    assert laws.doubling_time(Q_(1, "GB"), Q_(4000, "MB"), 6) == pytest.approx(3)
    assert laws.growth_factor(Q_(1, "year"), c.AI_COMPUTE_DOUBLING_TIME) == pytest.approx(11.547, abs=1e-3)
    assert laws.growth_factor(11, 2) == pytest.approx(45.255, abs=1e-3)


@given(st.floats(1.01, 1e6), st.floats(0.1, 1e3))
def test_doubling_time_and_growth_undo_each_other(growth: float, span: float) -> None:
    assert laws.growth_factor(span, laws.doubling_time(1, growth, span)) == pytest.approx(growth, rel=1e-6)


RIGHT: dict[str, tuple[Any, dict[str, Any]]] = {
    "iron_law": (
        laws.iron_law,
        dict(zip(("data", "bandwidth", "ops", "peak", "eta", "latency"), RUN, strict=True)),
    ),
    "iron_law_pipelined": (
        laws.iron_law_pipelined,
        dict(zip(("data", "bandwidth", "ops", "peak", "eta", "latency"), RUN, strict=True)),
    ),
    "training_time": (
        laws.training_time,
        {"ops": Q_(3e23, "FLOP"), "devices": 1024, "peak": Q_(312, "TFLOP/s"), "eta": 0.45},
    ),
    "training_flops": (
        laws.training_flops,
        {"parameters": Q_(7e9, "parameter"), "tokens": Q_(1e12, "token")},
    ),
    "utilisation": (
        laws.utilisation,
        {"ops": Q_(3e23, "FLOP"), "devices": 1024, "peak": Q_(312, "TFLOP/s"), "time": Q_(34, "day")},
    ),
    "amdahl_speedup": (laws.amdahl_speedup, {"p": 0.3, "s": 3}),
    "energy": (
        laws.energy,
        {
            "data": Q_(1, "GB"),
            "energy_per_byte": Q_(160, "pJ/byte"),
            "ops": Q_(1, "GFLOP"),
            "energy_per_op": Q_(3.7, "pJ/FLOP"),
        },
    ),
    "ridge_point": (laws.ridge_point, {"peak": Q_(312, "TFLOP/s"), "bandwidth": Q_(2, "TB/s"), "eta": 1}),
    "roofline": (
        laws.roofline,
        {"intensity": Q_(1, "FLOP/byte"), "peak": Q_(312, "TFLOP/s"), "bandwidth": Q_(2, "TB/s")},
    ),
    "degradation": (laws.degradation, {"accuracy": 0.9, "sensitivity": 0.5, "divergence": 0.1}),
    "samples_per_dollar": (laws.samples_per_dollar, {"rate": Q_(1, "image/s"), "price": Q_(4, "USD/hour")}),
    "cost_scaling": (laws.cost_scaling, {"model": 2, "dataset": 3, "hardware_efficiency": 1.5}),
    "growth_factor": (laws.growth_factor, {"elapsed": Q_(1, "year"), "doubling": Q_(3, "month")}),
}
ARGUMENTS = [(law, name) for law, (_, arguments) in RIGHT.items() for name in arguments]
# A unit that fits no argument of any law.
WRONG_UNIT = Q_(5, "kelvin")


@pytest.mark.parametrize("law", RIGHT)
def test_every_law_is_among_the_checked_ones(law: str) -> None:
    function, arguments = RIGHT[law]
    function(**arguments)
    assert set(RIGHT) | {"iron_law_terms", "doubling_time", "IronLawTerms", "Roofline"} == set(laws.__all__)


@pytest.mark.parametrize("bad", [None, "3", ..., [1, 2], True, float("nan"), -1, 1j], ids=repr)
@pytest.mark.parametrize(("law", "name"), ARGUMENTS)
def test_bad_input_is_named(law: str, name: str, bad: Any) -> None:
    function, arguments = RIGHT[law]
    with pytest.raises(ValueError, match=f"^{law}: {name} is ") as caught:
        function(**{**arguments, name: bad})
    assert "; expected " in str(caught.value) and str(caught.value).endswith(".")


@pytest.mark.parametrize(("law", "name"), ARGUMENTS)
def test_a_wrong_dimension_is_named(law: str, name: str) -> None:
    function, arguments = RIGHT[law]
    with pytest.raises(pint.DimensionalityError) as caught:
        function(**{**arguments, name: WRONG_UNIT})
    assert str(caught.value).startswith(f"{law}: {name} is 5 K; expected ")


@pytest.mark.parametrize(
    ("law", "name"),
    [(law, name) for law, name in ARGUMENTS if name not in {"s", "rate"} and law != "growth_factor"],
)
def test_infinity_is_refused_where_it_means_nothing(law: str, name: str) -> None:
    function, arguments = RIGHT[law]
    with pytest.raises(ValueError, match=f"^{law}: {name} is infinite"):
        function(
            **{**arguments, name: math.inf}
            if law != "samples_per_dollar"
            else {**arguments, name: Q_(math.inf, "USD/s")}
        )


@pytest.mark.parametrize(
    ("law", "name", "bad", "words"),
    [
        ("iron_law", "eta", 0, "a fraction above 0 and at most 1|a number above 0"),
        ("iron_law", "eta", 1.01, "a fraction above 0 and at most 1"),
        ("iron_law", "eta", 45, "write 0.45 or Q_\\(45, 'percent'\\)"),
        ("iron_law", "bandwidth", 0, "a number above 0"),
        ("iron_law", "bandwidth", A100, "expected a bandwidth, for example"),
        ("iron_law", "data", Q_(600, "GFLOP"), "is 600 GFLOP; expected an amount of data"),
        ("training_time", "peak", 0, "a number above 0"),
        ("training_time", "devices", 0, "a number above 0"),
        ("training_time", "ops", Q_(3, "GB"), "is 3 GB; expected a number of operations"),
        ("amdahl_speedup", "p", 1.2, "a fraction from 0 to 1"),
        ("amdahl_speedup", "p", -0.1, "a number not below 0"),
        ("amdahl_speedup", "s", 0, "a number above 0"),
        ("degradation", "accuracy", 85, "write 0.85"),
        ("samples_per_dollar", "price", 4, "a number without a unit"),
        ("growth_factor", "doubling", 3, "a number without a unit"),
    ],
)
def test_the_ranges_of_the_arguments(law: str, name: str, bad: Any, words: str) -> None:
    function, arguments = RIGHT[law]
    with pytest.raises((ValueError, pint.DimensionalityError), match=words):
        function(**{**arguments, name: bad})


def test_bytes_for_operations_are_refused() -> None:
    """In the registry of the book's first editions this gave 202 days instead of an error."""
    with pytest.raises(pint.DimensionalityError):
        laws.training_time(Q_(3.14e23, "byte"), 1024, A100, 0.45)


def test_quantities_of_another_registry_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="of another registry; expected units of Q_ or ureg"):
        laws.iron_law(pint.UnitRegistry().Quantity(4, "gigabyte"), *RUN[1:])


@pytest.mark.parametrize(
    ("start", "end", "elapsed", "words"),
    [
        (2, 1, 3, "what shrinks does not double"),
        (1, 1, 3, "what shrinks does not double"),
        (0, 1, 3, "start is 0"),
        (-1, 1, 3, "start is -1"),
        (1, None, 3, "end is None"),
        (1, 2, 0, "elapsed is 0"),
        (Q_(1, "GB"), 2, 3, "end is 2, a number without a unit"),
        (2, Q_(1, "GB"), 3, "end is 1 GB"),
        (Q_(1, "GB"), Q_(2, "FLOP"), 3, "end is 2 FLOP"),
    ],
)
def test_doubling_time_refuses_what_does_not_grow(start: Any, end: Any, elapsed: Any, words: str) -> None:
    with pytest.raises((ValueError, pint.DimensionalityError), match=f"doubling_time: .*{words}"):
        laws.doubling_time(start, end, elapsed)
