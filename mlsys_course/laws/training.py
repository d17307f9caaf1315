"""How much work a training run is, and how long it takes on how many devices."""

from __future__ import annotations

from typing import Any

from mlsys_course.laws.arguments import Reader

__all__ = [
    "training_flops",
    "training_time",
    "utilisation",
]


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
    3.15 × 10²³ FLOP
    """
    reader = Reader("training_flops")
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
    25.28 days
    """
    reader = Reader("training_time")
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
    reader = Reader("utilisation")
    work = reader.read("ops", ops, "FLOP")
    count = reader.read("devices", devices, "", above=True)
    rate = reader.read("peak", peak, "FLOP/second", above=True)
    duration = reader.read("time", time, "second", above=True)
    share = work / (count * rate * duration)
    return share if getattr(share, "ndim", 0) else float(share)
