"""Numbers of the section on the AI moment."""

import math

from autograder.scenarios import OneOf, Parameter, declare

declare(
    "search_traffic",
    title="A search engine whose every answer a language model writes",
    parameters={
        "searches": Parameter("queries (the book's number is an estimate)", "query/day"),
        "peak_factor": Parameter("rate in the busiest hour over the mean rate (an assumption)"),
        "answer": Parameter("length of an answer (an assumption)", "token/query"),
        "parameters": Parameter("parameters of the language model", "parameter"),
        "work": Parameter("work per parameter and token of the answer", "FLOP/parameter/token"),
        "peak": Parameter("peak rate of one GPU, dense FP16", "TFLOP/s"),
        "efficiency": Parameter("share of the peak that is reached (an assumption)"),
    },
    book=(
        "GOOGLE_SEARCHES_PER_DAY",
        2.5,
        200,
        "LLAMA3_8B_PARAMS",
        "FORWARD_OPS_PER_PARAM_TOKEN",
        "H100_FLOPS_FP16_TENSOR",
        0.35,
    ),
    vary=[
        OneOf("searches", ("GOOGLE_SEARCHES_PER_DAY", 1.5e9, 2.4e9, 3.2e9, 5e9, 6.4e9, 1.1e10)),
        OneOf("peak_factor", (1.5, 1.8, 2, 2.2, 2.5, 3)),
        OneOf("answer", (80, 120, 150, 200, 250, 300, 400)),
        OneOf(
            "parameters", ("LLAMA2_7B_PARAMS", "LLAMA3_8B_PARAMS", "LLAMA2_13B_PARAMS", "LLAMA2_70B_PARAMS")
        ),
        OneOf("peak", ("A100_FLOPS_FP16_TENSOR", "H100_FLOPS_FP16_TENSOR", "B200_FLOPS_FP16_TENSOR")),
        OneOf("efficiency", (0.25, 0.3, 0.35, 0.4, 0.45)),
    ],
)

declare(
    "image_space",
    title="Images, and a set of them",
    parameters={
        "height": Parameter("height of an image in pixels"),
        "width": Parameter("width of an image in pixels"),
        "channels": Parameter("channels of a pixel"),
        "levels": Parameter("levels of a channel"),
        "test_images": Parameter("images in the test set"),
    },
    book=(224, 224, 3, 256, 50000),
    vary=[
        OneOf("height", (96, 112, 128, 160, 192, 224, 240, 256, 320)),
        OneOf("width", (96, 112, 128, 160, 192, 224, 240, 256, 320)),
        OneOf("channels", (3, 4)),
        OneOf("levels", (16, 64, 128, 256, 1024, 4096)),
        OneOf("test_images", (5000, 10000, 20000, 50000, 100000)),
    ],
)

declare(
    "binary_images",
    title="Small black-and-white images, and the GPUs that test them",
    parameters={
        "height": Parameter("height of an image in pixels"),
        "width": Parameter("width of an image in pixels"),
        "gpus": Parameter("number of GPUs that share the work"),
        "rate": Parameter("images that one GPU tests per time", "1/second"),
        "power": Parameter("power of one GPU", "watt"),
        "electricity": Parameter("price of electricity", "USD/kWh"),
    },
    book=(8, 8, 1000, 1e9, "A100_TDP", "CLOUD_ELECTRICITY_PER_KWH"),
    vary=[
        OneOf("height", (5, 6, 7, 8, 9)),
        OneOf("width", (6, 7, 8, 9, 10)),
        OneOf("gpus", (20, 50, 80, 200, 300, 500, 1000)),
        OneOf("rate", (2e6, 5e6, 8e7, 3e8, 6e8, 1e9, 3e9, 7e9)),
        OneOf("power", ("A100_TDP", "H100_TDP", "V100_TDP", "T4_TDP")),
        OneOf("electricity", ("CLOUD_ELECTRICITY_PER_KWH", 0.09, 0.15, 0.18, 0.22, 0.28, 0.35)),
    ],
    require=lambda height, width: 48 <= height * width <= 81,
)

declare(
    "technical_debt",
    title="A mature system whose model is bought ready-made",
    parameters={
        "engineers": Parameter("number of engineers on the project"),
        "span": Parameter("time the project takes", "month"),
        "ml_share": Parameter("share of the work that is machine learning", "percent"),
        "bought": Parameter("share of that machine learning which the bought model takes away", "percent"),
        "glue": Parameter(
            "share of the remaining, other work that comes on top to fit the bought model in", "percent"
        ),
    },
    book=(40, 12, 5, 80, 3),
    vary=[
        OneOf("engineers", (12, 16, 25, 30, 40, 60, 75, 120)),
        OneOf("span", (6, 9, 12, 15, 18, 24)),
        OneOf("ml_share", (5, 6, 8, 9, 12, 15)),
        OneOf("bought", (55, 60, 65, 70, 75, 80, 90)),
        OneOf("glue", (1, 1.5, 2, 3, 4)),
    ],
    # Something is saved, and the work on top is seen in it.
    require=lambda ml_share, bought, glue: 1.3 < ml_share * bought / ((100 - ml_share) * glue) < 6,
)

declare(
    "mail_filter",
    title="A spam filter for very many emails",
    parameters={
        "volume": Parameter("emails (the book's number is a third party's estimate)", "email/day"),
        "spam": Parameter("share of the emails that are spam (an assumption)", "percent"),
        "false_positive": Parameter("share of the good emails that are held back as spam", "percent"),
        "appeals": Parameter("share of those whose recipient asks for them (an assumption)", "percent"),
        "effort": Parameter("time a person takes for one such request (an assumption)", "minute/email"),
        "shift": Parameter("working time of one person (an assumption)", "hour/day"),
        "latency": Parameter("time that an email is in the filter", "millisecond"),
        "peak_factor": Parameter("rate in the busiest hour over the mean rate (an assumption)"),
        "slots": Parameter("emails that one server can have in work at once (an assumption)", "email"),
        "load": Parameter("share of these places that may be taken on average (an assumption)"),
    },
    book=("GMAIL_EMAILS_PER_DAY", 45, 0.1, 0.5, 3, 7, 50, 2, 32, 0.7),
    vary=[
        OneOf("volume", ("GMAIL_EMAILS_PER_DAY", 1.6e10, 3.4e10, 6e10, 9e10, 1.7e11, 2.6e11)),
        OneOf("spam", (28, 35, 40, 45, 55, 62, 70)),
        OneOf("false_positive", (0.05, 0.08, 0.1, 0.15, 0.2)),
        OneOf("appeals", (0.4, 0.5, 0.6, 0.8, 1.2)),
        OneOf("effort", (1.5, 2, 2.5, 3, 4)),
        OneOf("shift", (6.7, 7.1, 7.3)),
        OneOf("latency", (12, 20, 30, 40, 50, 70, 90)),
        OneOf("peak_factor", (1.5, 1.8, 2, 2.2, 2.5)),
        OneOf("slots", (16, 24, 32, 48, 64)),
        OneOf("load", (0.55, 0.6, 0.65, 0.7, 0.75, 0.8)),
    ],
    # Many enough that rounding up is no large part of them.
    require=lambda volume, spam, false_positive, appeals, effort, shift: (
        volume * (100 - spam) * false_positive * appeals * effort / shift / 6e7 > 120
    ),
)

declare(
    "spam_folder",
    title="What lies in the spam folders",
    parameters={
        "volume": Parameter("emails", "email/day"),
        "spam": Parameter("share of the emails that are spam (an assumption)", "percent"),
        "caught": Parameter("share of the spam that goes into the folder", "percent"),
        "false_positive": Parameter("share of the good emails that go there", "percent"),
        "glance": Parameter("time for a glance at one email (an assumption)", "second"),
    },
    book=("GMAIL_EMAILS_PER_DAY", 30, 60, 3, 2),
    vary=[
        OneOf("volume", ("GMAIL_EMAILS_PER_DAY", 3.4e10, 9e10, 1.7e11, 2.6e11)),
        OneOf("spam", (10, 12, 15, 18, 20, 22, 25, 30, 35)),
        OneOf("caught", (60, 64, 70, 75, 78, 82, 85, 88)),
        OneOf("false_positive", (3, 4, 5, 6, 7, 8, 9, 11, 13)),
        OneOf("glance", (1.5, 2, 2.5, 3, 4)),
    ],
)

declare(
    # A table of its own: next to an accuracy near one, the rightly decided emails are all of them.
    "mail_volume",
    title="Emails, and the spam among them",
    parameters={
        "volume": Parameter("emails (the book's number is a third party's estimate)", "email/day"),
        "spam": Parameter("share of the emails that are spam (an assumption)", "percent"),
    },
    book=("GMAIL_EMAILS_PER_DAY", 45),
    vary=[
        OneOf(
            "volume", ("GMAIL_EMAILS_PER_DAY", 8e8, *(step * 1e9 for step in (2, 3, 5, 7, *range(9, 95, 5))))
        ),
        OneOf("spam", (15, 20, 35, 40, 45, 55, 60, 65, 70, 85)),
    ],
)

declare(
    "gpu_and_cpu",
    title="A GPU and a CPU",
    parameters={
        "gpu": Parameter("peak rate of the GPU, FP16 tensor, dense", "TFLOP/s"),
        "cpu": Parameter("peak rate of the CPU, FP32", "TFLOP/s"),
    },
    # The chapter's, for everybody: with others the ratio plus or minus one cannot be told apart.
    book=("H100_FLOPS_FP16_TENSOR", "CPU_FLOPS_FP32"),
)

declare(
    "many_operations",
    title="Operations, and one device",
    parameters={
        "ops": Parameter("operations to do", "FLOP"),
        "peak": Parameter("peak rate of the device, FP16 tensor, dense", "TFLOP/s"),
    },
    book=(1e18, "H100_FLOPS_FP16_TENSOR"),
    vary=[
        OneOf("ops", tuple(step * 1e16 for step in range(11, 990, 9))),
        OneOf("peak", ("H100_FLOPS_FP16_TENSOR", "A100_FLOPS_FP16_TENSOR", "V100_FLOPS_FP16_TENSOR")),
    ],
)

declare(
    "model_chain",
    title="Three models, one after the other",
    parameters={
        "speech": Parameter("how often the first model hears the words right (an assumption)", "percent"),
        "intent": Parameter("how often the second one finds out what is wanted (an assumption)", "percent"),
        "answer": Parameter("how often the third one answers right (an assumption)", "percent"),
    },
    book=(90, 84, 80),
    vary=[
        OneOf("speech", (78, 80, 82, 85, 87, 90, 92, 94, 96)),
        OneOf("intent", (72, 75, 77, 80, 84, 86, 88, 91)),
        OneOf("answer", (62, 65, 68, 70, 74, 76, 80, 83, 85)),
    ],
)

declare(
    "promised_error",
    title="A promise about a model",
    parameters={
        "error": Parameter("error rate that is promised", "percent"),
        "doubt": Parameter("doubt that is allowed: how often a model that bad would pass", "percent"),
    },
    book=(0.5, 5),
    vary=[
        OneOf("error", (0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2)),
        OneOf("doubt", (0.1, 0.2, 0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15)),
    ],
)


def _distinct(*values: float) -> bool:
    """Say whether no two numbers lie near one another."""
    ordered = sorted(values)
    return all(high > 1.08 * low for low, high in zip(ordered, ordered[1:], strict=False))


def _order(*values: float) -> list[int]:
    return sorted(range(len(values)), key=values.__getitem__)


def _spaces_differ(
    side: int, pixels: int, grey_levels: int, letters: int, alphabet: int, digits: int
) -> bool:
    """Say whether the four spaces, and their order, can be told from what careless counting makes of them."""
    logs = (
        side**2 * math.log10(2), pixels * math.log10(grey_levels), letters * math.log10(alphabet), float(digits),
    )  # fmt: skip
    counted = (side**2, pixels, letters, digits)
    multiplied = (2 * side**2, pixels * grey_levels, letters * alphabet, 10 * digits)
    flat = (side * math.log10(2), *logs[1:])
    orders = [_order(*values) for values in (logs, counted, multiplied, flat)]
    right = orders[0]
    return (
        _distinct(*logs)
        and all(_distinct(*values) for values in (counted, multiplied, flat))
        and len({tuple(order) for order in orders}) == len(orders)
        and right[::-1] not in orders
    )


declare(
    "input_spaces",
    title="Four programs and what may come in",
    parameters={
        "side": Parameter("black-and-white picture: pixels on each side of the square"),
        "pixels": Parameter("grey picture: pixels in all"),
        "grey_levels": Parameter("grey picture: levels of each pixel"),
        "letters": Parameter("word: letters"),
        "alphabet": Parameter("word: letters of the alphabet"),
        "digits": Parameter("number: decimal digits"),
    },
    book=(8, 12, 64, 20, 26, 16),
    vary=[
        OneOf("side", (5, 6, 7, 8, 9, 10, 11, 12)),
        OneOf("pixels", (9, 12, 16, 20, 24, 25, 30)),
        OneOf("grey_levels", (4, 8, 16, 64, 256)),
        OneOf("letters", (8, 10, 14, 17, 20, 26, 30)),
        OneOf("alphabet", (21, 24, 26, 30, 33)),
        OneOf("digits", (8, 10, 12, 16, 19, 22, 28, 34)),
    ],
    require=_spaces_differ,
)
