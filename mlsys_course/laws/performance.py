"""How long a run takes: the Iron Law, the roofline."""

from __future__ import annotations

from typing import Any, NamedTuple

from mlsys_course.laws.arguments import Reader

__all__ = [
    "IronLawTerms",
    "Roofline",
    "iron_law",
    "iron_law_pipelined",
    "iron_law_terms",
    "ridge_point",
    "roofline",
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
    reader = Reader("iron_law_terms")
    seconds = _seconds(reader, data, bandwidth, ops, peak, eta, latency)
    return IronLawTerms(*(reader.give(time, "second") for time in seconds))


def _seconds(
    reader: Reader, data: Any, bandwidth: Any, ops: Any, peak: Any, eta: Any, latency: Any
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
    reader = Reader("iron_law")
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

    reader = Reader("iron_law_pipelined")
    moving, computing, fixed = _seconds(reader, data, bandwidth, ops, peak, eta, latency)
    return reader.give(np.maximum(moving, computing) + fixed, "second")


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
    reader = Reader("ridge_point")
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
    reader = Reader("roofline")
    density = reader.read("intensity", intensity, "FLOP/byte")
    rate = reader.read("peak", peak, "FLOP/second", above=True)
    fed = density * reader.read("bandwidth", bandwidth, "byte/second", above=True)
    bound = "memory" if fed < rate else "compute"
    performance = reader.give(min(fed, rate), "FLOP/second")
    if not reader.plain and hasattr(peak, "units"):
        performance = performance.to(peak.units)
    return Roofline(performance, bound)
