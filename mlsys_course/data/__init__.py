"""The chapter's data as tidy tables, each with its provenance.

Every function returns a new `pandas.DataFrame`; ``df.attrs`` holds ``title``, ``source`` (the place in the
chapter), ``reference`` (the publication), ``units`` and ``note``, and `describe` shows them.

>>> from mlsys_course import data
>>> df = data.training_compute()
>>> len(df), df.attrs["units"]["training_flop"]
(15, 'FLOP')

The tables stand in CSV files beside this module. Numbers that belong to `mlsys_course.constants` are not
repeated there: devices and models are built from `mlsys_course.hardware` and `mlsys_course.models`.
"""

from __future__ import annotations

import html
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from mlsys_course.constants import Constant

__all__ = [
    "Description",
    "accelerators",
    "ai_milestones",
    "ai_timeline",
    "ai_winters",
    "algorithmic_efficiency",
    "deployment_tiers",
    "describe",
    "errata",
    "lighthouse_models",
    "performance_by_era",
    "software_1_vs_2",
    "tables",
    "training_compute",
]


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
    df, winters = _read("ai_timeline"), _read("ai_winters")
    df["winter"] = ""
    for row in winters.itertuples():
        df.loc[df["year"].between(row.start_year, row.end_year), "winter"] = row.winter
    return _with_provenance(df, "ai_timeline")


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
    return _table("ai_winters")


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
    return _table("ai_milestones")


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
    return _table("algorithmic_efficiency")


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
    return _table("training_compute")


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

    df = _read("lighthouse_models")
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
    return _with_provenance(df, "lighthouse_models")


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
    return _with_provenance(df, "accelerators")


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
    return _table("deployment_tiers")


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
    df = _read("performance_by_era")
    df["erratum"] = df["erratum"].fillna("")
    return _with_provenance(df, "performance_by_era")


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
    return _table("software_1_vs_2")


def errata() -> pd.DataFrame:
    """Return the places where the chapter contradicts its own numbers or its sources.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``place`` (anchor or cell in the chapter), ``claim``, ``claimed`` and ``computed`` (numbers in
        ``unit``), ``data_give`` (a sentence), ``source``. ``computed`` is worked out from the tables and
        constants when the function is called.

    Examples
    --------
    >>> df = errata().set_index("id")
    >>> round(float(df.loc["I14", "computed"]), 2), float(df.loc["I14", "claimed"])
    (7.22, 8.0)
    """
    from mlsys_course.data import _errata

    df = _read("errata")
    values = [_errata.COMPUTE[name]() for name in df["id"]]
    df.insert(df.columns.get_loc("claimed") + 1, "computed", values)
    df["data_give"] = [
        text.format(computed=value) for text, value in zip(df["data_give"], values, strict=True)
    ]
    return _with_provenance(df, "errata")


@dataclass(frozen=True, repr=False)
class Description:
    """What a table holds and where it comes from; displayed in a notebook it is a short list.

    Parameters
    ----------
    name, title, source, reference, note : str
        Provenance.
    rows : int
        Number of rows.
    columns : dict of str to str
        Each column with its unit, or "".
    """

    name: str
    title: str
    source: str
    reference: str
    note: str
    rows: int
    columns: dict[str, str]

    def _lines(self) -> list[tuple[str, str]]:
        listed = ", ".join(f"{name} [{unit}]" if unit else name for name, unit in self.columns.items())
        return [
            ("rows", str(self.rows)),
            ("columns", listed),
            ("source", self.source),
            ("reference", self.reference),
            ("note", self.note),
        ]

    def __repr__(self) -> str:
        head = f"{self.name}: {self.title}"
        return "\n".join([head, *(f"  {key}: {text}" for key, text in self._lines())])

    def _repr_html_(self) -> str:
        items = "".join(
            f"<dt><strong>{key}</strong></dt><dd>{html.escape(text)}</dd>" for key, text in self._lines()
        )
        return f"<p><code>{self.name}</code>: {html.escape(self.title)}</p><dl>{items}</dl>"


def describe(name: str) -> Description:
    """Say what a table holds, in which units, and where it comes from.

    Parameters
    ----------
    name : str
        Name of a function of this module, such as "ai_timeline".

    Returns
    -------
    Description

    Raises
    ------
    LookupError
        When there is no such table; the message names the closest one.

    Examples
    --------
    >>> describe("ai_winters")
    ai_winters: The two AI winters as the chapter shades them
      rows: 2
      columns: winter, start_year [year], end_year [year]
      source: chapter Introduction, fig-ai-timeline
      reference: chapter Introduction, caption of fig-ai-timeline
      note: Other histories place the winters a few years earlier or later.
    """
    if name not in _provenance():
        from mlsys_course.suggest import did_you_mean

        raise LookupError(f"There is no table {name!r}.{did_you_mean(name, _provenance())}")
    df = globals()[name]()
    about = df.attrs
    columns = {column: about["units"].get(column, "") for column in df.columns}
    return Description(
        name, about["title"], about["source"], about["reference"], about["note"], len(df), columns
    )


def tables() -> list[str]:
    """List the names of all tables.

    Returns
    -------
    list of str

    Examples
    --------
    >>> "errata" in tables()
    True
    """
    return sorted(_provenance())


@cache
def _provenance() -> dict[str, Any]:
    text = (resources.files(__name__) / "tables.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _read(name: str) -> Any:  # a DataFrame; its stubs know nothing of the columns
    import pandas as pd

    with (resources.files(__name__) / f"{name}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


def _table(name: str) -> pd.DataFrame:
    return _with_provenance(_read(name), name)


def _with_provenance(df: Any, name: str) -> pd.DataFrame:
    about = _provenance()[name]
    # A copy, so that nobody changes the provenance of the next table by accident.
    df.attrs = {"name": name, **{key: about[key] for key in ("title", "source", "reference", "note")}}
    df.attrs["units"] = dict(about["units"])
    table: pd.DataFrame = df
    return table


def _number(constant: Constant | None, unit: str) -> float:
    return float("nan") if constant is None else float(constant.quantity.to(unit).magnitude)
