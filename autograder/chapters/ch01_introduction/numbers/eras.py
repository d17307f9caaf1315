"""Numbers of the section on the eras of AI."""

from typing import Any

from autograder.scenarios import OneOf, Parameter, Together, declare


def _apart(*values: float) -> bool:
    """Say whether answers that learners confuse differ from one another by more than two percent."""
    ordered = sorted(values)
    return all(high - low > 0.02 * abs(high) for low, high in zip(ordered, ordered[1:], strict=False))


declare(
    "rule_base",
    title="A program made of rules",
    parameters={
        "features": Parameter("number of yes-or-no features of a case"),
        "rules": Parameter("number of rules in the knowledge base"),
    },
    book=(20, 600),
    vary=[
        OneOf("features", tuple(range(8, 33))),
        OneOf(
            "rules", (120, 150, 200, 240, 280, 300, 350, 400, 450, 480, 500, 550, 640, 700, 800, 900, 1200)
        ),
    ],
)

_CERTAINTIES = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)

declare(
    "two_rules",
    title="Three rules about one hypothesis: two for it, one against it",
    parameters={
        "first": Parameter("certainty factor of the first rule"),
        "second": Parameter("certainty factor of the second rule"),
        "against": Parameter("certainty factor of the rule against"),
    },
    book=(0.7, 0.6, -0.4),
    vary=[
        OneOf("first", _CERTAINTIES),
        OneOf("second", _CERTAINTIES),
        OneOf("against", tuple(-value for value in _CERTAINTIES)),
    ],
    require=lambda first, against: abs(first + against) > 0.08,
)

declare(
    "one_rule",
    title="A rule with three premises, joined by AND",
    parameters={
        "strength": Parameter("certainty factor of the rule"),
        "infection": Parameter("certainty that the infection is primary bacteremia"),
        "site": Parameter("certainty that the site is sterile"),
        "portal": Parameter("certainty of the portal of entry"),
    },
    book=(0.7, 1.0, 0.8, 0.9),
    vary=[
        OneOf("strength", (0.4, 0.5, 0.6, 0.65, 0.75, 0.8, 0.85)),
        OneOf("infection", (0.55, 0.65, 0.75, 0.85, 0.95)),
        OneOf("site", (0.5, 0.6, 0.7, 0.8, 0.9)),
        OneOf("portal", (0.35, 0.45, 0.6, 0.7, 0.9)),
    ],
)

declare(
    "spam_word",
    title="A word in the emails of two classes",
    parameters={
        "spam_with": Parameter("spam emails that contain the word", "email"),
        "ham_with": Parameter("ham emails that contain the word", "email"),
        "spam_mails": Parameter("spam emails in all", "email"),
        "ham_mails": Parameter("ham emails in all", "email"),
    },
    book=(180, 20, 1000, 1500),
    vary=[
        OneOf("spam_with", (60, 80, 90, 110, 140, 150, 180, 210, 240)),
        OneOf("ham_with", (8, 12, 15, 20, 25, 30, 45)),
        OneOf("spam_mails", (400, 500, 800, 1000, 1500, 2000)),
        OneOf("ham_mails", (600, 900, 1200, 1600, 2500, 3000)),
    ],
)


def _two_words(prior: float, spam_1: float, ham_1: float, spam_2: float, ham_2: float) -> bool:
    """Say whether forgetting one thing gives another answer than forgetting another."""

    def part(spam: float, ham: float) -> float:
        return spam / (spam + ham)

    rest = 1 - prior
    first, second = part(prior * spam_1, rest * ham_1), part(prior * spam_2, rest * ham_2)
    right = part(prior * spam_1 * spam_2, rest * ham_1 * ham_2)
    return _apart(
        right, 1 - right, first, second, (first + second) / 2,
        part(spam_1 * spam_2, ham_1 * ham_2),
        part(rest * spam_1 * spam_2, prior * ham_1 * ham_2),
        part(prior * spam_1 * spam_2, ham_1 * ham_2),
        part(prior * (spam_1 + spam_2), rest * (ham_1 + ham_2)),
        part(prior**2 * spam_1 * spam_2, rest**2 * ham_1 * ham_2),
    )  # fmt: skip


declare(
    "spam_mail",
    title="An email with two words that the filter knows",
    parameters={
        "prior": Parameter("share of spam among all emails"),
        "spam_1": Parameter("share of the spam emails with word one"),
        "ham_1": Parameter("share of the ham emails with word one"),
        "spam_2": Parameter("share of the spam emails with word two"),
        "ham_2": Parameter("share of the ham emails with word two"),
    },
    book=(0.3, 0.18, 0.02, 0.1, 0.05),
    vary=[
        OneOf("prior", (0.2, 0.25, 0.3, 0.35, 0.4, 0.6)),
        OneOf("spam_1", (0.12, 0.15, 0.18, 0.22, 0.25, 0.3)),
        OneOf("ham_1", (0.02, 0.03, 0.04, 0.06, 0.08)),
        OneOf("spam_2", (0.05, 0.06, 0.08, 0.1, 0.12)),
        OneOf("ham_2", (0.04, 0.07, 0.09, 0.14, 0.18)),
    ],
    require=_two_words,
)

declare(
    "cascade",
    title="A cascade of stages that all cost the same",
    parameters={
        "stages": Parameter("number of stages"),
        "rejected": Parameter("share of the non-faces reaching a stage that it rejects"),
        "features": Parameter("features that each stage evaluates"),
    },
    # Few stages that pass much on: what the last of them leave must show.
    book=(7, 0.3, 20),
    vary=[
        OneOf("stages", tuple(range(3, 25))),
        OneOf("rejected", tuple(round(0.01 * step, 2) for step in range(8, 49) if step % 5)),
        OneOf("features", (3, 6, 12, 15, 20, 25, 40)),
    ],
)

declare(
    "top5_errors",
    title="Errors of two entries of one contest",
    parameters={
        "old_error": Parameter("error of the older entry", "percent"),
        "new_error": Parameter("error of the new entry", "percent"),
    },
    book=("ILSVRC2012_RUNNER_UP_TOP5_ERROR", "ALEXNET_TOP5_ERROR"),
    vary=[
        OneOf("old_error", tuple(round(18 + 0.7 * step, 1) for step in range(26))),
        OneOf("new_error", tuple(round(6 + 0.9 * step, 1) for step in range(16))),
    ],
    require=lambda old_error, new_error: 0.15 < 1 - new_error / old_error < 0.8,
)

_NETWORKS = (
    "ALEXNET_PARAMS",
    "VGG16_PARAMS",
    "RESNET50_PARAMS",
    "MOBILENET_V1_PARAMS",
    "MOBILENETV2_PARAMS",
    "EFFICIENTNET_B0_PARAMS",
    "VIT_L_PARAMS",
    "BERT_BASE_PARAMS",
    "BERT_LARGE_PARAMS",
    "YOLOV8_NANO_PARAMS",
)
_OTHER_SIZES = tuple(round(6.1e6 * 1.29**step, -5) for step in range(17))

declare(
    "weights_in_memory",
    title="A network's weights in memory",
    parameters={
        "parameters": Parameter("parameters of the network", "parameter"),
        "bytes_per_parameter": Parameter("size of one parameter", "byte/parameter"),
        "gpus": Parameter("number of GPUs that share the network"),
    },
    book=("ALEXNET_PARAMS", "BYTES_FP32", 2),
    vary=[
        OneOf("parameters", (*_NETWORKS, *_OTHER_SIZES)),
        OneOf("bytes_per_parameter", ("BYTES_FP32", "BYTES_FP16", "BYTES_FP64")),
        OneOf("gpus", (2, 3, 5, 6, 12)),
    ],
)


def _spans() -> list[tuple[Any, ...]]:
    """Return pairs of years of the timeline, with the shares of mentions in them."""
    from mlsys_course import data

    frame: Any = data.ai_timeline()
    share = dict(zip(frame["year"].tolist(), frame["mention_share"].tolist(), strict=True))
    found: list[tuple[Any, ...]] = []
    for start in range(1956, 2010):
        for years in range(4, 11):
            old, new = share[start], share[start + years]
            # A change that the eye sees, and none that is mistaken for another.
            if 0.12 < abs(new / old - 1) < 2.5 and _apart(abs(new / old - 1), abs(1 - old / new), new / old):
                found.append((start, old, start + years, new))
    return found


declare(
    "mention_share",
    title="Mentions of artificial intelligence at both ends of a span of years",
    parameters={
        "start_year": Parameter("year in which the span begins"),
        "start_share": Parameter("share of mentions in that year"),
        "end_year": Parameter("year in which the span ends"),
        "end_share": Parameter("share of mentions in that year"),
    },
    book=(1987, 2.60847e-4, 1993, 1.560935e-4),
    vary=[Together(("start_year", "start_share", "end_year", "end_share"), _spans())],
)

declare(
    "corners",
    title="The corners of a square that XOR labels",
    parameters={
        "corners": Parameter("number of corners"),
        "labelled_one": Parameter("number of corners that XOR labels one"),
    },
    book=(4, 2),
)

declare(
    "growing_rules",
    title="A base of rules that grows, and the experts who keep it free of contradictions",
    parameters={
        "rules": Parameter("number of rules"),
        "growth": Parameter("share by which the base of rules grows (an assumption)", "percent"),
        "check": Parameter("time to check one pair of rules against each other (an assumption)", "minute"),
        "experts": Parameter("number of experts (an assumption)"),
        "hours": Parameter("time that an expert has for it (an assumption)", "hour/week"),
    },
    book=(150, 20, 2, 4, 10),
    vary=[
        OneOf("rules", (150, 200, 250, 300, 400, 500, 600, 700)),
        OneOf("growth", (15, 20, 25, 30, 40, 50, 60)),
        OneOf("check", (1, 1.5, 2, 2.5, 3, 4)),
        OneOf("experts", (2, 3, 4, 5, 6)),
        OneOf("hours", (5, 8, 10, 12, 15, 20)),
    ],
)
