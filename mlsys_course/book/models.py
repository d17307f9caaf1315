"""`mlsys.Models`: the course's networks under the book's names.

>>> from mlsys_course.book.models import Models
>>> print(Models.GPT3.parameters, Models.Vision.ResNet50.size_in_bytes())
175 billion parameters 51.2 million B
"""

from __future__ import annotations

from typing import Any

from mlsys_course import constants, models
from mlsys_course.book import constants as names
from mlsys_course.book._groups import Group

__all__ = ["Models"]

_VISION = ("AlexNet", "VGG-16", "ResNet-50", "MobileNetV1", "MobileNetV2", "ViT-L", "YOLOv8-n")
_TINY = ("Keyword Spotting", "Anomaly Detection")
_RECOMMENDATION = ("DLRM",)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _of_name(ending: str) -> Any:
    """Return a field that holds the constant of the model's name with this ending, or None."""

    def field(model: models.Model) -> Any:
        wanted = _letters(model.name + ending)
        found = next((name for name in constants.registry if _letters(name) == wanted), None)
        return getattr(names, found) if found else None

    return field


def _size(model: models.Model) -> Any:
    def size_in_bytes(precision: Any = None) -> Any:
        """Return the size of the weights; FP16 unless told otherwise."""
        own = _of_name("_MODEL_SIZE_FP32")(model)
        if own is not None:
            return own.quantity
        each: Any = constants.get("BYTES_FP16") if precision is None else precision
        weights: Any = model.parameters
        return (weights * each).to("byte")

    return size_in_bytes


_FIELDS: dict[str, Any] = {
    "training_gpu_days": _of_name("_TRAINING_GPU_DAYS"),
    "model_size": _of_name("_MODEL_SIZE_FP32"),
    "size_in_bytes": _size,
}


def _family(name: str, *known: str) -> Group:
    return Group(f"Models.{name}", models.find, lambda model: model.name in known, _FIELDS)


_OTHERS = [one.name for one in models.models if one.name not in (*_VISION, *_TINY, *_RECOMMENDATION)]

Models: Any = Group(
    "Models",
    models.find,
    lambda model: True,
    _FIELDS,
    {
        "Vision": _family("Vision", *_VISION, *(name for name in _OTHERS if "Net" in name)),
        "Language": _family("Language", *(name for name in _OTHERS if "Net" not in name)),
        "Recommendation": _family("Recommendation", *_RECOMMENDATION),
        "Tiny": _family("Tiny", *_TINY),
    },
)
"""Models by the book's names: ``Models.Vision.ResNet50``, or short ``Models.ResNet50``."""
