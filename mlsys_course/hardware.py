"""Devices: typed records of constants, found by name.

>>> from mlsys_course import hardware
>>> print(hardware.find("a100").memory_bandwidth)
2,039 GB/s
>>> hardware.find("A10O")
Traceback (most recent call last):
...
LookupError: There is no device 'A10O'. Did you mean 'A100'?
"""

from __future__ import annotations

from dataclasses import dataclass

from mlsys_course.constants import Constant, Record, collect, find_record

__all__ = ["Device", "devices", "find"]


@dataclass(frozen=True, repr=False)
class Device(Record):
    """An accelerator, a phone's processor or a microcontroller; `None` where no source is known.

    Parameters
    ----------
    tier : str
        Where it runs: "cloud", "desktop", "edge", "mobile" or "tiny".
    peak_fp32, peak_tf32, peak_fp16, peak_fp8, peak_int8 : Constant or None
        Dense peak rates of operations; `peak_fp16` is that of the tensor or matrix units, FP16 or BF16.
    peak_fp16_sparse, peak_int8_sparse : Constant or None
        Peaks that hold only with structured sparsity.
    memory_bandwidth : Constant or None
        Bandwidth of the main memory.
    memory : Constant or None
        Size of the main memory.
    flash : Constant or None
        Size of the flash memory.
    tdp : Constant or None
        Power limit.
    interconnect : Constant or None
        Bandwidth to its neighbours.
    """

    tier: str
    peak_fp32: Constant | None = None
    peak_tf32: Constant | None = None
    peak_fp16: Constant | None = None
    peak_fp8: Constant | None = None
    peak_int8: Constant | None = None
    peak_fp16_sparse: Constant | None = None
    peak_int8_sparse: Constant | None = None
    memory_bandwidth: Constant | None = None
    memory: Constant | None = None
    flash: Constant | None = None
    tdp: Constant | None = None
    interconnect: Constant | None = None

    @property
    def peak(self) -> Constant:
        """The peak it is usually quoted with: dense FP16, else INT8, else FP32, else sparse INT8."""
        for one in (self.peak_fp16, self.peak_int8, self.peak_fp32, self.peak_int8_sparse):
            if one is not None:
                return one
        raise LookupError(f"No source for the peak throughput of the {self.name} is known here.")


_PARTS = {
    "peak_fp32": ("FLOPS_FP32",),
    "peak_tf32": ("FLOPS_TF32",),
    "peak_fp16": ("FLOPS_FP16_TENSOR", "FLOPS_BF16", "FLOPS_FP16"),
    "peak_fp8": ("FLOPS_FP8_TENSOR",),
    "peak_int8": ("FLOPS_INT8", "OPS_INT8"),
    "peak_fp16_sparse": ("FLOPS_FP16_TENSOR_SPARSE",),
    "peak_int8_sparse": ("OPS_INT8_SPARSE",),
    "memory_bandwidth": ("MEM_BW",),
    "memory": ("MEM_CAPACITY", "RAM"),
    "flash": ("FLASH",),
    "tdp": ("TDP",),
}


def _device(name: str, prefix: str, tier: str, *aliases: str, **renamed: str) -> Device:
    """Make one device of the constants with its prefix, and of renamed ones."""
    return Device(name, aliases, tier, **collect(f"device {name}", prefix, _PARTS, renamed))


devices: tuple[Device, ...] = (
    _device("GTX 580", "GTX580", "desktop", "GeForce GTX 580"),
    _device("K80", "K80", "cloud", "Tesla K80", "NVIDIA K80"),
    _device("P100", "P100", "cloud", "Tesla P100", "NVIDIA P100"),
    _device("V100", "V100", "cloud", "Tesla V100", "NVIDIA V100", interconnect="NVLINK_V100_BW"),
    _device("T4", "T4", "cloud", "Tesla T4", "NVIDIA T4"),
    _device("A100", "A100", "cloud", "NVIDIA A100", "A100 80GB", interconnect="NVLINK_A100_BW"),
    _device(
        "A100 40GB",
        "A100",
        "cloud",
        memory="A100_40GB_MEM_CAPACITY",
        memory_bandwidth="A100_40GB_MEM_BW",
        interconnect="NVLINK_A100_BW",
    ),
    _device("H100", "H100", "cloud", "NVIDIA H100", "H100 SXM", interconnect="NVLINK_H100_BW"),
    _device("H200", "H200", "cloud", "NVIDIA H200", interconnect="NVLINK_H100_BW"),
    _device("B200", "B200", "cloud", "NVIDIA B200", "Blackwell", interconnect="NVLINK_B200_BW"),
    _device("MI300X", "MI300X", "cloud", "AMD MI300X", "Instinct MI300X"),
    _device("TPU v1", "TPUV1", "cloud"),
    _device("TPU v2", "TPUV2", "cloud"),
    _device("TPU v3", "TPUV3", "cloud"),
    _device("TPU v4", "TPUV4", "cloud"),
    _device("TPU v5e", "TPUV5E", "cloud"),
    _device("TPU v5p", "TPUV5P", "cloud"),
    _device("WSE-3", "WSE3", "cloud", "Cerebras WSE-3", "Cerebras"),
    _device("CPU", "CPU", "desktop", "reference CPU", "desktop CPU", memory_bandwidth="SYSTEM_MEMORY_BW"),
    _device("Jetson AGX Orin", "ORIN_AGX", "edge", "AGX Orin", "Jetson Orin"),
    _device("Jetson Orin NX", "ORIN_NX", "edge", "Orin NX"),
    _device("Coral Edge TPU", "CORAL", "edge", "Coral", "Edge TPU"),
    _device("iPhone 15 Pro", "IPHONE15PRO", "mobile", "A17 Pro"),
    _device("STM32F4", "STM32F4", "tiny", "STM32F407", "STM32"),
    _device("nRF52840", "NRF52840", "tiny", "Nano 33 BLE", "Arduino Nano 33 BLE"),
    _device("ESP32", "ESP32", "tiny"),
    _device("ESP32-S3", "ESP32S3", "tiny"),
    _device("Arduino Uno", "ARDUINO_UNO", "tiny", "Uno", "ATmega328P"),
)
"""All devices, from the oldest GPU to the smallest microcontroller."""


def find(name: str) -> Device:
    """Find a device by its name.

    Parameters
    ----------
    name : str
        Name or a synonym; case, blanks and dashes do not matter.

    Returns
    -------
    Device

    Raises
    ------
    LookupError
        If there is no such device; the message names the closest one.

    Examples
    --------
    >>> find("tpuv3").peak_fp16.name
    'TPUV3_FLOPS_BF16'
    >>> print(find("NVIDIA A100").peak)
    312 TFLOP/s
    """
    return find_record(name, devices, "device")
