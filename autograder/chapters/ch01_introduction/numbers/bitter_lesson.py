"""Numbers of the section on the Bitter Lesson."""

import itertools
import math

from autograder.scenarios import OneOf, Parameter, Together, declare

declare(
    "model_and_corpus",
    title="A language model and its corpus",
    parameters={
        "coefficient": Parameter(
            "work per parameter and token, forward and backward", "FLOP/parameter/token"
        ),
        "parameters": Parameter("parameters of the model", "parameter"),
        "tokens": Parameter("tokens that the model is trained on", "token"),
        "corpus": Parameter("tokens of the corpus", "token"),
        "bytes_per_token": Parameter("size of a token in the corpus (an assumption)", "byte/token"),
    },
    book=("TRAINING_OPS_PER_PARAM_TOKEN", "GPT3_PARAMS", "GPT3_TRAINING_TOKENS", 5e11, 1.4),
    vary=[
        OneOf("parameters", ("GPT3_PARAMS", 7e9, 1.3e10, 3e10, 6.5e10, 9e10, 2.2e11, 4.05e11)),
        Together(
            ("tokens", "corpus"),
            (
                ("GPT3_TRAINING_TOKENS", 5e11), (2e11, 4.5e11), (4e11, 9e11), (6e11, 1.1e12), (8e11, 1.7e12),
                (1.4e12, 2.2e12), (2e12, 3.1e12),
            ),
        ),
        OneOf("bytes_per_token", (1.4, 1.6, 2.3, 3.2, 3.7, 4.2, 4.6)),
    ],
)  # fmt: skip

declare(
    "alexnet_to_gpt4",
    title="Two training runs, a decade apart",
    parameters={
        "new_days": Parameter("device-days of the new run", "day"),
        "new_peak": Parameter("peak rate of its device", "TFLOP/s"),
        "old_devices": Parameter("devices of the old run"),
        "old_days": Parameter("duration of the old run", "day"),
        "old_peak": Parameter("peak rate of its device", "TFLOP/s"),
    },
    book=("GPT4_TRAINING_GPU_DAYS", "A100_FLOPS_FP16_TENSOR", 2, 6, "GTX580_FLOPS_FP32"),
    vary=[
        OneOf("new_days", (4e5, 7e5, 1.1e6, 1.6e6, "GPT4_TRAINING_GPU_DAYS", 3.5e6, 6e6)),
        OneOf("new_peak", ("A100_FLOPS_FP16_TENSOR", "H100_FLOPS_FP16_TENSOR", "V100_FLOPS_FP16_TENSOR")),
        OneOf("old_devices", (2, 3, 4, 6)),
        OneOf("old_days", (5, 6, 7, 9, 13)),
    ],
)

declare(
    "gpt4_run",
    title="A run whose operations and device-days are both estimates",
    parameters={
        "training_ops": Parameter("work of the whole run", "FLOP"),
        "device_days": Parameter("device-days", "day"),
        "peak": Parameter("peak rate of the device", "TFLOP/s"),
        "devices": Parameter("devices"),
    },
    book=("GPT4_TRAINING_OPS", "GPT4_TRAINING_GPU_DAYS", "A100_FLOPS_FP16_TENSOR", 25000),
    vary=[
        OneOf("training_ops", ("GPT4_TRAINING_OPS", 6e24, 9e24, 1.3e25, 2.7e25, 3.6e25)),
        OneOf("device_days", (6e5, 8e5, 1.2e6, 1.7e6, "GPT4_TRAINING_GPU_DAYS", 3.2e6, 4.4e6)),
        OneOf("peak", ("A100_FLOPS_FP16_TENSOR", "H100_FLOPS_FP16_TENSOR")),
        OneOf("devices", (8000, 12000, 16000, 20000, 25000, 32000, 45000)),
    ],
    require=lambda training_ops, device_days, peak: (
        0.15 < training_ops / (device_days * 86400 * peak * 1e12) < 0.6
    ),
)

declare(
    "game_search",
    title="A machine that searches",
    parameters={
        "rate": Parameter("positions per time", "1/second"),
        "time": Parameter("time for a move", "minute"),
        "positions": Parameter("positions at the ends of the lines"),
        "moves": Parameter("moves in each position"),
    },
    book=(2e8, 3, 3.6e10, 35),
    vary=[
        OneOf("rate", (3e6, 1e7, 4e7, 9e7, 2e8, 5e8)),
        OneOf("time", (1.5, 2, 3, 4, 5)),
        OneOf("positions", (4e8, 2e9, 9e9, 3.6e10, 8e10, 5e11, 3e12)),
        OneOf("moves", (8, 12, 17, 25, 30, 35, 42)),
    ],
    # A search depth that is rounded to whole plies must show.
    require=lambda positions, moves: (
        abs(math.log(positions, moves) - round(math.log(positions, moves)))
        > 0.03 * math.log(positions, moves)
    ),
)

declare(
    # A table of its own: in the other one the answer stands as a number of another question.
    "search_time",
    title="A machine that searches for a time",
    parameters={
        "rate": Parameter("positions per time", "1/second"),
        "time": Parameter("time for a move", "minute"),
        "moves": Parameter("moves in each position"),
    },
    book=(2e8, 3, 35),
    vary=[
        OneOf("rate", (3e6, 1e7, 4e7, 9e7, 2e8, 5e8)),
        OneOf("time", (1.5, 2, 2.5, 3, 4, 5)),
        OneOf("moves", (8, 12, 17, 25, 30, 35, 42)),
    ],
)

declare(
    "expert_and_general",
    title="An expert system and a general method",
    parameters={
        "expert": Parameter("accuracy of the expert system", "percent"),
        "general": Parameter("accuracy of the general method at the starting compute", "percent"),
        "gain": Parameter("percentage points more for every tenfold compute", "percent"),
        "start": Parameter("the starting compute", "FLOP"),
    },
    book=(80, 48, 8, 1e15),
    vary=[
        OneOf("expert", (70, 72, 75, 78, 80, 82, 85, 88)),
        OneOf("general", (30, 35, 40, 44, 48, 52)),
        OneOf("gain", (5, 6, 7, 8, 9, 11)),
        OneOf("start", (1e13, 1e14, 1e15, 1e16, 1e17)),
    ],
)

declare(
    "petaflops_day",
    title="A training run, and a unit to measure it in",
    parameters={
        "training_ops": Parameter("work of the whole run", "FLOP"),
        "rate": Parameter("rate of the machine", "PFLOP/s"),
        "span": Parameter("how long it runs", "day"),
    },
    book=("GPT3_TRAINING_OPS", 1, 1),
    vary=[
        # Runs of the years before GPT-3: a slip of one whole unit must show.
        OneOf("training_ops", tuple(step * 1e18 for step in range(110, 2200, 8))),
    ],
)

declare(
    "elo",
    title="Two players",
    parameters={
        "player": Parameter("Elo rating of the player"),
        "opponent": Parameter("Elo rating of the opponent"),
    },
    book=(2500, 2850),
    vary=[
        OneOf("player", tuple(range(1450, 2300, 25))),
        OneOf("opponent", tuple(range(1650, 2750, 25))),
    ],
    require=lambda player, opponent: 150 <= opponent - player <= 470,
)

declare(
    "stronger_search",
    title="A program that searches, and what makes it stronger",
    parameters={
        "rating": Parameter("Elo rating of the program today"),
        "wanted": Parameter("Elo rating that it shall reach"),
        "per_doubling": Parameter("Elo points that twice the positions per time add (an assumption)"),
        "rate": Parameter("positions it examines today", "1/second"),
        "processor_rate": Parameter("positions that one processor examines (an assumption)", "1/second"),
        "processor_power": Parameter("power of one processor (an assumption)", "watt"),
        "moves": Parameter("its moves in a game (an assumption)"),
        "move_time": Parameter("time for a move", "minute"),
    },
    book=(2000, 2850, 60, 1e4, 1e6, 25, 50, 3),
    vary=[
        OneOf("rating", (1900, 2000, 2100, 2200, 2300)),
        OneOf("wanted", (2600, 2700, 2800, 2850)),
        OneOf("per_doubling", (50, 55, 60, 65, 70, 75)),
        OneOf("rate", (5e3, 1e4, 2e4, 4e4)),
        OneOf("processor_rate", (4e5, 6e5, 1e6, 2.5e6)),
        OneOf("processor_power", (15, 20, 25, 35, 40)),
        OneOf("moves", (35, 40, 45, 50, 60)),
        OneOf("move_time", (1.5, 2, 2.5, 3, 4)),
    ],
    require=lambda rating, wanted, per_doubling: 5 < (wanted - rating) / per_doubling < 15,
)

declare(
    "faster_search",
    title="A program that searches, on a faster computer",
    parameters={
        "factor": Parameter("how many times as fast the computer becomes"),
        "moves": Parameter("moves in each position"),
    },
    book=(100, 35),
    vary=[
        OneOf("factor", (12, 20, 30, 50, 80, 100, 150, 250, 400, 600, 1000, 1500, 2500, 4000, 8000, 20000)),
        OneOf("moves", (6, 7, 8, 9, 12, 14, 17, 20, 22, 25, 28, 30, 35, 40, 45, 60, 90, 150, 200, 250)),
    ],
    require=lambda factor, moves: abs(math.log(factor, moves) - round(math.log(factor, moves))) > 0.06,
)

# Models whose number of parameters is published, from the smallest to the largest.
_SIZES = ("LLAMA2_7B_PARAMS", "LLAMA3_8B_PARAMS", "LLAMA2_13B_PARAMS", "LLAMA2_70B_PARAMS", "GPT3_PARAMS")
_GROWING = [
    (one, two, three)
    for one, two, three in itertools.combinations(_SIZES, 3)
    if {one, two} != {"LLAMA2_7B_PARAMS", "LLAMA3_8B_PARAMS"}
]

declare(
    "three_runs",
    title="Three training runs, each of a model of a published size",
    parameters={
        "coefficient": Parameter(
            "work per parameter and token, forward and backward", "FLOP/parameter/token"
        ),
        "a_parameters": Parameter("parameters of the model of run A", "parameter"),
        "a_tokens": Parameter("tokens that run A reads (an assumption)", "token"),
        "b_parameters": Parameter("parameters of the model of run B", "parameter"),
        "b_tokens": Parameter("tokens that run B reads (an assumption)", "token"),
        "c_parameters": Parameter("parameters of the model of run C", "parameter"),
        "c_tokens": Parameter("tokens that run C reads (an assumption)", "token"),
    },
    book=("TRAINING_OPS_PER_PARAM_TOKEN", "LLAMA2_7B_PARAMS", 1.4e11, "LLAMA2_13B_PARAMS", 4e11, "LLAMA2_70B_PARAMS", 2e12),
    vary=[
        Together(("a_parameters", "b_parameters", "c_parameters"), _GROWING),
        OneOf("a_tokens", (8e10, 1.4e11, 2e11, 3e11)),
        OneOf("b_tokens", (4e11, 6e11, 9e11)),
        OneOf("c_tokens", (1.2e12, 1.5e12, 2e12)),
    ],
)  # fmt: skip
