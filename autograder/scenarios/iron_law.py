"""Numbers of the section on the Iron Law."""

from autograder.scenarios import OneOf, Parameter, Together, declare

# Work of published or plausible training runs, in FLOP.
_RUNS = ("GPT3_TRAINING_OPS", 1e23, 2e23, 5e23, 8e23, 1.2e24, 2.5e24)

# Accelerators by dense FP16 rate and the price per hour at which clouds rent out such a device (round figures).
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
    },
    book=(4, 2, 600, 300, 0.5, 1),
    vary=[
        OneOf("data", (2, 3, 4, 5, 6, 8, 12, 16)),
        OneOf("bandwidth", (0.9, 1.5, 2, 3, 3.5, 5)),
        OneOf("ops", (250, 300, 400, 600, 900, 1200, 1500, 2000)),
        OneOf("peak", (125, 200, 300, 400, 600, 900)),
        OneOf("efficiency", (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)),
        OneOf("overhead", (0.5, 0.8, 1, 1.5, 2, 3)),
    ],
)

declare(
    "recomputation",
    title="A training run that recomputes its activations",
    parameters={
        "parameters": Parameter("parameters of the model", "parameter"),
        "tokens": Parameter("tokens trained on", "token"),
        "corpus": Parameter("tokens in the corpus", "token"),
        "coefficient": Parameter(
            "work per parameter and token, forward and backward", "FLOP/parameter/token"
        ),
        "recomputing": Parameter("work per parameter and token with recomputation", "FLOP/parameter/token"),
        "gpus": Parameter("number of GPUs"),
        "peak": Parameter("peak rate of one GPU, dense FP16", "TFLOP/s"),
        "utilisation": Parameter("hardware utilisation: share of the peak, recomputation included"),
        "duration": Parameter("time the run took", "day"),
    },
    book=(
        "GPT3_PARAMS",
        "GPT3_TRAINING_TOKENS",
        "GPT3_CORPUS_TOKENS",
        "TRAINING_OPS_PER_PARAM_TOKEN",
        "RECOMPUTE_OPS_PER_PARAM_TOKEN",
        1024,
        "A100_FLOPS_FP16_TENSOR",
        0.45,
        34,
    ),
    vary=[
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
        OneOf("duration", (9, 13, 17, 22, 26, 34, 41, 55, 70)),
    ],
    # The time must fit the work: between a quarter and a half of the peak.
    require=lambda parameters, tokens, coefficient, gpus, peak, duration: (
        0.22 < coefficient * parameters * tokens / (gpus * peak * 1e12 * duration * 86400) < 0.55
    ),
)
