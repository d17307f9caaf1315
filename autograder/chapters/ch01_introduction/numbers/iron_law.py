"""Numbers of the section on the Iron Law."""

from autograder.scenarios import OneOf, Parameter, Together, declare

# Work of published or plausible training runs, in FLOP.
_RUNS = ("GPT3_TRAINING_OPS", 1e23, 2e23, 5e23, 8e23, 1.2e24, 2.5e24)

# Accelerators by dense FP16 rate and the price per hour at which clouds rent out such a device (round
# figures).
_DEVICES = (
    ("A100_FLOPS_FP16_TENSOR", 4.0),
    ("A100_FLOPS_FP16_TENSOR", 3.0),
    ("H100_FLOPS_FP16_TENSOR", 6.0),
    ("H100_FLOPS_FP16_TENSOR", 8.0),
    ("B200_FLOPS_FP16_TENSOR", 12.0),
)

declare(
    "iron_law",
    title="A training run on a cluster of GPUs",
    parameters={
        "training_ops": Parameter("work of the whole training run", "FLOP"),
        "gpus": Parameter("number of GPUs"),
        "peak": Parameter("peak rate of one GPU, dense FP16", "TFLOP/s"),
        "efficiency": Parameter("share of the peak that is reached"),
        "better_efficiency": Parameter("share of the peak after tuning"),
        "price": Parameter("price of one GPU", "USD/hour"),
        "deadline": Parameter("time within which the run must end", "day"),
    },
    book=(
        "GPT3_TRAINING_OPS",
        1024,
        "A100_FLOPS_FP16_TENSOR",
        0.45,
        0.6,
        "CLOUD_GPU_TRAINING_PER_HOUR",
        10,
    ),
    vary=[
        OneOf("training_ops", _RUNS),
        OneOf("gpus", (256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096)),
        Together(("peak", "price"), _DEVICES),
        OneOf("efficiency", (0.3, 0.33, 0.35, 0.38, 0.4, 0.42, 0.45)),
        OneOf("better_efficiency", (0.5, 0.55, 0.58, 0.6, 0.62)),
        OneOf("deadline", (5, 7, 10, 12, 14, 21, 28)),
    ],
)

declare(
    "iron_law_terms",
    title="One step of a model: bytes to move, operations to do, and an overhead",
    parameters={
        "data": Parameter("data to move", "GB"),
        "bandwidth": Parameter("memory bandwidth", "TB/s"),
        "ops": Parameter("operations to do", "GFLOP"),
        "peak": Parameter("peak rate", "TFLOP/s"),
        "efficiency": Parameter("share of the peak that is reached"),
        "overhead": Parameter("overhead", "millisecond"),
        "faster": Parameter("factor by which the next device's peak is higher"),
    },
    book=(4, 2, 1200, 400, 0.4, 1, 2),
    vary=[
        OneOf("data", (2, 3, 4, 5, 6, 8, 12, 16)),
        OneOf("bandwidth", (0.9, 1.5, 2, 3, 3.5, 5)),
        OneOf("ops", (250, 300, 400, 600, 900, 1200, 1500, 2000)),
        OneOf("peak", (125, 200, 300, 400, 600, 900)),
        OneOf("efficiency", (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)),
        OneOf("overhead", (0.5, 0.8, 1, 1.5, 2, 3)),
        OneOf("faster", (2, 2.5, 3, 4)),
    ],
)

_RUN = {
    "parameters": Parameter("parameters of the model", "parameter"),
    "tokens": Parameter("tokens trained on", "token"),
    "corpus": Parameter("tokens in the corpus", "token"),
    "coefficient": Parameter("work per parameter and token, forward and backward", "FLOP/parameter/token"),
    "recomputing": Parameter("work per parameter and token with recomputation", "FLOP/parameter/token"),
    "gpus": Parameter("number of GPUs"),
    "peak": Parameter("peak rate of one GPU, dense FP16", "TFLOP/s"),
    "utilisation": Parameter("hardware utilisation: share of the peak, recomputation included"),
}
_BOOK_RUN = (
    "GPT3_PARAMS",
    "GPT3_TRAINING_TOKENS",
    "GPT3_CORPUS_TOKENS",
    "TRAINING_OPS_PER_PARAM_TOKEN",
    "RECOMPUTE_OPS_PER_PARAM_TOKEN",
    1024,
    "A100_FLOPS_FP16_TENSOR",
    0.45,
)
_OTHER_RUNS = (
    Together(
        ("parameters", "tokens", "corpus"),
        (
            ("GPT3_PARAMS", "GPT3_TRAINING_TOKENS", "GPT3_CORPUS_TOKENS"),
            ("LLAMA2_70B_PARAMS", "LLAMA2_TRAINING_TOKENS", 3.4e12),
            ("LLAMA2_13B_PARAMS", "LLAMA2_TRAINING_TOKENS", 3.4e12),
            ("LLAMA3_70B_PARAMS", 1.5e12, 2.7e12),
            (1e11, 4e11, 9e11),
            (6.5e10, 1.4e12, 2.2e12),
            (3e10, 6e11, 1.1e12),
        ),
    ),
    OneOf("gpus", (256, 384, 512, 768, 1024, 1536, 2048)),
    OneOf("peak", ("A100_FLOPS_FP16_TENSOR", "H100_FLOPS_FP16_TENSOR", "B200_FLOPS_FP16_TENSOR")),
    OneOf("utilisation", (0.33, 0.38, 0.42, 0.45, 0.48, 0.52, 0.55)),
)

declare(
    "recomputation",
    title="A training run that recomputes its activations",
    parameters={**_RUN, "duration": Parameter("time the run took", "day")},
    book=(*_BOOK_RUN, 34),
    vary=[*_OTHER_RUNS, OneOf("duration", (9, 13, 17, 22, 26, 34, 41, 55, 70))],
    # The time must fit the work: between a quarter and a half of the peak.
    require=lambda parameters, tokens, coefficient, gpus, peak, duration: (
        0.22 < coefficient * parameters * tokens / (gpus * peak * 1e12 * duration * 86400) < 0.55
    ),
)

declare(
    # A table of its own, for the question how long it took: in the other one that stands as a number.
    "recomputation_time",
    title="A training run that recomputes its activations",
    parameters=_RUN,
    book=_BOOK_RUN,
    vary=_OTHER_RUNS,
)

declare(
    "checkpoint",
    title="Reading a checkpoint over the network",
    parameters={
        "size": Parameter("size of the checkpoint", "GB"),
        "link": Parameter("bandwidth of the link", "Gbit/s"),
    },
    book=(350, "INFINIBAND_HDR_BW"),
    vary=[
        OneOf(
            "size", (14, 26, 70, 80, 120, 140, 175, 280, 350, 405, 480, 560, 700, 810, 960, 1200, 1500, 1750)
        ),
        OneOf(
            "link",
            (10, 20, 25, 40, 50, 80, 100, 120, 160, "INFINIBAND_HDR_BW", 250, 320, "INFINIBAND_NDR_BW", 800),
        ),
    ],
)

declare(
    "decode",
    title="Generating text, one sequence at a time",
    parameters={
        "parameters": Parameter("parameters of the model", "parameter"),
        "bytes_per_parameter": Parameter("size of one parameter", "byte/parameter"),
        "bandwidth": Parameter("memory bandwidth", "GB/s"),
        "tokens_per_pass": Parameter("tokens that come out of one pass over all parameters", "token"),
        "peak": Parameter("peak rate, dense FP16", "TFLOP/s"),
        "work": Parameter("work per parameter and token", "FLOP/parameter/token"),
    },
    book=(
        "LLAMA2_7B_PARAMS",
        "BYTES_FP16",
        "A100_MEM_BW",
        1,
        "A100_FLOPS_FP16_TENSOR",
        "FORWARD_OPS_PER_PARAM_TOKEN",
    ),
    vary=[
        OneOf(
            "parameters",
            (
                "GPT2_PARAMS",
                "LLAMA2_7B_PARAMS",
                "LLAMA3_8B_PARAMS",
                "LLAMA2_13B_PARAMS",
                3e9,
                1.1e9,
                2.7e9,
                9e9,
                1.4e10,
            ),
        ),
        OneOf("bytes_per_parameter", ("BYTES_FP16", "BYTES_FP32", "BYTES_INT4")),
        Together(
            ("bandwidth", "peak"),
            (
                ("A100_MEM_BW", "A100_FLOPS_FP16_TENSOR"),
                ("A100_40GB_MEM_BW", "A100_FLOPS_FP16_TENSOR"),
                ("H100_MEM_BW", "H100_FLOPS_FP16_TENSOR"),
                ("H200_MEM_BW", "H200_FLOPS_FP16_TENSOR"),
                ("B200_MEM_BW", "B200_FLOPS_FP16_TENSOR"),
                ("MI300X_MEM_BW", "MI300X_FLOPS_FP16"),
                ("T4_MEM_BW", "T4_FLOPS_FP16_TENSOR"),
                ("TPUV4_MEM_BW", "TPUV4_FLOPS_BF16"),
                ("TPUV5P_MEM_BW", "TPUV5P_FLOPS_BF16"),
                ("TPUV5E_MEM_BW", "TPUV5E_FLOPS_BF16"),
            ),
        ),
    ],
)

declare(
    "fibre",
    title="How far away a server may be",
    parameters={
        "round_trip": Parameter("time there and back", "millisecond"),
        "signal_speed": Parameter("speed of the signal in the fibre", "km/s"),
        "ways": Parameter("ways the signal goes, there and back"),
    },
    book=(10, "SPEED_OF_LIGHT_FIBER", 2),
    vary=[
        OneOf("round_trip", tuple(range(3, 100)) + tuple(range(100, 500, 5)) + tuple(range(500, 1000, 10))),
    ],
)
