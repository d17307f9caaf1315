"""Numbers of the section on data, algorithm and machine."""

from autograder.scenarios import OneOf, Parameter, declare

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

declare(
    "samples_per_dollar",
    title="A GPU that is paid by the hour",
    parameters={
        "rate": Parameter("images that the GPU processes", "sample/second"),
        "price": Parameter("price of the GPU", "USD/hour"),
        "images": Parameter("images of the training set", "sample"),
        "epochs": Parameter("how many times each image is shown"),
    },
    book=(2500, "CLOUD_GPU_TRAINING_PER_HOUR", "IMAGENET_IMAGES", 90),
    vary=[
        OneOf("rate", (900, 1200, 1500, 1800, 2100, 2500, 3200, 4000)),
        OneOf("price", ("CLOUD_GPU_TRAINING_PER_HOUR", 1.5, 1.8, 2.2, 3, 5, 6, 8)),
        OneOf("images", ("IMAGENET_IMAGES", 4e5, 6e5, 9e5, 2.4e6, 5e6, 8e6)),
        OneOf("epochs", (30, 40, 50, 60, 75, 90, 120, 150)),
    ],
)

declare(
    "pipeline",
    title="Three stages that work at the same time",
    parameters={
        "storage": Parameter("rate of the storage", "sample/second"),
        "preprocessing": Parameter("rate of preprocessing", "sample/second"),
        "gpu": Parameter("rate of the GPU", "sample/second"),
        "factor": Parameter("how many times as fast the GPU becomes"),
    },
    book=(1800, 2200, 2500, 4),
    vary=[
        OneOf("storage", (900, 1100, 1300, 1500, 1800, 2000, 2400, 2800, 3100)),
        OneOf("preprocessing", (1000, 1250, 1400, 1700, 1900, 2200, 2600, 3000, 3400)),
        OneOf("gpu", (1600, 2100, 2300, 2500, 2900, 3300, 3700)),
        OneOf("factor", (2, 2.5, 3, 4, 5)),
    ],
    # The GPU is the fastest stage already, so that making it faster changes nothing.
    require=lambda storage, preprocessing, gpu: storage < preprocessing < gpu,
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
