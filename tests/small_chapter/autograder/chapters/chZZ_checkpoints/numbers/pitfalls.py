"""Numbers of the section on pitfalls."""

from autograder.scenarios import OneOf, Parameter, declare

declare(
    "saved_state",
    title="What is saved of a training run",
    parameters={
        "weights": Parameter("parameters of the model", "parameter"),
        "state": Parameter("bytes saved for each parameter", "byte/parameter"),
        "bandwidth": Parameter("bandwidth of the storage", "GB/s"),
    },
    book=(405e9, 14, 100),
    vary=[
        OneOf("weights", (7e9, 8e9, 13e9, 34e9, 70e9, 132e9, 175e9, 236e9, 314e9, 405e9, 540e9, 671e9)),
        OneOf("state", (10, 12, 14, 16)),
        OneOf("bandwidth", (3, 7, 15, 25, 40, 75, 100, 180, 220, 350)),
    ],
)

declare(
    "failing_cluster",
    title="A training run on a cluster that fails",
    parameters={
        "gpus": Parameter("number of GPUs"),
        "gpu_mtbf": Parameter("time between failures of one GPU", "hour"),
        "write": Parameter("time to write a checkpoint", "second"),
        "interval": Parameter("time from checkpoint to checkpoint", "minute"),
        "duration": Parameter("duration of the run", "day"),
    },
    book=(16384, 50000, 57, 45, 54),
    vary=[
        OneOf("gpus", (6144, 7168, 8192, 9216, 10240, 12288, 14336, 16384, 20480, 24576)),
        OneOf("gpu_mtbf", (25000, 28000, 32000, 36000, 40000, 45000, 50000)),
        OneOf("write", (57, 80, 110, 150, 190, 240)),
        OneOf("interval", (30, 45, 50, 55, 70, 80, 100)),
        OneOf("duration", (17, 25, 33, 54, 75)),
    ],
)
