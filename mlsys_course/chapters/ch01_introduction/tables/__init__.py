"""The chapter's data as tidy tables; learners reach them as `mlsys_course.data`.

The tables stand in CSV files beside this module. Numbers that belong to `mlsys_course.constants` are not
repeated there: devices and models are built from `mlsys_course.hardware` and `mlsys_course.models`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsys_course.data import Tables

if TYPE_CHECKING:
    import pandas as pd

    from mlsys_course.constants import Constant

__all__ = [
    "accelerators",
    "ai_milestones",
    "ai_timeline",
    "ai_winters",
    "algorithmic_efficiency",
    "deployment_tiers",
    "lighthouse_models",
    "performance_by_era",
    "software_1_vs_2",
    "training_compute",
]

_tables = Tables(__file__)


def ai_timeline() -> pd.DataFrame:
    """Return the share of n-grams that mention artificial intelligence, 1950 to 2019.

    Returns
    -------
    pandas.DataFrame
        70 rows: ``year``; ``mention_share`` (as on the figure's axis); ``winter`` ("first", "second" or "").

    Examples
    --------
    >>> df = ai_timeline()
    >>> len(df), int(df.loc[df.mention_share.idxmax(), "year"])
    (70, 1988)
    """
    df, winters = _tables.read("ai_timeline"), _tables.read("ai_winters")
    df["winter"] = ""
    for row in winters.itertuples():
        df.loc[df["year"].between(row.start_year, row.end_year), "winter"] = row.winter
    return _tables.with_provenance(df, "ai_timeline")


def ai_winters() -> pd.DataFrame:
    """Return the two AI winters as the chapter shades them.

    Returns
    -------
    pandas.DataFrame
        2 rows: ``winter``, ``start_year``, ``end_year``.

    Examples
    --------
    >>> ai_winters().start_year.tolist()
    [1974, 1987]
    """
    return _tables.table("ai_winters")


def ai_milestones() -> pd.DataFrame:
    """Return the milestones drawn beside the timeline.

    Returns
    -------
    pandas.DataFrame
        10 rows: ``year``, ``milestone``, ``kind``.

    Examples
    --------
    >>> len(ai_milestones())
    10
    """
    return _tables.table("ai_milestones")


def algorithmic_efficiency() -> pd.DataFrame:
    """Return how much less compute than AlexNet later networks need for AlexNet's accuracy.

    Returns
    -------
    pandas.DataFrame
        10 rows: ``model``, ``year`` (with decimals), ``efficiency_factor`` (plain number, AlexNet is 1).

    Examples
    --------
    >>> float(algorithmic_efficiency().efficiency_factor.max())
    44.5
    """
    return _tables.table("algorithmic_efficiency")


def training_compute() -> pd.DataFrame:
    """Return the training compute of 15 models, AlexNet to Gemini Ultra.

    Returns
    -------
    pandas.DataFrame
        15 rows: ``model``, ``year``, ``training_flop`` (FLOP), ``era`` ("Deep Learning" or "Large Scale").

    Examples
    --------
    >>> training_compute().era.value_counts().to_dict()
    {'Large Scale': 10, 'Deep Learning': 5}
    """
    return _tables.table("training_compute")


def lighthouse_models() -> pd.DataFrame:
    """Return the five Lighthouse models with the bottleneck each isolates.

    Returns
    -------
    pandas.DataFrame
        5 rows: ``model``, ``bottleneck``, ``reveals``, ``question``, ``input``, ``parameters``,
        ``flop_per_input`` (FLOP; a gap for DLRM), ``weight_bytes_fp16`` (byte).

    Examples
    --------
    >>> float(lighthouse_models().set_index("model").loc["ResNet-50", "flop_per_input"])
    8200000000.0
    """
    from mlsys_course import constants, models

    df = _tables.read("lighthouse_models")
    rows = []
    for name in df["model"]:
        model = models.find(name)
        if model.parameters is None:  # DLRM: nearly all weights are embeddings
            entries, width = (constants.get(f"DLRM_EMBEDDING_{part}").quantity for part in ("ENTRIES", "DIM"))
            weights = entries * width
        else:
            weights = model.parameters.quantity
        work = _number(model.ops, "FLOP")
        if name == "GPT-2":
            per_token = constants.get("FORWARD_OPS_PER_PARAM_TOKEN").quantity
            work = float((weights * per_token).to("FLOP/token").magnitude)
        size = weights * constants.get("BYTES_FP16").quantity
        rows.append(
            {
                "bottleneck": model.bottleneck,
                "parameters": float(weights.to("parameter").magnitude),
                "flop_per_input": work,
                "weight_bytes_fp16": float(size.to("byte").magnitude),
            }
        )
    for position, column in enumerate(("bottleneck", "parameters", "flop_per_input", "weight_bytes_fp16")):
        df.insert(1 if position == 0 else len(df.columns), column, [row[column] for row in rows])
    return _tables.with_provenance(df, "lighthouse_models")


def accelerators() -> pd.DataFrame:
    """Return the devices of `mlsys_course.hardware` as one table.

    Returns
    -------
    pandas.DataFrame
        One row for each device: ``device``, ``tier``, dense peaks in FLOP/s for FP16, FP32 and INT8,
        ``memory_bandwidth_byte_per_second``, ``memory_byte``, ``power_watt``; gaps where no source is known.

    Examples
    --------
    >>> df = accelerators().set_index("device")
    >>> float(df.loc["A100", "peak_fp16_flop_per_second"])
    312000000000000.0
    """
    import pandas as pd

    from mlsys_course import hardware

    df = pd.DataFrame(
        {
            "device": device.name,
            "tier": device.tier,
            "peak_fp16_flop_per_second": _number(device.peak_fp16, "FLOP/second"),
            "peak_fp32_flop_per_second": _number(device.peak_fp32, "FLOP/second"),
            "peak_int8_flop_per_second": _number(device.peak_int8, "FLOP/second"),
            "memory_bandwidth_byte_per_second": _number(device.memory_bandwidth, "byte/second"),
            "memory_byte": _number(device.memory, "byte"),
            "power_watt": _number(device.tdp, "watt"),
        }
        for device in hardware.devices
    )
    return _tables.with_provenance(df, "accelerators")


def deployment_tiers() -> pd.DataFrame:
    """Return the deployment contexts with what is scarce in each.

    Returns
    -------
    pandas.DataFrame
        5 rows: ``context``, ``tier``, ``primary_constraint``, ``efficiency_focus``, ranges of power (watt),
        memory (byte) and latency (second) where the chapter gives them, ``numbers_describe``.

    Examples
    --------
    >>> deployment_tiers().tier.tolist()
    ['cloud', 'cloud', 'edge', 'mobile', 'TinyML']
    """
    return _tables.table("deployment_tiers")


def performance_by_era() -> pd.DataFrame:
    """Return the performance of each era as the chapter prints it.

    Returns
    -------
    pandas.DataFrame
        5 rows: ``era``, ``start_year``, ``approach``, ``task``, ``metric``, ``printed_low``,
        ``printed_high``, ``unit``, ``resources``, ``device_days``, ``erratum`` (a row of `errata`, or "").

    Examples
    --------
    >>> performance_by_era().printed_high.tolist()
    [2000.0, 60.0, 84.6, 90.0, 86.4]
    """
    df = _tables.read("performance_by_era")
    df["erratum"] = df["erratum"].fillna("")
    return _tables.with_provenance(df, "performance_by_era")


def software_1_vs_2() -> pd.DataFrame:
    """Return Software 1.0 against Software 2.0.

    Returns
    -------
    pandas.DataFrame
        5 rows: ``aspect``, ``software_1``, ``software_2``.

    Examples
    --------
    >>> software_1_vs_2().aspect.tolist()
    ['source code', 'compiler', 'logic', 'failure mode', 'debugging']
    """
    return _tables.table("software_1_vs_2")


def _number(constant: Constant | None, unit: str) -> float:
    return float("nan") if constant is None else float(constant.quantity.to(unit).magnitude)
