"""Explorers: one idea each, at most three knobs, a picture and a text that says the same.

>>> "explore_iron_law" in EXPLORERS
True

How an explorer is written and added stands in `mlsys_course.widgets.base`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlsys_course.widgets.base import Explorer

__all__ = ["EXPLORERS", "explorer"]

# The name a learner types -> the module in this package that defines it.
EXPLORERS: dict[str, str] = {
    "explore_amdahl": "amdahl",
    "explore_bitter_lesson": "bitter_lesson",
    "explore_bottleneck": "bottleneck",
    "explore_cascade": "cascade",
    "explore_certainty": "certainty",
    "explore_dam": "dam",
    "explore_deployment": "deployment",
    "explore_divergence": "divergence",
    "explore_drift": "drift",
    "explore_efficiency": "efficiency",
    "explore_energy": "energy",
    "explore_fleet": "fleet",
    "explore_iron_law": "iron_law",
    "explore_latency": "latency",
    "explore_lifecycle": "lifecycle",
    "explore_perceptron": "perceptron",
    "explore_roofline": "roofline",
    "explore_samples_per_dollar": "samples_per_dollar",
    "explore_search": "search",
    "explore_spam": "spam",
    "explore_student": "student",
    "explore_timeline": "timeline",
    "explore_verification_gap": "verification_gap",
}


def explorer(name: str) -> Callable[..., Explorer[Any]]:
    """Return the function that builds an explorer; its module is imported now and not before.

    Parameters
    ----------
    name : str
        A name of `EXPLORERS`, such as ``"explore_iron_law"``.

    Returns
    -------
    callable

    Raises
    ------
    AttributeError
        When there is no such explorer; the message names the closest one.

    Examples
    --------
    >>> explorer("explore_iron_laws")
    Traceback (most recent call last):
    ...
    AttributeError: There is no explorer named 'explore_iron_laws'. Did you mean 'explore_iron_law'?
    """
    if name not in EXPLORERS:
        from mlsys_course.suggest import did_you_mean

        raise AttributeError(f"There is no explorer named {name!r}.{did_you_mean(name, EXPLORERS)}")
    module = importlib.import_module(f"{__name__}.{EXPLORERS[name]}")
    build: Callable[..., Explorer[Any]] = getattr(module, name)
    return build
