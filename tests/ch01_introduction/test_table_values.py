"""The tables hold the chapter's data, and repeat no constant."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

from mlsys_course import constants, data, hardware, models

SHAPES = {
    "ai_timeline": 70,
    "ai_winters": 2,
    "ai_milestones": 10,
    "algorithmic_efficiency": 10,
    "training_compute": 15,
    "lighthouse_models": 5,
    "accelerators": len(hardware.devices),
    "deployment_tiers": 5,
    "performance_by_era": 5,
    "software_1_vs_2": 5,
}


def test_importing_the_tables_reads_none() -> None:
    code = "import sys, mlsys_course.data as d; d.tables(); assert 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", SHAPES)
def test_a_table_has_all_its_rows(name: str) -> None:
    assert len(getattr(data, name)()) == SHAPES[name]


def test_every_table_is_counted() -> None:
    assert {name for name, owner in data.where().items() if owner == "ch01_introduction"} == set(SHAPES)


def test_the_timeline_is_the_figures() -> None:
    df = data.ai_timeline().set_index("year")
    assert list(df.index) == list(range(1950, 2020))
    share = df["mention_share"]
    assert share[1950] == 6.281e-7 and share[1988] == 2.623321e-4 and share[2019] == 2.328642e-4
    assert share.sum() == pytest.approx(0.0058298741, rel=1e-9)
    assert df.index[df["winter"] == "first"].tolist() == list(range(1974, 1981))
    assert df.index[df["winter"] == "second"].tolist() == list(range(1987, 1994))


def test_the_other_figures_points() -> None:
    efficiency = data.algorithmic_efficiency().set_index("model")
    assert efficiency.loc["VGG-11"].tolist() == [2014.7, 0.8]
    assert efficiency["efficiency_factor"].sum() == pytest.approx(127.2)
    compute = data.training_compute().set_index("model")
    assert compute.loc["PaLM", "training_flop"] == 2.5e24
    assert compute["training_flop"].sum() == pytest.approx(8.1465e25, rel=1e-3)


def test_what_a_figure_and_a_constant_both_hold_agrees() -> None:
    compute = data.training_compute().set_index("model")["training_flop"]
    for model, name in (("AlexNet", "ALEXNET_TRAINING_OPS"), ("GPT-4", "GPT4_TRAINING_OPS")):
        assert compute[model] == constants.get(name).quantity.to("FLOP").magnitude
    gain = data.algorithmic_efficiency()["efficiency_factor"].max()
    assert gain == constants.get("ALGORITHMIC_EFFICIENCY_GAIN").value
    days = data.performance_by_era().set_index("start_year")["device_days"]
    assert days[2023] == constants.get("GPT4_TRAINING_GPU_DAYS").value
    assert days[2012] == constants.get("ALEXNET_GPUS").value * constants.get("ALEXNET_TRAINING_DAYS").value


def test_lighthouse_models_come_from_the_models() -> None:
    df = data.lighthouse_models().set_index("model")
    assert list(df.index) == [model.name for model in models.lighthouse()]
    assert df.loc["ResNet-50", "flop_per_input"] == 8.2e9, "1 MAC = 2 FLOP"
    assert df.loc["GPT-2", "flop_per_input"] == 2 * df.loc["GPT-2", "parameters"]
    assert df.loc["DLRM", "parameters"] == 25e9 * 128
    assert pd.isna(df.loc["DLRM", "flop_per_input"])
    assert (df["weight_bytes_fp16"] == 2 * df["parameters"]).all()
    assert df["bottleneck"].is_unique


def test_accelerators_come_from_the_devices() -> None:
    df = data.accelerators().set_index("device")
    a100 = df.loc["A100"]
    assert a100["peak_fp16_flop_per_second"] == 312e12 and a100["memory_bandwidth_byte_per_second"] == 2039e9
    assert a100["memory_byte"] == 80 * 2**30 and a100["power_watt"] == 400
    assert df.loc["B200", "peak_fp16_flop_per_second"] == 2250e12, "dense, not sparse"


def test_ranges_are_the_right_way_round() -> None:
    tiers = data.deployment_tiers()
    for what in ("power_{}_watt", "memory_{}_byte", "latency_{}_second"):
        both = tiers[[what.format("low"), what.format("high")]].dropna()
        assert (both[what.format("low")] <= both[what.format("high")]).all() and len(both) > 0
    eras = data.performance_by_era()
    assert (eras["printed_low"] <= eras["printed_high"]).all()
    assert set(eras["erratum"]) - {""} <= set(data.errata()["id"])
