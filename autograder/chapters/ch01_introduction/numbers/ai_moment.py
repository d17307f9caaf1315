"""Numbers of the section on the AI moment."""

from autograder.scenarios import OneOf, Parameter, declare

declare(
    "search_traffic",
    title="A search engine",
    parameters={
        "searches": Parameter("queries in the time below (in the book's row an estimate)", "query"),
        "span": Parameter("time in which they come", "day"),
    },
    book=(8.5e9, 1),
    vary=[
        OneOf("searches", tuple(step * 1e8 for step in range(12, 140, 9))),
        OneOf("span", (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13, 14, 15, 16, 17, 19, 21, 22)),
    ],
)  # fmt: skip

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
    title="Small black-and-white images",
    parameters={
        "height": Parameter("height of an image in pixels"),
        "width": Parameter("width of an image in pixels"),
        "rate": Parameter("images tested per time", "1/second"),
    },
    book=(8, 8, 1e9),
    vary=[
        OneOf("height", (5, 6, 7, 8, 9)),
        OneOf("width", (6, 7, 8, 9, 10)),
        OneOf("rate", (1e6, 2e6, 4e6, 9e6, 2e7, 5e7, 8e7, 3e8, 6e8, 1e9, 3e9, 7e9, 2e10, 4e10, 6e10, 1.5e11)),
    ],
    require=lambda height, width: 48 <= height * width <= 81,
)

declare(
    "technical_debt",
    title="The code of a mature system",
    parameters={"ml_share": Parameter("share of the code that is machine learning", "percent")},
    book=(5,),
    vary=[OneOf("ml_share", tuple(step / 10 for step in range(42, 320)))],
)

declare(
    "mail_filter",
    title="A spam filter for very many emails",
    parameters={
        "volume": Parameter("emails (a third party's estimate in the book's numbers)", "email/day"),
        "accuracy": Parameter("share of the emails that are decided rightly", "percent"),
        "latency": Parameter("time that an email is in the filter", "millisecond"),
    },
    book=("GMAIL_EMAILS_PER_DAY", 99.9, 50),
    vary=[
        OneOf("volume", ("GMAIL_EMAILS_PER_DAY", 8e8, 3e9, 7e9, 1.6e10, 3.4e10, 6e10, 9e10, 1.7e11, 2.6e11)),
        OneOf("accuracy", (99.2, 99.5, 99.7, 99.9, 99.95, 99.97)),
        OneOf("latency", (12, 20, 30, 40, 50, 70, 90, 140)),
    ],
)

declare(
    # A table of its own: next to an accuracy near one, the rightly decided emails are all of them.
    "mail_volume",
    title="Emails, and the spam among them",
    parameters={
        "volume": Parameter("emails (a third party's estimate in the book's numbers)", "email/day"),
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
