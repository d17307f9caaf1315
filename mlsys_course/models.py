"""Neural networks: typed records of constants, found by name.

>>> from mlsys_course import models
>>> print(models.find("gpt3").parameters)
175 billion parameters
>>> models.find("GTP-3")
Traceback (most recent call last):
...
LookupError: There is no model 'GTP-3'. Did you mean 'GPT-3'?
"""

from __future__ import annotations

from dataclasses import dataclass

from mlsys_course.constants import Constant, Record, collect, find_record

__all__ = ["Model", "find", "lighthouse", "models"]


@dataclass(frozen=True, repr=False)
class Model(Record):
    """A neural network; `None` where no source is known or the field does not apply.

    Parameters
    ----------
    bottleneck : str
        For the five Lighthouse models, the resource it isolates; else "".
    parameters : Constant or None
        Number of weights.
    active_parameters : Constant or None
        Weights that one token uses, for a mixture of experts.
    ops : Constant or None
        Work for one input, in FLOP (2 FLOP per multiply-accumulate).
    macs : Constant or None
        Work for one input, in multiply-accumulates.
    training_ops : Constant or None
        Work of the training run, in FLOP.
    training_tokens : Constant or None
        Tokens it was trained on.
    training_days : Constant or None
        Duration of the training run.
    layers, hidden_dim, heads : Constant or None
        Depth, width and attention heads of a transformer.
    context : Constant or None
        Context length in tokens.
    embedding_entries, embedding_dim : Constant or None
        Rows of the embedding tables of a recommender, and numbers per row.
    """

    bottleneck: str
    parameters: Constant | None = None
    active_parameters: Constant | None = None
    ops: Constant | None = None
    macs: Constant | None = None
    training_ops: Constant | None = None
    training_tokens: Constant | None = None
    training_days: Constant | None = None
    layers: Constant | None = None
    hidden_dim: Constant | None = None
    heads: Constant | None = None
    context: Constant | None = None
    embedding_entries: Constant | None = None
    embedding_dim: Constant | None = None


_PARTS = {
    "parameters": ("PARAMS",),
    "active_parameters": ("ACTIVE_PARAMS",),
    "ops": ("OPS",),
    "macs": ("MACS",),
    "training_ops": ("TRAINING_OPS",),
    "training_tokens": ("TRAINING_TOKENS",),
    "training_days": ("TRAINING_DAYS",),
    "layers": ("LAYERS",),
    "hidden_dim": ("HIDDEN_DIM",),
    "heads": ("HEADS",),
    "context": ("CONTEXT",),
    "embedding_entries": ("EMBEDDING_ENTRIES",),
    "embedding_dim": ("EMBEDDING_DIM",),
}


def _model(name: str, prefix: str, *aliases: str, bottleneck: str = "", **renamed: str) -> Model:
    """Make one model of the constants with its prefix, and of renamed ones."""
    return Model(name, aliases, bottleneck, **collect(f"model {name}", prefix, _PARTS, renamed))


models: tuple[Model, ...] = (
    _model("AlexNet", "ALEXNET"),
    _model("VGG-16", "VGG16"),
    _model("ResNet-50", "RESNET50", "ResNet", bottleneck="compute throughput"),
    _model("MobileNetV1", "MOBILENET_V1", "MobileNet-v1"),
    _model("MobileNetV2", "MOBILENETV2", "MobileNet", "MobileNet-v2", bottleneck="latency and power"),
    _model("EfficientNet-B0", "EFFICIENTNET_B0"),
    _model("EfficientNet-B4", "EFFICIENTNET_B4"),
    _model("ViT-L", "VIT_L", "ViT-L/16", "ViT-Large"),
    _model("YOLOv8-n", "YOLOV8_NANO", "YOLOv8 nano"),
    _model("BERT-Base", "BERT_BASE", "BERT"),
    _model("BERT-Large", "BERT_LARGE"),
    _model("GPT-2", "GPT2", "GPT-2 XL", bottleneck="memory bandwidth"),
    _model("GPT-3", "GPT3", training_days="GPT3_V100_DAYS"),
    _model("GPT-4", "GPT4", parameters="GPT4_EST_PARAMS"),
    _model("Llama 2 7B", "LLAMA2_7B", "Llama-2", training_tokens="LLAMA2_TRAINING_TOKENS"),
    _model("Llama 2 13B", "LLAMA2_13B", training_tokens="LLAMA2_TRAINING_TOKENS"),
    _model("Llama 2 70B", "LLAMA2_70B", training_tokens="LLAMA2_TRAINING_TOKENS"),
    _model("Llama 3 8B", "LLAMA3_8B"),
    _model("Llama 3 70B", "LLAMA3_70B"),
    _model("Llama 3 405B", "LLAMA3_405B", "Llama 3", "Llama 3.1 405B"),
    _model("Mixtral 8x7B", "MIXTRAL_8X7B", "Mixtral"),
    _model("DLRM", "DLRM", "Deep Learning Recommendation Model", bottleneck="memory capacity"),
    _model("Keyword Spotting", "KWS_DSCNN", "KWS", "DS-CNN", "KWS DS-CNN", bottleneck="power envelope"),
    _model("Anomaly Detection", "ANOMALY_MODEL", "MLPerf Tiny anomaly detection"),
)
"""All models, from AlexNet to the smallest."""


def find(name: str) -> Model:
    """Find a model by its name.

    Parameters
    ----------
    name : str
        Name or a synonym; case, blanks and dashes do not matter.

    Returns
    -------
    Model

    Raises
    ------
    LookupError
        If there is no such model; the message names the closest one.

    Examples
    --------
    >>> print(find("resnet50").ops)
    8.2 billion FLOP
    >>> find("KWS").bottleneck
    'power envelope'
    """
    return find_record(name, models, "model")


def lighthouse() -> tuple[Model, ...]:
    """Return the five Lighthouse models, in the order of the book's table.

    Returns
    -------
    tuple of Model

    Examples
    --------
    >>> [model.name for model in lighthouse()]
    ['ResNet-50', 'GPT-2', 'DLRM', 'MobileNetV2', 'Keyword Spotting']
    """
    return tuple(map(find, ("ResNet-50", "GPT-2", "DLRM", "MobileNetV2", "Keyword Spotting")))
