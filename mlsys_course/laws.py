"""The laws of the chapter as pure functions over quantities.

Every argument is checked: its dimension, its range, and that it is a finite number. An error names the
argument, what was given and what was expected.

Plain numbers are read in SI units where a function says so (byte, byte/s, FLOP, FLOP/s, second). If all
arguments are plain the result is a plain number too; as soon as one has a unit, the result has one.

>>> from mlsys_course.constants import A100_FLOPS_FP16_TENSOR, GPT3_TRAINING_OPS
>>> print(training_time(GPT3_TRAINING_OPS, 1024, A100_FLOPS_FP16_TENSOR, 0.45).to("day"))
25.28 day
>>> iron_law(4e9, 2e12, 600e9, 300e12, 0.5, 1e-3)
0.007
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pint

from mlsys_course.units import IncompatibleUnitsError, Quantity, QuantityLike, readable_number, registry

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


class IronLawTerms(NamedTuple):
    """The three terms of the Iron Law, each a time.

    Parameters
    ----------
    data : Quantity or float
        Time to move the data: data / bandwidth.
    compute : Quantity or float
        Time to compute: ops / (peak * eta).
    latency : Quantity or float
        Fixed overhead.
    """

    data: Any
    compute: Any
    latency: Any

    @property
    def bottleneck(self) -> str:
        """Name of the largest term: "data", "compute" or "latency"."""
        return max(zip(self, self._fields, strict=True), key=lambda pair: pair[0])[1]


class Roofline(NamedTuple):
    """What the roofline allows.

    Parameters
    ----------
    performance : Quantity or float
        Attainable operations per second.
    bound : str
        "memory" below the ridge point, "compute" at and above it.
    """

    performance: Any
    bound: str


# ---- reading arguments

_KINDS = {
    "byte": "an amount of data",
    "byte/second": "a bandwidth",
    "FLOP": "a number of operations",
    "FLOP/second": "a rate of operations",
    "second": "a time",
    "parameter": "a number of parameters",
    "token": "a number of tokens",
    "FLOP/parameter/token": "operations per parameter and token",
    "joule/byte": "an energy per byte",
    "joule/FLOP": "an energy per operation",
    "FLOP/byte": "an arithmetic intensity",
    "sample/second": "a rate of samples",
    "USD/second": "a price per time",
    "": "a plain number",
}
_EXAMPLES = {
    "byte": 'Q_(4, "GB")',
    "byte/second": 'Q_(2, "TB/s")',
    "FLOP": 'Q_(600, "GFLOP")',
    "FLOP/second": 'Q_(312, "TFLOP/s")',
    "second": 'Q_(1, "ms")',
    "parameter": 'Q_(7e9, "parameter")',
    "token": 'Q_(300e9, "token")',
    "FLOP/parameter/token": 'Q_(6, "FLOP/parameter/token")',
    "joule/byte": 'Q_(160, "pJ/byte")',
    "joule/FLOP": 'Q_(3.7, "pJ/FLOP")',
    "FLOP/byte": 'Q_(150, "FLOP/byte")',
    "sample/second": 'Q_(2500, "image/s")',
    "USD/second": 'Q_(4, "USD/hour")',
    "": "0.45",
}


class _Reader:
    """Reads the arguments of one law as numbers in fixed units and gives the result its unit back."""

    def __init__(self, law: str) -> None:
        self.law = law
        self.plain = True

    def fail(self, name: str, given: str, expected: str) -> ValueError:
        return ValueError(f"{self.law}: {name} is {given}; expected {expected}.")

    def read(
        self,
        name: str,
        value: Any,
        unit: str,
        *,
        above: bool = False,
        finite: bool = True,
        units: bool = False,
    ) -> Any:
        """Return the number of `value` in `unit`: not negative, or with `above` greater than 0."""
        example = _EXAMPLES.get(unit, f"Q_(3, {unit!r})")
        kind = f"{_KINDS.get(unit, f'an amount in {unit}')}, for example {example}"
        if value is ...:
            raise self.fail(name, "still '...', not filled in yet", kind)
        if isinstance(value, QuantityLike):
            value = value.quantity
        given = str(value)
        if isinstance(value, pint.Quantity):
            if value._REGISTRY is not registry():
                raise self.fail(
                    name, f"{given}, in units of another registry", f"units of Q_ or ureg: {kind}"
                )
            if not value.is_compatible_with(unit or "dimensionless"):
                sentence = f"{self.law}: {name} is {value}; expected {kind}."
                raise IncompatibleUnitsError(value.units, unit or "dimensionless", sentence=sentence)
            number = value.to(unit or "dimensionless").magnitude
            self.plain = self.plain and unit == ""
        elif isinstance(value, (bool, str, bytes)) or not hasattr(value, "__float__"):
            raise self.fail(name, repr(value), kind)
        elif units:
            raise self.fail(name, f"{value}, a number without a unit", kind)
        else:
            number = value
        low, high = _extremes(number)
        if low != low:
            raise self.fail(name, "nan, not a number", kind)
        if finite and math.inf in (abs(low), high):
            raise self.fail(name, "infinite", f"a finite number: {kind}")
        if low < 0 or (above and low == 0):
            raise self.fail(name, given, f"a number {'above' if above else 'not below'} 0: {kind}")
        return number

    def share(self, name: str, value: Any, *, above: bool = False) -> Any:
        """Return a fraction between 0 and 1; with `above`, 0 itself is refused."""
        number = self.read(name, value, "", above=above)
        high = _extremes(number)[1]
        if high > 1:
            hint = ""
            if 2 <= high <= 100:
                text = readable_number(high)
                hint = (
                    f"; if it is a percentage, write {readable_number(high / 100)} or Q_({text}, 'percent')"
                )
            expected = f"a fraction {'above' if above else 'from'} 0 {'and at most' if above else 'to'} 1"
            raise self.fail(name, readable_number(high), expected + hint)
        return number

    def give(self, number: Any, unit: str) -> Any:
        """Return a result: plain if all arguments were, else with its unit."""
        if self.plain:
            return number if getattr(number, "ndim", 0) else float(number)
        return registry().Quantity(number, unit)


def _extremes(number: Any) -> tuple[float, float]:
    """Return the smallest and the largest value of a number or array; nan if one is nan."""
    if getattr(number, "ndim", 0):
        return float(number.min()), float(number.max())
    return float(number), float(number)


# ---- the Iron Law


def iron_law_terms(
    data: Any, bandwidth: Any, ops: Any, peak: Any, eta: Any, latency: Any = 0
) -> IronLawTerms:
    """Split a run into the three terms of the Iron Law.

    Parameters
    ----------
    data : Quantity or float
        Data moved; a plain number is in byte.
    bandwidth : Quantity or float
        Rate at which it moves, above 0; a plain number is in byte/s.
    ops : Quantity or float
        Operations; a plain number is in FLOP.
    peak : Quantity or float
        Peak rate of operations, above 0; a plain number is in FLOP/s.
    eta : float
        Share of the peak that is reached, 0 < eta <= 1.
    latency : Quantity or float, optional
        Fixed overhead; a plain number is in second.

    Returns
    -------
    IronLawTerms
        The three times; plain numbers, in seconds, if all arguments are plain.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-intro-iron-law.

    Examples
    --------
    >>> iron_law_terms(4e9, 2e12, 600e9, 300e12, 0.5, 1e-3)
    IronLawTerms(data=0.002, compute=0.004, latency=0.001)
    """
    reader = _Reader("iron_law_terms")
    seconds = _seconds(reader, data, bandwidth, ops, peak, eta, latency)
    return IronLawTerms(*(reader.give(time, "second") for time in seconds))


def _seconds(
    reader: _Reader, data: Any, bandwidth: Any, ops: Any, peak: Any, eta: Any, latency: Any
) -> tuple[Any, Any, Any]:
    """Return the three times of the Iron Law as plain numbers of seconds."""
    data, ops = reader.read("data", data, "byte"), reader.read("ops", ops, "FLOP")
    bandwidth = reader.read("bandwidth", bandwidth, "byte/second", above=True)
    peak = reader.read("peak", peak, "FLOP/second", above=True)
    eta = reader.share("eta", eta, above=True)
    latency = reader.read("latency", latency, "second")
    return data / bandwidth, ops / (peak * eta), latency


def iron_law(data: Any, bandwidth: Any, ops: Any, peak: Any, eta: Any, latency: Any = 0) -> Any:
    """Time of a run whose steps follow one another: data/bandwidth + ops/(peak*eta) + latency.

    Parameters
    ----------
    data, bandwidth, ops, peak, eta, latency
        As for `iron_law_terms`; plain numbers are in byte, byte/s, FLOP, FLOP/s and second.

    Returns
    -------
    Quantity or float
        The time; a plain number of seconds if all arguments are plain.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-intro-iron-law.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> time = iron_law(Q_(4, "GB"), Q_(2, "TB/s"), Q_(600, "GFLOP"), Q_(300, "TFLOP/s"), 0.5, Q_(1, "ms"))
    >>> print(time.to("ms"))
    7 ms
    """
    reader = _Reader("iron_law")
    moving, computing, fixed = _seconds(reader, data, bandwidth, ops, peak, eta, latency)
    return reader.give(moving + computing + fixed, "second")


def iron_law_pipelined(data: Any, bandwidth: Any, ops: Any, peak: Any, eta: Any, latency: Any = 0) -> Any:
    """Time of a run that moves data while it computes: max(data/bandwidth, ops/(peak*eta)) + latency.

    Parameters
    ----------
    data, bandwidth, ops, peak, eta, latency
        As for `iron_law_terms`; plain numbers are in byte, byte/s, FLOP, FLOP/s and second.

    Returns
    -------
    Quantity or float
        The time; a plain number of seconds if all arguments are plain.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-intro-iron-law-pipelined. Never longer than `iron_law`, never
    shorter than half of it.

    Examples
    --------
    >>> iron_law_pipelined(4e9, 2e12, 600e9, 300e12, 0.5, 1e-3)
    0.005
    """
    import numpy as np

    reader = _Reader("iron_law_pipelined")
    moving, computing, fixed = _seconds(reader, data, bandwidth, ops, peak, eta, latency)
    return reader.give(np.maximum(moving, computing) + fixed, "second")


# ---- training


def training_flops(parameters: Any, tokens: Any, ops_per_parameter_token: Any = None) -> Any:
    """Operations of a training run: 6 FLOP per parameter and token, 6*N*D.

    Parameters
    ----------
    parameters : Quantity or float
        Size N of the model; a plain number is in parameter.
    tokens : Quantity or float
        Tokens D it is trained on; a plain number is in token.
    ops_per_parameter_token : Quantity or float, optional
        6 FLOP/(parameter*token) by default: 2 forward, 4 backward. With activations recomputed it is 8.

    Returns
    -------
    Quantity or float
        The operations; a plain number of FLOP if all arguments are plain.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Kaplan et al., Scaling Laws for Neural Language Models (2020), section 2.1.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> print(training_flops(Q_(175e9, "parameter"), Q_(300e9, "token")))
    3.15e23 FLOP
    """
    reader = _Reader("training_flops")
    size = reader.read("parameters", parameters, "parameter")
    length = reader.read("tokens", tokens, "token")
    each = 6 if ops_per_parameter_token is None else ops_per_parameter_token
    each = reader.read("ops_per_parameter_token", each, "FLOP/parameter/token", above=True)
    return reader.give(each * size * length, "FLOP")


def training_time(ops: Any, devices: Any, peak: Any, eta: Any) -> Any:
    """Time of a training run: ops / (devices * peak * eta).

    Parameters
    ----------
    ops : Quantity or float
        Operations of the run; a plain number is in FLOP.
    devices : int or float
        Number of accelerators, above 0; a plain number.
    peak : Quantity or float
        Peak rate of one of them, above 0; a plain number is in FLOP/s.
    eta : float
        Share of the peak that is reached, 0 < eta <= 1.

    Returns
    -------
    Quantity or float
        The time; a plain number of seconds if all arguments are plain.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Machine Learning Systems, chapter 1, the compute term of eq-intro-iron-law over a cluster.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> print(training_time(Q_(3.14e23, "FLOP"), 1024, Q_(312, "TFLOP/s"), 0.45).to("day"))
    25.28 day
    """
    reader = _Reader("training_time")
    work = reader.read("ops", ops, "FLOP")
    count = reader.read("devices", devices, "", above=True)
    rate = reader.read("peak", peak, "FLOP/second", above=True)
    share = reader.share("eta", eta, above=True)
    return reader.give(work / (count * rate * share), "second")


def utilisation(ops: Any, devices: Any, peak: Any, time: Any) -> Any:
    """Share of the peak that a run reached: ops / (devices * peak * time).

    Parameters
    ----------
    ops : Quantity or float
        Operations counted; a plain number is in FLOP. Model operations (6*N*D) give the model FLOP
        utilisation MFU, operations with recomputation the hardware FLOP utilisation HFU.
    devices : int or float
        Number of accelerators, above 0; a plain number.
    peak : Quantity or float
        Peak rate of one of them, above 0; a plain number is in FLOP/s.
    time : Quantity or float
        Duration, above 0; a plain number is in second.

    Returns
    -------
    float
        The share; above 1 only if the inputs do not belong together.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Chowdhery et al., PaLM (2022), section 4.1.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> round(utilisation(Q_(3.15e23, "FLOP"), 1024, Q_(312, "TFLOP/s"), Q_(34, "day")), 4)
    0.3356
    """
    reader = _Reader("utilisation")
    work = reader.read("ops", ops, "FLOP")
    count = reader.read("devices", devices, "", above=True)
    rate = reader.read("peak", peak, "FLOP/second", above=True)
    duration = reader.read("time", time, "second", above=True)
    share = work / (count * rate * duration)
    return share if getattr(share, "ndim", 0) else float(share)


# ---- speedup, energy, roofline


def amdahl_speedup(p: Any, s: Any) -> Any:
    """Speedup of the whole when the share p becomes s times faster: 1 / (1 - p + p/s).

    Parameters
    ----------
    p : float
        Share of the old time that is improved, 0 <= p <= 1.
    s : float
        Speedup of that share, above 0; it may be infinite, or below 1 for a slowdown.

    Returns
    -------
    float
        Old time over new time; infinite if everything becomes free.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has a unit.

    Notes
    -----
    Amdahl, Validity of the single processor approach to achieving large scale computing capabilities (1967).

    Examples
    --------
    >>> round(amdahl_speedup(45 / 130, 3), 3), round(amdahl_speedup(45 / 130, float("inf")), 3)
    (1.3, 1.529)
    """
    reader = _Reader("amdahl_speedup")
    share = reader.share("p", p)
    faster = reader.read("s", s, "", above=True, finite=False)
    remaining = 1 - share + share / faster
    if getattr(remaining, "ndim", 0):
        import numpy as np

        with np.errstate(divide="ignore"):
            return 1 / remaining
    return 1 / float(remaining) if remaining else math.inf


def energy(data: Any, energy_per_byte: Any, ops: Any, energy_per_op: Any) -> Any:
    """Energy of moving data and computing: data*energy_per_byte + ops*energy_per_op.

    Parameters
    ----------
    data : Quantity or float
        Data moved; a plain number is in byte.
    energy_per_byte : Quantity or float
        Energy of moving one byte; a plain number is in joule/byte.
    ops : Quantity or float
        Operations; a plain number is in FLOP.
    energy_per_op : Quantity or float
        Energy of one operation; a plain number is in joule/FLOP. One MAC counts as 2 FLOP.

    Returns
    -------
    Quantity or float
        The energy; a plain number of joules if all arguments are plain.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-energy-cost.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> print(energy(Q_(1, "GB"), Q_(160, "pJ/byte"), Q_(1, "GFLOP"), Q_(3.7, "pJ/FLOP")).to("mJ"))
    163.7 mJ
    """
    reader = _Reader("energy")
    moved = reader.read("data", data, "byte") * reader.read("energy_per_byte", energy_per_byte, "joule/byte")
    done = reader.read("ops", ops, "FLOP") * reader.read("energy_per_op", energy_per_op, "joule/FLOP")
    return reader.give(moved + done, "joule")


def ridge_point(peak: Any, bandwidth: Any, eta: Any = 1) -> Any:
    """Arithmetic intensity at which moving and computing take equally long: peak * eta / bandwidth.

    Parameters
    ----------
    peak : Quantity or float
        Peak rate of operations, above 0; a plain number is in FLOP/s.
    bandwidth : Quantity or float
        Memory bandwidth, above 0; a plain number is in byte/s.
    eta : float, optional
        Share of the peak that is reached, 0 < eta <= 1.

    Returns
    -------
    Quantity or float
        The intensity in FLOP/byte.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Williams, Waterman, Patterson, Roofline: an insightful visual performance model (2009).

    Examples
    --------
    >>> from mlsys_course.constants import A100_FLOPS_FP16_TENSOR, A100_MEM_BW
    >>> print(ridge_point(A100_FLOPS_FP16_TENSOR, A100_MEM_BW))
    153 FLOP/B
    """
    reader = _Reader("ridge_point")
    rate = reader.read("peak", peak, "FLOP/second", above=True)
    width = reader.read("bandwidth", bandwidth, "byte/second", above=True)
    return reader.give(rate * reader.share("eta", eta, above=True) / width, "FLOP/byte")


def roofline(intensity: Any, peak: Any, bandwidth: Any) -> Roofline:
    """Attainable performance at an arithmetic intensity: min(peak, intensity * bandwidth).

    Parameters
    ----------
    intensity : Quantity or float
        Operations per byte moved, one value; a plain number is in FLOP/byte.
    peak : Quantity or float
        Peak rate of operations, above 0; a plain number is in FLOP/s.
    bandwidth : Quantity or float
        Memory bandwidth, above 0; a plain number is in byte/s.

    Returns
    -------
    Roofline
        Performance and bound: "memory" or "compute"; at the ridge itself it is "compute".

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Williams, Waterman, Patterson, Roofline: an insightful visual performance model (2009).

    Examples
    --------
    >>> roofline(1, 312e12, 2.039e12)
    Roofline(performance=2039000000000.0, bound='memory')
    """
    reader = _Reader("roofline")
    density = reader.read("intensity", intensity, "FLOP/byte")
    rate = reader.read("peak", peak, "FLOP/second", above=True)
    fed = density * reader.read("bandwidth", bandwidth, "byte/second", above=True)
    bound = "memory" if fed < rate else "compute"
    performance = reader.give(min(fed, rate), "FLOP/second")
    if not reader.plain and hasattr(peak, "units"):
        performance = performance.to(peak.units)
    return Roofline(performance, bound)


# ---- drift, cost, growth


def degradation(accuracy: Any, sensitivity: Any, divergence: Any) -> Any:
    """Accuracy after drift: accuracy - sensitivity * divergence, kept between 0 and 1.

    Parameters
    ----------
    accuracy : float
        Accuracy at the start, as a fraction from 0 to 1 (or as a quantity in percent).
    sensitivity : float
        Accuracy lost per unit of divergence (lambda), not below 0.
    divergence : float or array
        Divergence of today's data from the training data, not below 0; a plain number, for KL in nats.

    Returns
    -------
    float or array
        Accuracy as a fraction.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has a unit.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-degradation.

    Examples
    --------
    >>> round(degradation(0.95, 0.5, 0.2), 4), degradation(0.8, 2, 0.6)
    (0.85, 0.0)
    """
    reader = _Reader("degradation")
    start = reader.share("accuracy", accuracy)
    slope = reader.read("sensitivity", sensitivity, "")
    distance = reader.read("divergence", divergence, "")
    left = start - slope * distance
    return left.clip(0, 1) if getattr(left, "ndim", 0) else max(0.0, float(left))


def samples_per_dollar(rate: Any, price: Any) -> Quantity:
    """Return the samples processed for one dollar: rate / price.

    Parameters
    ----------
    rate : Quantity
        Samples (images, queries, …) per time, with its unit.
    price : Quantity
        Price of the machine per time, above 0, with its unit.

    Returns
    -------
    Quantity
        In sample/USD.

    Raises
    ------
    ValueError
        If an argument has no unit, is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Machine Learning Systems, chapter 1, the perspective on samples per dollar beside eq-cost-scaling.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> print(samples_per_dollar(Q_(2500, "image/s"), Q_(4, "USD/hour")))
    2,250,000 sample/USD
    """
    reader = _Reader("samples_per_dollar")
    speed = reader.read("rate", rate, "sample/second", units=True)
    cost = reader.read("price", price, "USD/second", above=True, units=True)
    result: Quantity = reader.give(speed / cost, "sample/USD")
    return result


def cost_scaling(model: Any, dataset: Any, hardware_efficiency: Any) -> float:
    """Factor by which the cost of training changes: model * dataset / hardware_efficiency.

    Parameters
    ----------
    model, dataset : float
        Growth factors of the model and of the dataset, not below 0.
    hardware_efficiency : float
        Growth factor of the hardware's efficiency, above 0.

    Returns
    -------
    float
        New cost over old cost.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has a unit.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-cost-scaling.

    Examples
    --------
    >>> cost_scaling(2, 3, 1.5)
    4.0
    """
    reader = _Reader("cost_scaling")
    size, length = reader.read("model", model, ""), reader.read("dataset", dataset, "")
    return float(size * length / reader.read("hardware_efficiency", hardware_efficiency, "", above=True))


def doubling_time(start: Any, end: Any, elapsed: Any) -> Any:
    """Time in which something doubles that grows from start to end: elapsed * ln 2 / ln(end/start).

    Parameters
    ----------
    start, end : Quantity or float
        Amounts of the same kind, above 0, with end larger than start.
    elapsed : Quantity or float
        Time between them, above 0; a plain number comes back as a plain number in the same unit.

    Returns
    -------
    Quantity or float
        The doubling time, in the unit of `elapsed`.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If start and end are of different kinds or elapsed is no time.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> print(doubling_time(1, 44.5, Q_(6.9, "year")).to("month"))
    15.12 month
    """
    reader = _Reader("doubling_time")
    unit = str(getattr(start, "units", ""))
    first = reader.read("start", start, unit, above=True)
    last = reader.read("end", end, unit, above=True, units=unit != "")
    if last <= first:
        raise reader.fail("end", f"{end}", f"more than start, which is {start}: what shrinks does not double")
    reader.read("elapsed", elapsed, "second", above=True)
    result = elapsed * (math.log(2) / math.log(last / first))
    return result if hasattr(result, "units") else float(result)


def growth_factor(elapsed: Any, doubling: Any) -> float:
    """Factor by which something grows in a time: 2 ** (elapsed / doubling).

    Parameters
    ----------
    elapsed : Quantity or float
        Time that passes, not below 0.
    doubling : Quantity or float
        Doubling time, above 0; both with units, or both plain in the same unit.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If an argument is out of range or no number, or only one of them has a unit.
    IncompatibleUnitsError
        If an argument is no time.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> round(growth_factor(Q_(1, "year"), Q_(3.4, "month")), 2)
    11.55
    """
    reader = _Reader("growth_factor")
    units = hasattr(elapsed, "units") or hasattr(doubling, "units")
    span = reader.read("elapsed", elapsed, "second", units=units)
    return float(2 ** (span / reader.read("doubling", doubling, "second", above=True, units=units)))
