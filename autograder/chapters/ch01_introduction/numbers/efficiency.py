"""Numbers of the section on the efficiency framework and the appetite for compute."""

from autograder.scenarios import OneOf, Parameter, Together, declare

declare(
    "algorithmic_gain",
    title="Networks that reach AlexNet's accuracy with less and less training compute",
    parameters={
        "gain": Parameter("compute that the first network needs, over that of the last one"),
        "span": Parameter("time between the first and the last network", "year"),
        "claimed_span": Parameter("time that the text speaks of", "year"),
        "halving": Parameter("published time in which the compute needed halves", "month"),
    },
    book=("ALGORITHMIC_EFFICIENCY_GAIN", 6.9, 8, "ALGORITHMIC_EFFICIENCY_HALVING_TIME"),
    vary=[
        OneOf("gain", ("ALGORITHMIC_EFFICIENCY_GAIN", 18, 22, 26, 30, 36, 50, 56, 64, 72, 90, 110)),
        Together(
            ("span", "claimed_span"),
            ((4.8, 6), (5.2, 6), (5.6, 7), (6.2, 7), (6.6, 8), (6.9, 8), (7.4, 9), (7.8, 9), (8.4, 10)),
        ),
        OneOf("halving", ("ALGORITHMIC_EFFICIENCY_HALVING_TIME", 9, 10, 13, 14, 17, 18, 20, 21, 22)),
    ],
)

declare(
    "demand",
    title="Training compute and chips, each doubling at its own pace",
    parameters={
        "demand_doubling": Parameter("doubling time of training compute", "month"),
        "chip_doubling": Parameter("doubling time of Moore's law", "month"),
        "span": Parameter("time that both are watched", "year"),
        "orders": Parameter("orders of magnitude that training compute is said to have grown by"),
    },
    book=("AI_COMPUTE_DOUBLING_TIME", "MOORE_DOUBLING_TIME", 6, 5),
    vary=[
        OneOf("demand_doubling", ("AI_COMPUTE_DOUBLING_TIME", 2.8, 3.2, 3.7, 4.2, 4.4, 4.6, 4.9, 5.2)),
        OneOf("chip_doubling", ("MOORE_DOUBLING_TIME", 18, 20, 22, 26, 28, 30)),
        OneOf("span", (4, 5, 6, 7, 8, 9)),
        OneOf("orders", (2, 3, 4, 5, 6, 7)),
    ],
    # The gap is so large that one more or less is not seen in any row.
    require=lambda demand_doubling, chip_doubling, span: (
        2 ** (12 * span / demand_doubling - 12 * span / chip_doubling) > 100
    ),
)

declare(
    "scale",
    title="Two training runs, years apart",
    parameters={
        "first_ops": Parameter("training compute of the first model", "FLOP"),
        "last_ops": Parameter("training compute of the last model", "FLOP"),
        "span": Parameter("time between the two", "year"),
        "chip_doubling": Parameter("doubling time of Moore's law", "month"),
        "gain": Parameter("work of the first year's operations that one operation of the last year does"),
        "claimed_orders": Parameter("orders of magnitude that the caption claims"),
    },
    book=(
        "ALEXNET_TRAINING_OPS",
        "GPT4_TRAINING_OPS",
        11,
        "MOORE_DOUBLING_TIME",
        "ALGORITHMIC_EFFICIENCY_GAIN",
        8,
    ),
    vary=[
        OneOf("first_ops", ("ALEXNET_TRAINING_OPS", 5e17, 8e17, 2e18, 6e18, 2e19, 3e19, 5e19)),
        OneOf("last_ops", ("GPT4_TRAINING_OPS", "GPT3_TRAINING_OPS", 6e23, 2.5e24, 8e24, 5e25)),
        OneOf("span", (6, 7, 8, 9, 10, 11, 12)),
        OneOf("chip_doubling", ("MOORE_DOUBLING_TIME", 20, 22, 26, 28, 30)),
        OneOf("gain", ("ALGORITHMIC_EFFICIENCY_GAIN", 18, 25, 30, 36, 60, 80)),
        OneOf("claimed_orders", (4, 5, 6, 7, 8, 9)),
    ],
    require=lambda first_ops, last_ops, claimed_orders: (
        abs(10**claimed_orders / (last_ops / first_ops) - 1) > 0.4 and last_ops / first_ops > 1e4
    ),
)

declare(
    "trend_line",
    title="A straight trend on a logarithmic axis",
    parameters={
        "orders": Parameter("orders of magnitude that the line climbs"),
        "span": Parameter("time in which it does", "year"),
        "legend": Parameter("doubling time that the legend names, rounded", "month"),
    },
    book=(7, 12, 6),
    vary=[
        OneOf("orders", (4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10)),
        OneOf("span", (6, 7, 8, 9, 10, 11, 12, 13, 14, 15)),
        OneOf("legend", (3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 10, 11)),
    ],
    require=lambda orders, span, legend: 0.04 < abs(legend / (12 * span / orders * 0.30103) - 1) < 0.15,
)

declare(
    "later_runs",
    title="A series of training runs that waits some years",
    parameters={
        "wait": Parameter("time that they wait", "year"),
        "chip_doubling": Parameter("time in which chips double their rate", "month"),
        "halving": Parameter("time in which better methods halve the work of a run", "month"),
        "rate": Parameter("rate that one GPU reaches today (an assumption)", "TFLOP/s"),
        "work": Parameter("work of one run today (an assumption)", "FLOP"),
        "gpus": Parameter("number of GPUs"),
        "price": Parameter("price of one GPU, then as now (an assumption)", "USD/hour"),
        "runs": Parameter("number of runs (an assumption)"),
    },
    book=(
        3,
        "MOORE_DOUBLING_TIME",
        "ALGORITHMIC_EFFICIENCY_HALVING_TIME",
        150,
        1e22,
        64,
        "CLOUD_GPU_TRAINING_PER_HOUR",
        20,
    ),
    vary=[
        OneOf("wait", (2, 3, 4, 5, 6)),
        OneOf("chip_doubling", ("MOORE_DOUBLING_TIME", 20, 22, 28, 30)),
        OneOf("halving", ("ALGORITHMIC_EFFICIENCY_HALVING_TIME", 9, 11, 13, 14, 18)),
        OneOf("rate", (100, 130, 150, 180, 250, 350)),
        OneOf("work", (2e21, 6e21, 1e22, 3e22, 8e22, 2e23)),
        OneOf("gpus", (16, 24, 32, 64, 96, 128)),
        OneOf("price", ("CLOUD_GPU_TRAINING_PER_HOUR", 1.5, 2.2, 3, 5)),
        OneOf("runs", (12, 15, 25, 30, 40, 50)),
    ],
)
