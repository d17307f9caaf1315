"""Numbers of the section on data, algorithm and machine."""

from autograder.scenarios import OneOf, Parameter, Together, declare

declare(
    "cost_scaling",
    title="A training run that grows",
    parameters={
        "model": Parameter("factor by which the model grows"),
        "dataset": Parameter("factor by which the dataset grows"),
        "hardware": Parameter("factor by which the hardware's efficiency grows"),
        "efficiency_gain": Parameter("a later gain in the hardware's efficiency", "percent"),
        "model_growth": Parameter("a later growth of the model", "percent"),
    },
    book=(2, 3, 1.5, 32, 10),
    vary=[
        OneOf("model", (1.5, 2, 2.5, 3, 4, 5, 8)),
        OneOf("dataset", (1.2, 1.6, 2, 3, 5, 6, 7, 10)),
        OneOf("hardware", (1.25, 1.4, 1.5, 1.8, 2.2, 2.4)),
        OneOf("efficiency_gain", (32, 35, 38, 42, 45, 50, 55, 60, 65, 75, 80, 90)),
        OneOf("model_growth", (8, 10, 12, 15, 18, 20, 25)),
    ],
)

# Memory and its bandwidth, of devices that are rented by the hour.
_RENTED = (
    ("A100_40GB_MEM_CAPACITY", "A100_40GB_MEM_BW"),
    ("V100_MEM_CAPACITY", "V100_MEM_BW"),
    ("T4_MEM_CAPACITY", "T4_MEM_BW"),
    ("TPUV4_MEM_CAPACITY", "TPUV4_MEM_BW"),
    ("TPUV5E_MEM_CAPACITY", "TPUV5E_MEM_BW"),
)

declare(
    "text_service",
    title="A language model on one GPU, and the keys and values it keeps for every token",
    parameters={
        "parameters": Parameter("parameters of the model", "parameter"),
        "bytes_per_parameter": Parameter("size of a parameter", "byte/parameter"),
        "kept": Parameter("numbers kept for each layer, column and token: a key and a value", "1/token"),
        "layers": Parameter("layers of the model"),
        "width": Parameter("width of the model: columns of each layer"),
        "bytes_per_number": Parameter("size of a kept number", "byte"),
        "context": Parameter("tokens of a sequence (an assumption)", "token"),
        "made": Parameter("tokens that a step makes for each sequence", "token"),
        "memory": Parameter("memory of the GPU", "GiB"),
        "bandwidth": Parameter("bandwidth of that memory", "GB/s"),
        "price": Parameter("price of the GPU (an assumption)", "USD/hour"),
    },
    book=(
        "GPT2_PARAMS",
        "BYTES_FP16",
        2,
        "GPT2_LAYERS",
        "GPT2_HIDDEN_DIM",
        2,
        1024,
        1,
        "T4_MEM_CAPACITY",
        "T4_MEM_BW",
        0.6,
    ),
    vary=[
        OneOf("bytes_per_parameter", ("BYTES_FP32", "BYTES_FP16")),
        OneOf("context", (200, 256, 300, 400, 512, 600, 700, 768, 900, 1024)),
        Together(("memory", "bandwidth"), _RENTED),
        OneOf("price", ("CLOUD_GPU_TRAINING_PER_HOUR", 0.6, 0.8, 1.2, 1.5, 1.8, 2.2, 3, 5)),
    ],
)

declare(
    "protein_database",
    title="Every known protein, folded and handed out",
    parameters={
        "predictions": Parameter("structures to predict", "sample"),
        "prediction_time": Parameter("time that one GPU takes for a structure", "minute/sample"),
        "gpus": Parameter("number of GPUs that work on it (an assumption)"),
        "gpu_price": Parameter("price of one GPU (an assumption)", "USD/hour"),
        "file": Parameter("size of a predicted structure (an assumption)", "KB/sample"),
        "copies": Parameter("copies of the whole database that leave the cloud (an assumption)"),
        "transfer_price": Parameter("price of data that leave the cloud", "USD/GB"),
    },
    book=(
        "ALPHAFOLD_PREDICTIONS",
        1.1,
        "ALPHAFOLD_GPUS",
        "CLOUD_GPU_INFERENCE_PER_HOUR",
        "ALPHAFOLD_FILE",
        400,
        "CLOUD_EGRESS_PER_GB",
    ),
    vary=[
        OneOf("predictions", ("ALPHAFOLD_PREDICTIONS", 3.5e5, 2e7, 5e7, 9e7, 1.4e8, 2.6e8)),
        OneOf("prediction_time", (0.6, 0.8, 1.1, 1.4, 1.7, 2.3)),
        OneOf("gpus", (200, 300, 500, 800, "ALPHAFOLD_GPUS", 1500)),
        OneOf("gpu_price", ("CLOUD_GPU_INFERENCE_PER_HOUR", 1.2, 1.5, 2, 3)),
        OneOf("file", (60, 80, "ALPHAFOLD_FILE", 120, 150, 240)),
        OneOf("copies", (400, 600, 900, 1200, 1600, 2500)),
        OneOf("transfer_price", ("CLOUD_EGRESS_PER_GB", 0.05, 0.07, 0.08, 0.12)),
    ],
)

declare(
    "depot",
    title="A depot that empties self-driving cars at night",
    parameters={
        "rate": Parameter("rate at which the sensors of a car record", "TB/hour"),
        "shift": Parameter("time a car is on the road in a day (an assumption)", "hour"),
        "kept": Parameter("share of the recordings that is sent (an assumption)", "percent"),
        "disks": Parameter("rate at which the depot reads the cars' disks (an assumption)", "GB/s"),
        "link": Parameter("rate of the depot's link, as it was (an assumption)", "Gbit/s"),
        "ingest": Parameter("rate at which the data centre takes data in (an assumption)", "GB/s"),
        "factor": Parameter("how many times as fast the link becomes"),
        "night": Parameter("time that the cars stand in the depot (an assumption)", "hour"),
    },
    book=("WAYMO_DATA_PER_HOUR_HIGH", "VEHICLE_SHIFT", 5, 8, 25, 20, 4, "OVERNIGHT"),
    vary=[
        OneOf("rate", ("WAYMO_DATA_PER_HOUR_HIGH", 2.1, 3.3, 4.7, 7.3, 11, 13)),
        OneOf("shift", ("VEHICLE_SHIFT", 6, 7, 9, 9.5)),
        OneOf("kept", (1.3, 1.7, 2.3, 2.9, 3.7, 5)),
        OneOf("disks", (4, 5, 6, 8, 9, 11, 13)),
        OneOf("link", (10, 16, 20, 25, 32, 40)),
        OneOf("ingest", (12, 16, 20, 24)),
        OneOf("factor", (3, 4, 5, 8)),
        OneOf("night", (7, 8, 9, "OVERNIGHT", 11)),
    ],
    # The link is the slowest part before, and the disks are it after.
    require=lambda rate, shift, kept, disks, link, ingest, factor, night: (
        link / 8 < 0.7 * disks
        and disks < 0.8 * link / 8 * factor
        and disks < 0.8 * ingest
        and 20 < disks * 3.6 * night / (rate * shift * kept / 100) < 400
    ),
)

declare(
    "training_feed",
    title="A training run whose images come from storage",
    parameters={
        "storage": Parameter("bandwidth of the storage", "MB/second"),
        "image_size": Parameter("size of an image", "kB/sample"),
        "gpu": Parameter("images that the GPU could take", "sample/second"),
        "images": Parameter("images of the training set", "sample"),
        "epochs": Parameter("how many times each image is shown"),
        "price": Parameter("price of the GPU", "USD/hour"),
    },
    book=(150, 110, 2500, "IMAGENET_IMAGES", 90, "CLOUD_GPU_TRAINING_PER_HOUR"),
    vary=[
        OneOf("storage", (60, 75, 90, 105, 120, 150, 180, 210, 240)),
        OneOf("image_size", (70, 80, 95, 110, 125, 140, 160)),
        OneOf("gpu", (1600, 2000, 2200, 2500, 3000, 3600)),
        OneOf("images", ("IMAGENET_IMAGES", 4e5, 6e5, 9e5, 2.4e6, 5e6)),
        OneOf("epochs", (30, 40, 50, 60, 75, 90, 120)),
        OneOf("price", ("CLOUD_GPU_TRAINING_PER_HOUR", 1.5, 1.8, 2.2, 3, 5)),
    ],
    # Storage holds the GPU up, and neither of the two times is small beside the other.
    require=lambda storage, image_size, gpu: 0.15 < storage * 1000 / image_size / gpu < 0.85,
)

declare(
    "feeding_a_gpu",
    title="A GPU and the storage that feeds it",
    parameters={
        "storage": Parameter("bandwidth of the storage", "MB/second"),
        "image_size": Parameter("size of an image", "kB/sample"),
        "gpu": Parameter("images that the GPU could take", "sample/second"),
    },
    book=(150, 110, 2500),
    vary=[
        OneOf("storage", (60, 75, 90, 105, 120, 150, 180, 210, 240)),
        OneOf("image_size", (70, 80, 95, 110, 125, 140, 160)),
        OneOf("gpu", (1600, 2000, 2200, 2500, 3000, 3600)),
    ],
    require=lambda storage, image_size, gpu: 0.1 < storage * 1000 / image_size / gpu < 0.9,
)

declare(
    "weights_on_gpus",
    title="The weights of a large model on GPUs",
    parameters={
        "parameters": Parameter("parameters of the model", "parameter"),
        "bytes_per_parameter": Parameter("size of a parameter", "byte/parameter"),
        "memory": Parameter("memory of one GPU", "GiB"),
    },
    book=("GPT3_PARAMS", "BYTES_FP16", 80),
    vary=[
        OneOf("parameters", ("GPT3_PARAMS", 2.5e11, 3.4e11, 4.05e11, 5.3e11, 6.7e11, 1e12, 1.5e12, 1.8e12)),
        OneOf("bytes_per_parameter", ("BYTES_FP16", "BYTES_FP32", "BYTES_INT8")),
        OneOf("memory", (16, 24, 32, 40, 48, 64, 80, 96, 141, 180, 192)),
    ],
)

declare(
    "slow_storage",
    title="A line whose storage is the slowest stage",
    parameters={
        "storage": Parameter("images that storage delivers", "sample/second"),
        "preprocessing": Parameter("images that preprocessing could take", "sample/second"),
        "gpu": Parameter("images that the GPU could take", "sample/second"),
    },
    book=(1500, 2100, 3000),
    vary=[
        OneOf("storage", (900, 1100, 1200, 1300, 1500, 1600, 1800)),
        OneOf("preprocessing", (2000, 2100, 2400, 2700, 2900, 3400, 3900, 4400)),
        OneOf("gpu", (2200, 2500, 2600, 3000, 3300, 3700, 4200, 5000)),
    ],
    require=lambda storage, preprocessing, gpu: (
        storage * 1.2 < min(preprocessing, gpu) and abs(preprocessing - gpu) > 0.08 * gpu
    ),
)

declare(
    "next_budget",
    title="A project that goes on with better hardware and more money",
    parameters={
        "hardware": Parameter("factor by which the hardware's operations per dollar grow"),
        "budget": Parameter("factor by which the budget grows"),
    },
    book=(5, 3),
    vary=[
        OneOf("hardware", (1.4, 1.6, 1.8, 2.2, 2.5, 2.8, 3, 3.5, 4.5, 5, 5.5, 6, 7, 8, 9, 12)),
        OneOf("budget", (1.2, 1.3, 1.5, 1.7, 1.9, 2.1, 2.4, 2.6, 3, 3.2, 3.6, 4.2, 4.8, 5.2, 6.5, 7.5)),
    ],
)


def _ordered(*rates: float) -> list[int] | None:
    """Return the order of the stages from the slowest on, or None where two are nearly as fast."""
    order = sorted(range(len(rates)), key=rates.__getitem__)
    near = any(rates[b] < 1.12 * rates[a] for a, b in zip(order, order[1:], strict=False))
    return None if near else order


def _stages_differ(
    disk: float, link: float, image_size: float, cores: int, decoded: float, gpu: float
) -> bool:
    """Say whether the order of the stages is plain, and another one for whoever takes bits for bytes."""
    by_disk, by_link = 1e6 * disk / image_size, 1e6 * link / 8 / image_size
    right = _ordered(by_disk, by_link, cores * decoded, gpu)
    bits = _ordered(by_disk, 8 * by_link, cores * decoded, gpu)
    alone = _ordered(by_disk, by_link, decoded, gpu)
    return (
        None not in (right, bits, alone) and right != bits and right != alone and bits != alone
        and right[::-1] not in (bits, alone)  # type: ignore[index]
        and max(by_disk, by_link, cores * decoded, gpu) < 12 * min(by_disk, by_link, cores * decoded, gpu)
    )  # fmt: skip


declare(
    "line_of_stages",
    title="A training machine, from the disk to the GPU",
    parameters={
        "disk": Parameter("rate at which the disk is read (an assumption)", "GB/s"),
        "link": Parameter("rate of the network (an assumption)", "Gbit/s"),
        "image_size": Parameter("size of an image", "kB/sample"),
        "cores": Parameter("cores that decode images"),
        "decoded": Parameter("images that one core decodes (an assumption)", "sample/second"),
        "gpu": Parameter("images that the GPU could take", "sample/second"),
    },
    book=(0.6, 2.5, 110, 24, 150, 2000),
    vary=[
        OneOf("disk", (0.2, 0.3, 0.4, 0.5, 0.6, 0.9, 1.2, 1.8)),
        OneOf("link", (1, 2, 2.5, 3, 4, 5, 8, 10)),
        OneOf("image_size", (70, 90, 110, 130, 160)),
        OneOf("cores", (6, 8, 12, 16, 24, 32)),
        OneOf("decoded", (90, 120, 150, 180, 220)),
        OneOf("gpu", (1500, 2000, 2500, 3000, 4000, 5200)),
    ],
    require=_stages_differ,
)

declare(
    "three_stages",
    title="Three stages that work at the same time",
    parameters={
        "storage": Parameter("images that storage could deliver", "sample/second"),
        "preprocessing": Parameter("images that preprocessing could take", "sample/second"),
        "gpu": Parameter("images that the GPU could take", "sample/second"),
    },
    book=(1500, 2000, 2500),
    vary=[
        OneOf("storage", (900, 1200, 1500, 1800, 2100, 2600, 3200, 3900)),
        OneOf("preprocessing", (1000, 1400, 1600, 2000, 2300, 2800, 3400)),
        OneOf("gpu", (1100, 1700, 1900, 2500, 2700, 3100, 3600, 4300)),
    ],
    require=lambda storage, preprocessing, gpu: _ordered(storage, preprocessing, gpu) is not None,
)
