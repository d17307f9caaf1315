"""Data sets, services, accuracies, growth rates."""

from __future__ import annotations

from mlsys_course.constants_data.tables import Group, Row

_PLAIN = "A plain number."

GROUPS: tuple[Group, ...] = (
    Group(
        "dataset size",
        (
            Row(
                "IMAGENET_IMAGES",
                1_281_167,
                "image",
                "paper",
                "ilsvrc",
                "the training images of ImageNet (ILSVRC 2012)",
            ),
            Row(
                "IMAGENET_VALIDATION_IMAGES",
                50_000,
                "image",
                "paper",
                "ilsvrc",
                "the validation images of ImageNet",
                "The book calls them the test set.",
            ),
            Row(
                "IMAGENET_TEST_IMAGES",
                100_000,
                "image",
                "paper",
                "ilsvrc",
                "the test images of ImageNet",
                "The book's constant of this name holds 50,000, which is the validation set.",
            ),
            Row(
                "IMAGENET_FULL_IMAGES",
                14e6,
                "image",
                "estimate",
                "book",
                "the images of the whole of ImageNet",
                "14 million in about 22,000 classes; the challenge uses 1,000 classes.",
            ),
        ),
    ),
    Group(
        "image format",
        (
            Row(
                "IMAGE_DIM_RESNET",
                224,
                "",
                "paper",
                "resnet",
                "the height and width of a ResNet input",
                _PLAIN,
            ),
            Row(
                "IMAGE_CHANNELS_RGB",
                3,
                "",
                "convention",
                "definition",
                "the colour channels of an RGB image",
                _PLAIN,
            ),
            Row(
                "COLOR_DEPTH_8BIT",
                256,
                "",
                "convention",
                "definition",
                "the values of an 8-bit colour channel",
                "2 to the power 8. " + _PLAIN,
            ),
        ),
    ),
    Group(
        "requests per day",
        (
            Row(
                "GOOGLE_SEARCHES_PER_DAY",
                8.5e9,
                "query/day",
                "estimate",
                "book",
                "the daily searches on Google",
                "A widely copied figure without a first source; the book's later registry says 13.7e9, "
                "after Google's own 'more than 5 trillion a year' of 2025.",
            ),
            Row(
                "GMAIL_EMAILS_PER_DAY",
                121e9,
                "email/day",
                "estimate",
                "book",
                "the daily emails of Gmail",
                "A third party's estimate; the book later dropped it.",
            ),
        ),
    ),
    Group(
        "sensor data rate",
        (
            Row(
                "WAYMO_DATA_PER_HOUR_LOW",
                1,
                "TB/hour",
                "estimate",
                "book",
                "the lower data rate of a Waymo car",
                "The book names no source.",
            ),
            Row(
                "WAYMO_DATA_PER_HOUR_HIGH",
                19,
                "TB/hour",
                "estimate",
                "book",
                "the upper data rate of a Waymo car",
                "The book names no source; a comment beside it says 1 to 5.",
            ),
        ),
    ),
    Group(
        "top-5 error",
        (
            Row(
                "ALEXNET_TOP5_ERROR",
                15.3,
                "percent",
                "paper",
                "alexnet",
                "the top-5 error of the AlexNet entry",
                "The entry averaged seven networks; a single one has 18.2 %.",
            ),
            Row(
                "ALEXNET_SINGLE_TOP5_ERROR",
                18.2,
                "percent",
                "paper",
                "alexnet",
                "the top-5 error of a single AlexNet",
                "On the validation set.",
            ),
            Row(
                "ILSVRC2012_RUNNER_UP_TOP5_ERROR",
                26.2,
                "percent",
                "paper",
                "alexnet",
                "the top-5 error of the runner-up of 2012",
            ),
        ),
    ),
    Group(
        "top-1 accuracy",
        (
            Row(
                "VIT_G_TOP1_ACCURACY",
                90.45,
                "percent",
                "paper",
                "vit_scaling",
                "the top-1 accuracy on ImageNet of the largest vision transformer of 2021",
                "Two billion parameters; the book's table has it beside top-5 accuracies.",
            ),
        ),
    ),
    Group(
        "accuracy on MMLU",
        (
            Row(
                "MMLU_EXPERT_ACCURACY",
                89.8,
                "percent",
                "estimate",
                "mmlu",
                "the accuracy on MMLU of experts",
                "The authors' estimate: scores of good test takers where they are known, guesses elsewhere.",
            ),
        ),
    ),
    Group(
        "positions learned from",
        (
            Row(
                "ALPHAGO_HUMAN_POSITIONS",
                30e6,
                "",
                "paper",
                "alphago",
                "the positions from human games that AlphaGo's first network learned from",
                "From the KGS Go Server.",
            ),
        ),
    ),
    Group(
        "doubling time as first stated",
        (
            Row(
                "MOORE_1965_DOUBLING_TIME",
                12,
                "month",
                "paper",
                "moore1965",
                "the doubling time in Moore's paper of 1965",
                "'Roughly a factor of two per year'; in 1975 he made it two years.",
            ),
        ),
    ),
    Group(
        "doubling time",
        (
            Row(
                "MOORE_DOUBLING_TIME", 24, "month", "convention", "moore", "the doubling time of Moore's law"
            ),
            Row(
                "AI_COMPUTE_DOUBLING_TIME",
                3.4,
                "month",
                "paper",
                "amodei",
                "the doubling time of training compute, 2012 to 2017",
                "Later data, 2012 to 2024, give about 6 months.",
            ),
            Row(
                "ALGORITHMIC_EFFICIENCY_HALVING_TIME",
                16,
                "month",
                "paper",
                "hernandez",
                "the time in which the compute for AlexNet's accuracy halves",
                "The authors' fit; the first and the last point alone give 15.",
            ),
        ),
    ),
    Group(
        "growth factor",
        (
            Row(
                "ALGORITHMIC_EFFICIENCY_GAIN",
                44.5,
                "",
                "paper",
                "hernandez",
                "the gain in algorithmic efficiency from AlexNet to EfficientNet-B0",
                "June 2012 to May 2019, seven years; '44 times' in the abstract. " + _PLAIN,
            ),
        ),
    ),
    Group(
        "starting accuracy",
        (
            Row(
                "DRIFT_START_ACCURACY",
                85,
                "percent",
                "assumption",
                "book",
                "the accuracy at the start of the drift example",
                "A round figure of the book.",
            ),
        ),
    ),
    Group(
        "drift rate",
        (
            Row(
                "DRIFT_LOSS_PER_MONTH",
                0.8,
                "percentage_point/month",
                "assumption",
                "book",
                "the loss of accuracy per month in the drift example",
                "The book also tells of 85 % falling below 40 % in six months: 7.5 points a month.",
            ),
        ),
    ),
    Group(
        "accuracy after drift",
        (
            Row(
                "RECOMMENDER_LATE_ACCURACY",
                40,
                "percent",
                "estimate",
                "book",
                "the accuracy of a recommender that nobody retrained",
                "'Below 40 %', from 85 % six months before; no source is named.",
            ),
        ),
    ),
    Group(
        "drift period",
        (
            Row(
                "DRIFT_PERIOD",
                6,
                "month",
                "assumption",
                "book",
                "the period of the drift example",
                "The recommender that falls below 40 % takes as long.",
            ),
        ),
    ),
    Group(
        "growth period",
        (
            Row(
                "AI_COMPUTE_GROWTH_PERIOD",
                72,
                "month",
                "estimate",
                "book",
                "the period over which training compute is said to have doubled every 3.4 months",
                "2012 to 2018; the doubling time was measured to the end of 2017.",
            ),
        ),
    ),
    Group(
        "project failures",
        (
            Row(
                "PROJECT_FAILURES_HIGH",
                85,
                "percent",
                "estimate",
                "book",
                "the most machine-learning projects that fail, by the pitfall on expertise",
                "The upper end of 60 to 85 %; the summary of the same chapter says 60 to 70 %.",
            ),
            Row(
                "PROJECT_FAILURES_HIGH_IN_SUMMARY",
                70,
                "percent",
                "estimate",
                "book",
                "the most machine-learning projects that fail, by the summary",
                "The upper end of 60 to 70 %; a pitfall of the same chapter says 60 to 85 %.",
            ),
        ),
    ),
    Group(
        "statistics",
        (
            Row(
                "KS_TEST_COEFFICIENT",
                1.36,
                "",
                "convention",
                "course",
                "the Kolmogorov-Smirnov coefficient at 5 %",
                "sqrt(-ln(0.05 / 2) / 2) = 1.358, rounded as in statistical tables. " + _PLAIN,
            ),
        ),
    ),
    Group(
        "number words",
        (
            Row("THOUSAND", 1e3, "", "convention", "definition", "a thousand"),
            Row("MILLION", 1e6, "", "convention", "definition", "a million"),
            Row(
                "BILLION",
                1e9,
                "",
                "convention",
                "definition",
                "a billion",
                "Short scale: a thousand million.",
            ),
            Row(
                "TRILLION",
                1e12,
                "",
                "convention",
                "definition",
                "a trillion",
                "Short scale: a million million.",
            ),
            Row("QUADRILLION", 1e15, "", "convention", "definition", "a quadrillion", "Short scale."),
        ),
    ),
    Group(
        "time units",
        (
            Row("SEC_PER_HOUR", 3600, "", "convention", "bipm", "the seconds in an hour", _PLAIN),
            Row("SEC_PER_DAY", 86_400, "", "convention", "bipm", "the seconds in a day", _PLAIN),
            Row("HOURS_PER_DAY", 24, "", "convention", "bipm", "the hours in a day", _PLAIN),
            Row(
                "DAYS_PER_YEAR",
                365,
                "",
                "convention",
                "definition",
                "the days in a common year",
                "The unit `year` of this course has 365.25 days. " + _PLAIN,
            ),
        ),
    ),
)
