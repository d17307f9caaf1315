"""Constants: every one has a source, behaves as its quantity, and cannot be changed."""

from __future__ import annotations

import ast
import copy
import dataclasses
import pickle
import re
from pathlib import Path

import numpy as np
import pint
import pytest

from mlsys_course import constants, constants_data
from mlsys_course.constants import KINDS, Constant, registry, siblings
from mlsys_course.constants_data import GROUPS, SOURCES, Group
from mlsys_course.units import Q_, ureg

A100 = constants.A100_FLOPS_FP16_TENSOR
OPS = constants.GPT3_TRAINING_OPS


@pytest.mark.parametrize("name", registry)
def test_every_constant_names_its_source(name: str) -> None:
    one = registry[name]
    assert re.fullmatch(r"[A-Z][A-Z0-9_]*", name)
    assert one.name == name
    assert one.kind in KINDS
    assert len(one.reference) > 10 or one.reference == "by definition"
    assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", one.date)
    assert one.url is None or re.fullmatch(r"https://[^\s]+", one.url)
    assert one.group and one.label and not one.label.endswith(".")
    assert one.note is None or one.note.endswith(".") or one.note.endswith(")."), one.note
    assert one.kind not in {"datasheet", "paper"} or one.url, "what is printed somewhere has an address"


@pytest.mark.parametrize("name", registry)
def test_every_constant_is_a_quantity(name: str) -> None:
    one = registry[name]
    assert isinstance(one.quantity, Q_)
    assert np.isfinite(one.quantity.magnitude)
    assert one == one.quantity


@pytest.mark.parametrize(
    "name", [name for name, one in registry.items() if one.kind in {"estimate", "assumption"}]
)
def test_what_is_not_printed_says_why(name: str) -> None:
    assert registry[name].note, f"{name} is an {registry[name].kind}: its note must give the reason"


def test_no_source_is_left_over() -> None:
    assert {row.source for group in GROUPS for row in group.rows} == set(SOURCES)


def test_an_unknown_source_is_answered_with_the_one_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    row = GROUPS[0].rows[0]._replace(name="NEW", source="a10O_paper")
    monkeypatch.setattr(constants_data, "GROUPS", (Group("new", (row,)),))
    with pytest.raises(ValueError, match=r"NEW names .*'a10O_paper'.*mean 'a100_paper'.*sources\.py"):
        constants._load()


def test_numbers_of_the_world_stand_in_the_tables_alone() -> None:
    package = Path(constants.__file__).parent
    makers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (called := ast.unparse(node.func)) != "ast.Constant"  # a piece of Python
        and called.split(".")[-1] == "Constant"
    }
    assert makers == {"constants.py"}


def test_groups_hold_comparable_numbers() -> None:
    mixed = {"architecture", "utilisation", "training runs"}
    for group in GROUPS:
        kinds = {str(registry[row.name].quantity.dimensionality) for row in group.rows}
        assert len(kinds) == 1 or group.name in mixed, group.name


# What the cells of the chapter import, with the values they expect; the wrong or dated ones follow below.
CHAPTER = {
    "GOOGLE_SEARCHES_PER_DAY": Q_(8.5e9, "query/day"),
    "GMAIL_EMAILS_PER_DAY": Q_(121e9, "email/day"),
    "H100_FLOPS_FP16_TENSOR": Q_(989, "TFLOP/s"),
    "A100_FLOPS_FP16_TENSOR": Q_(312, "TFLOP/s"),
    "CPU_FLOPS_FP32": Q_(1, "TFLOP/s"),
    "IMAGE_DIM_RESNET": Q_(224, ""),
    "IMAGE_CHANNELS_RGB": Q_(3, ""),
    "COLOR_DEPTH_8BIT": Q_(256, ""),
    "IMAGENET_IMAGES": Q_(1_281_167, "image"),
    "IMAGENET_VALIDATION_IMAGES": Q_(50_000, "image"),
    "IMAGENET_TEST_IMAGES": Q_(100_000, "image"),
    "ALEXNET_PARAMS": Q_(60e6, "parameter"),
    "GPT3_PARAMS": Q_(175e9, "parameter"),
    "GPT3_TRAINING_OPS": Q_(3.14e23, "FLOP"),
    "GPT3_TRAINING_TOKENS": Q_(300e9, "token"),
    "GPT3_TRAINING_DAYS_REF": Q_(25, "day"),
    "GPT4_TRAINING_GPU_DAYS": Q_(2.5e6, "day"),
    "WAYMO_DATA_PER_HOUR_LOW": Q_(1, "TB/hour"),
    "WAYMO_DATA_PER_HOUR_HIGH": Q_(19, "TB/hour"),
    "MILLION": Q_(1e6, ""),
    "BILLION": Q_(1e9, ""),
    "TRILLION": Q_(1e12, ""),
    "SEC_PER_DAY": Q_(86_400, ""),
}


@pytest.mark.parametrize("name", CHAPTER)
def test_the_numbers_of_the_chapter(name: str) -> None:
    assert registry[name] == CHAPTER[name]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("A100_FLOPS_FP16_TENSOR", "Dense"),
        ("H100_FLOPS_FP16_TENSOR", "dense"),
        ("B200_FLOPS_FP16_TENSOR", "sparse"),
        ("RESNET50_OPS", "1 MAC = 2 FLOP"),
        ("MOBILENETV2_OPS", "1 MAC = 2 FLOP"),
        ("IMAGENET_TEST_IMAGES", "validation"),
        ("GPT3_CORPUS_TOKENS", "300e9"),
        ("GPT3_EFFICIENCY", "hardware"),
        ("GPT4_EST_PARAMS", "1.76e12"),
        ("GPT4_TRAINING_GPU_DAYS", "Unofficial"),
        ("CORPUS_BYTES_PER_TOKEN", "four characters"),
        ("GOOGLE_SEARCHES_PER_DAY", "13.7e9"),
        ("CPU_FLOPS_FP32", "no data sheet"),
        ("ENERGY_DRAM_PER_BYTE", "word"),
        ("ENERGY_MULTIPLY_FP32", "multiply-add"),
        ("TPUV3_FLOPS_BF16", "105"),
        ("PCIE_GEN4_BW", "each direction"),
        ("ESP32S3_RAM", "flash"),
        ("DLRM_MODEL_SIZE_FP32", "12.8 TB"),
        ("ALEXNET_TOP5_ERROR", "seven"),
    ],
)
def test_disputed_numbers_carry_a_note(name: str, words: str) -> None:
    assert words in str(registry[name].note)


def test_related_constants_agree() -> None:
    c = constants
    assert c.RESNET50_MACS == c.RESNET50_OPS
    assert c.MOBILENETV2_MACS == c.MOBILENETV2_OPS
    assert c.A100_FLOPS_FP16_TENSOR_SPARSE == 2 * c.A100_FLOPS_FP16_TENSOR
    assert c.B200_FLOPS_FP16_TENSOR_SPARSE == 2 * c.B200_FLOPS_FP16_TENSOR
    assert c.ENERGY_DRAM_ACCESS / Q_(4, "byte") == c.ENERGY_DRAM_PER_BYTE
    for precision in ("FP32", "FP16", "INT8"):
        parts = registry[f"ENERGY_MULTIPLY_{precision}"] + registry[f"ENERGY_ADD_{precision}"]
        assert (parts * Q_(1, "FLOP")).to("pJ").magnitude == pytest.approx(
            (registry[f"ENERGY_MAC_{precision}"] * Q_(1, "MAC")).to("pJ").magnitude
        )
    work = c.TRAINING_OPS_PER_PARAM_TOKEN * c.GPT3_PARAMS * c.GPT3_TRAINING_TOKENS
    assert (work / OPS).to("").magnitude == pytest.approx(1, rel=0.005)
    tables = c.DLRM_EMBEDDING_ENTRIES * c.DLRM_EMBEDDING_DIM * c.BYTES_FP32
    assert tables.to("TB").magnitude == pytest.approx(12.8)
    hours = 16_384 * Q_(54, "day") / 419
    assert (hours / c.GPU_MTTF).to("").magnitude == pytest.approx(1, rel=0.05)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reference": ""}, "has no reference"),
        ({"reference": "   "}, "has no reference"),
        ({"reference": None}, "has no reference"),
        ({"date": ""}, "has no date"),
        ({"kind": "rumour"}, "must be one of datasheet, paper, estimate, convention, assumption"),
        ({"value": "312"}, "must be a number"),
        ({"value": float("nan")}, "finite"),
        ({"value": float("inf")}, "finite"),
        ({"value": True}, "must be a number"),
    ],
)
def test_a_constant_without_a_source_cannot_be_made(change: dict[str, object], words: str) -> None:
    fine = {
        "name": "X",
        "value": 312,
        "unit": "TFLOP/s",
        "kind": "paper",
        "reference": "a paper",
        "date": "2024",
    }
    Constant(**fine)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=words) as caught:
        Constant(**{**fine, **change})  # type: ignore[arg-type]
    assert "The constant X" in str(caught.value)


def test_a_constant_without_a_reference_argument_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="reference"):
        Constant("X", 312, "TFLOP/s", kind="paper", date="2024")  # type: ignore[call-arg]


def test_calculations_with_constants_give_quantities() -> None:
    results = {
        "OPS / A100": OPS / A100,
        "2 * A100": 2 * A100,
        "A100 * 2": A100 * 2,
        "A100 + A100": A100 + A100,
        "Q + A100": Q_(1, "TFLOP/s") + A100,
        "A100 - Q": A100 - Q_(1, "TFLOP/s"),
        "unit * A100": ureg.second * A100,
        "A100 * unit": A100 * ureg.second,
        "-A100": -A100,
        "A100 ** 2": A100**2,
        "1 / A100": 1 / A100,
        "array * A100": np.array([1, 2]) * A100,
        "np.maximum": np.maximum(A100, constants.H100_FLOPS_FP16_TENSOR),
        "np.maximum(Q, A100)": np.maximum(Q_(1, "TFLOP/s"), A100),
        "sum": sum([A100, A100]),
        "round": round(A100),
        "Q_(A100)": Q_(A100),
        "A100.to": A100.to("PFLOP/s"),
    }
    for how, result in results.items():
        assert isinstance(result, Q_), how
    assert (OPS / (1024 * A100 * 0.45)).to("day").magnitude == pytest.approx(25.278, abs=1e-3)
    assert np.maximum(Q_(1, "TFLOP/s"), A100) == A100
    assert max(A100, constants.CPU_FLOPS_FP32) is A100
    assert Q_(312, "TFLOP/s") == A100 and Q_(312, "TFLOP/s") == A100.quantity and Q_(311, "TFLOP/s") < A100
    assert np.log10(constants.MILLION) == 6
    assert float(constants.GPT3_TRAINING_GPUS) == 1024 == int(constants.GPT3_TRAINING_GPUS)
    assert f"{A100:.1f}" == "312.0 TFLOP/s"


def test_constants_of_different_kinds_do_not_mix() -> None:
    for attempt in (
        lambda: OPS + constants.A100_MEM_CAPACITY,
        lambda: A100 + 3,
        lambda: A100 < OPS,
        lambda: float(A100),
    ):
        with pytest.raises(pint.DimensionalityError) as caught:
            attempt()
        assert "[" not in str(caught.value)


def test_constants_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        A100.value = 5  # type: ignore[misc]
    quantity = A100.quantity
    quantity *= 2
    quantity.ito("GFLOP/s")
    assert A100.quantity == Q_(312, "TFLOP/s")
    total = A100
    total += Q_(1, "TFLOP/s")
    assert constants.A100_FLOPS_FP16_TENSOR.value == 312 and isinstance(total, Q_)
    with pytest.raises(TypeError):
        registry["A100_TDP"] = A100  # type: ignore[index]


def test_constants_survive_copies_and_pickles() -> None:
    for other in (copy.copy(A100), copy.deepcopy(A100), pickle.loads(pickle.dumps(A100))):
        assert isinstance(other, Constant)
        assert dataclasses.asdict(other) == dataclasses.asdict(A100)


def test_a_constant_displays_value_unit_and_source() -> None:
    IPython = pytest.importorskip("IPython")
    shown, _ = IPython.core.formatters.DisplayFormatter().format(A100)
    for text in (shown["text/plain"], shown["text/html"], repr(A100)):
        for part in ("A100_FLOPS_FP16_TENSOR", "312 TFLOP/s", "datasheet", "NVIDIA A100", "2021-06", "624"):
            assert part in text
    assert f'href="{A100.url}"' in shown["text/html"]


def test_display_escapes_what_it_shows() -> None:
    odd = Constant(
        "X", 1, "", "paper", "<script>alert(1)</script>", 'https://x.org/"><b>', "2024", "<i>", "g", "<u>"
    )
    assert not {"<script", "<b>", "<i>", "<u>"} & set(re.findall(r"<script|<b>|<i>|<u>", odd._repr_html_()))


def test_lookup_by_name() -> None:
    assert constants.get("A100_TDP") is constants.A100_TDP
    with pytest.raises(LookupError, match=re.escape("Did you mean 'GPT3_TRAINING_OPS'?")):
        constants.get("GPT3_TRAINNG_OPS")
    with pytest.raises(AttributeError, match=re.escape("Did you mean 'GPT3_TRAINING_OPS'?")):
        _ = constants.GPT3_TRAINNG_OPS
    assert "A100_TDP" in dir(constants)


def test_siblings_are_what_one_might_confuse() -> None:
    names = [one.name for one in siblings("A100_FLOPS_FP16_TENSOR")]
    assert names[0].startswith("A100_")
    assert {"A100_FLOPS_FP32", "A100_FLOPS_TF32", "A100_FLOPS_FP16_TENSOR_SPARSE"} < set(names)
    assert {"H100_FLOPS_FP16_TENSOR", "V100_FLOPS_FP16_TENSOR", "CPU_FLOPS_FP32"} < set(names)
    assert "A100_FLOPS_FP16_TENSOR" not in names and "A100_MEM_BW" not in names
    assert [one.name for one in siblings("GPT3_TRAINING_TOKENS")][0] == "GPT3_CORPUS_TOKENS"
    assert "MOBILENETV2_OPS" in [one.name for one in siblings("RESNET50_OPS")]
    assert "RESNET50_MACS" not in [one.name for one in siblings("RESNET50_OPS")], "the same amount of work"
    assert "BYTES_FP32" in [one.name for one in siblings("BYTES_FP16")]
    with pytest.raises(LookupError):
        siblings("A100")


def test_a_fact_from_a_secondary_page_says_that_it_is_unverified(capsys: pytest.CaptureFixture[str]) -> None:
    from mlsys_course.constants_data import GROUPS, SOURCES

    counted = constants.standing()
    with capsys.disabled():
        print(f"\nconstants: {counted}")
    assert sum(counted.values()) == len(registry) and 20 <= counted["unverified"] <= 30
    for group in GROUPS:
        for row in group.rows:
            one = registry[row.name]
            doubtful = SOURCES[row.source].secondary if row.kind in {"datasheet", "paper", "estimate"} else ""
            assert (one.unverified or "") == doubtful
            assert ("unverified" in repr(one)) == ("unverified" in one._repr_html_()) == bool(doubtful)
    for name in ("GTX580_TDP", "GPT4_TRAINING_GPU_DAYS", "WAYMO_DATA_PER_HOUR_HIGH", "GMAIL_EMAILS_PER_DAY"):
        assert registry[name].unverified, name
    for name in ("A100_TDP", "GPT3_PARAMS", "PHONE_RAM"):
        assert registry[name].unverified is None, name
