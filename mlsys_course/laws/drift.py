"""How a model that nobody retrains loses accuracy."""

from __future__ import annotations

from typing import Any

from mlsys_course.laws.arguments import Reader

__all__ = [
    "degradation",
]


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
    reader = Reader("degradation")
    start = reader.share("accuracy", accuracy)
    slope = reader.read("sensitivity", sensitivity, "")
    distance = reader.read("divergence", divergence, "")
    left = start - slope * distance
    return left.clip(0, 1) if getattr(left, "ndim", 0) else max(0.0, float(left))
