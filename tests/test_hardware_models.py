"""Devices and models: typed records, found by name."""

from __future__ import annotations

import dataclasses

import pytest

from mlsys_course import constants, hardware, models
from mlsys_course.constants import Constant
from mlsys_course.units import Q_

# What each field of a record must be able to convert into.
FIELDS = {
    "peak_fp32": "FLOP/s",
    "peak_tf32": "FLOP/s",
    "peak_fp16": "FLOP/s",
    "peak_fp8": "FLOP/s",
    "peak_int8": "FLOP/s",
    "peak_fp16_sparse": "FLOP/s",
    "peak_int8_sparse": "FLOP/s",
    "memory_bandwidth": "byte/s",
    "memory": "byte",
    "flash": "byte",
    "tdp": "watt",
    "interconnect": "byte/s",
    "parameters": "parameter",
    "active_parameters": "parameter",
    "ops": "FLOP",
    "macs": "MAC",
    "training_ops": "FLOP",
    "training_tokens": "token",
    "training_days": "day",
    "layers": "",
    "hidden_dim": "",
    "heads": "",
    "context": "token",
    "embedding_entries": "",
    "embedding_dim": "parameter",
}
RECORDS = [*hardware.devices, *models.models]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_the_fields_of_a_record_are_constants_of_the_right_kind(record: constants.Record) -> None:
    known = record.constants()
    assert known, "a record without a single sourced number says nothing"
    for field, constant in known.items():
        assert isinstance(constant, Constant)
        assert constant.quantity.is_compatible_with(FIELDS[field] or "dimensionless"), field
    shown = record._repr_html_()
    assert all(
        str(one) in shown and one.reference.split(",")[0].split("&")[0] in shown for one in known.values()
    )
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize("record", hardware.devices, ids=lambda record: record.name)
def test_every_device_is_found_by_all_its_names(record: hardware.Device) -> None:
    for name in (record.name, *record.aliases, record.name.upper(), record.name.replace(" ", "-")):
        assert hardware.find(name) is record


@pytest.mark.parametrize("record", models.models, ids=lambda record: record.name)
def test_every_model_is_found_by_all_its_names(record: models.Model) -> None:
    for name in (record.name, *record.aliases, record.name.lower(), record.name.replace("-", " ")):
        assert models.find(name) is record


@pytest.mark.parametrize(
    ("device", "peak", "bandwidth", "memory", "tdp"),
    [
        ("A100", "312 TFLOP/s", "2039 GB/s", "80 GiB", "400 W"),
        ("H100", "989 TFLOP/s", "3.35 TB/s", "80 GiB", "700 W"),
        ("B200", "2250 TFLOP/s", "8 TB/s", "180 GB", "1000 W"),
        ("V100", "125 TFLOP/s", "900 GB/s", "32 GiB", "300 W"),
        ("TPU v3", "123 TFLOP/s", "900 GB/s", "32 GiB", "450 W"),
        ("GTX 580", "1.58 TFLOP/s", "192.4 GB/s", "3 GiB", "244 W"),
    ],
)
def test_the_numbers_of_the_devices(device: str, peak: str, bandwidth: str, memory: str, tdp: str) -> None:
    found = hardware.find(device)
    assert found.peak == Q_(peak)
    assert found.memory_bandwidth == Q_(bandwidth)
    assert found.memory == Q_(memory)
    assert found.tdp == Q_(tdp)


def test_the_peak_of_a_device_is_dense_where_a_dense_one_is_known() -> None:
    for device in hardware.devices:
        if any(field.startswith("peak") for field in device.constants()):
            dense = {one for one in device.constants() if one.startswith("peak") and "sparse" not in one}
            assert not dense or not device.peak.name.endswith("_SPARSE")
    with pytest.raises(LookupError, match="Arduino Uno"):
        _ = hardware.find("Arduino Uno").peak


def test_devices_use_their_own_constants() -> None:
    assert hardware.find("A100").memory is constants.A100_MEM_CAPACITY
    assert hardware.find("A100 40GB").memory is constants.A100_40GB_MEM_CAPACITY
    assert hardware.find("a100").peak_fp32 is constants.A100_FLOPS_FP32
    assert hardware.find("CPU").peak_fp16 is None


def test_models_use_their_own_constants() -> None:
    assert models.find("GPT-3").training_ops is constants.GPT3_TRAINING_OPS
    assert models.find("resnet 50").ops == Q_(8.2e9, "FLOP")
    assert models.find("Mixtral").active_parameters == Q_(13e9, "parameter")
    assert models.find("AlexNet").macs is None


def test_the_lighthouse_models_isolate_five_bottlenecks() -> None:
    bottlenecks = {model.name: model.bottleneck for model in models.lighthouse()}
    assert bottlenecks == {
        "ResNet-50": "compute throughput",
        "GPT-2": "memory bandwidth",
        "DLRM": "memory capacity",
        "MobileNetV2": "latency and power",
        "Keyword Spotting": "power envelope",
    }


@pytest.mark.parametrize(
    ("find", "typo", "meant"),
    [
        (hardware.find, "A10O", "A100"),
        (hardware.find, "H10", "H100"),
        (hardware.find, "jetson orinn nx", "Jetson Orin NX"),
        (models.find, "GTP-3", "GPT-3"),
        (models.find, "RestNet-50", "ResNet-50"),
    ],
)
def test_a_typo_is_answered_with_the_name_meant(find: object, typo: str, meant: str) -> None:
    with pytest.raises(LookupError, match=f"Did you mean '{meant}'"):
        find(typo)  # type: ignore[operator]


def test_an_unknown_name_is_answered_with_all_names() -> None:
    with pytest.raises(LookupError, match="Known are: .*A100"):
        hardware.find("zzzz")


def test_a_prefix_without_constants_makes_no_empty_record() -> None:
    with pytest.raises(LookupError, match="device A100: there is no constant A10O_FLOPS.*mean 'A100'"):
        hardware._device("A100", "A10O", "cloud")
    with pytest.raises(LookupError, match="model GPT-3: there is no constant GTP3_PARAMS.*mean 'GPT3'"):
        models._model("GPT-3", "GTP3")
    with pytest.raises(LookupError, match="no constant 'NVLINK_A10O_BW'.*mean 'NVLINK_A100_BW'"):
        hardware._device("A100", "A100", "cloud", interconnect="NVLINK_A10O_BW")
