"""The pitfalls section: Amdahl as a function, lifecycle, tiers, pillars, and the claims of the book."""

from __future__ import annotations

import math
import random
from typing import Any

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Claims, Classification, Edge, Function, Graph

# -------------------------------------------------------------------------------------------- I9.4 amdahl


def _draw(draw: random.Random) -> tuple[float, float]:
    return draw.uniform(0.05, 0.95), draw.uniform(1.2, 40)


@exercise(
    "amdahl",
    bank="I9.4",
    rtol=1e-4,
    points=3,
    objective=(4, 6),
    bloom="Create",
    anchors=("sec-introduction-fallacies-pitfalls-230d", "amdahls-pitfall"),
    title="Amdahl's law as a function",
    prompt=(
        "Write the speedup of the whole, old time over new, when the share p (from 0 to 1) of the "
        "time becomes s "
        "times as fast. s may be infinite, or below 1."
    ),
    spec=Function(
        cases=[(0.5, 3), (0.9, 10), (0.35, 3), (0.8, 0.5)],
        edges=[
            Edge("limit:p=0", (0, 10), "No part of the work becomes faster."),
            Edge("limit:p=1", (1, 4), "All of the work becomes faster."),
            Edge("limit:s=inf", (0.5, math.inf), "The part p takes no time any more."),
            Edge("limit:s=1", (0.3, 1), "The part p is as fast as before."),
        ],
        generate=_draw,
    ),
)
def amdahl(p, s):  # type: ignore[no-untyped-def]
    """Return old time over new time."""
    return 1 / ((1 - p) + p / s)


amdahl.misconception("ratio:time", "That is the new time over the old one; a speedup is old over new.")(
    lambda p, s: (1 - p) + p / s
)

amdahl.misconception("swapped:p-rest", "The share p and the rest 1 - p are exchanged.")(
    lambda p, s: 1 / (p + (1 - p) / s)
)

amdahl.misconception("law:gustafson", "That is Gustafson's law, for work that grows with the machine.")(
    lambda p, s: (1 - p) + p * s
)

amdahl.misconception(
    "inverted:p/s", "The fraction in the denominator is upside down: s divides the share p."
)(lambda p, s: 1 / ((1 - p) + s / p))

amdahl.misconception(
    "operator:p*s", "The share p is multiplied by s; being s times faster divides its time."
)(lambda p, s: 1 / ((1 - p) + p * s))

amdahl.misconception("limit-only", "That is the limit for an infinitely fast part: s has no effect in it.")(
    lambda p, s: 1 / (1 - p)
)

amdahl.misconception(
    "local-speedup", "That is the speedup of the part, not of the whole: p has no effect in it."
)(lambda p, s: s)

amdahl.misconception(
    "proportional", "The speedup is multiplied by the share; the shares of the time add up instead."
)(lambda p, s: p * s)

amdahl.misconception("rest-dropped", "The part that stays as it was, 1 - p, is missing.")(
    lambda p, s: 1 / (p / s)
)

amdahl.misconception("rest-whole", "The whole stays in the denominator, not only the rest 1 - p.")(
    lambda p, s: 1 / (1 + p / s)
)

amdahl.misconception(
    "saving", "That is the share of the time that is saved; the speedup is old time over new."
)(lambda p, s: p - p / s)

amdahl.misconception(
    "saving-over-new", "That is the speedup less 1: by how much faster, not how many times as fast."
)(lambda p, s: 1 / ((1 - p) + p / s) - 1)

amdahl.misconception("percent:p", "The share is taken for a percentage; it is a fraction between 0 and 1.")(
    lambda p, s: 1 / ((1 - p / 100) + p / 100 / s)
)

amdahl.misconception(
    "precedence", "The brackets close too early: 1 is divided by the rest alone and p / s is added."
)(lambda p, s: 1 / (1 - p) + p / s if p < 1 else math.nan)


# ------------------------------------------------------------------------------- I9.11 deployment_tier

_TIERS = {
    "LLM chat, 350 GB": "cloud",
    "brake decision <10 ms": "edge",
    "wake word 1 mW": "TinyML",
    "AR filter on phone 3 W": "mobile",
    "protein folding batch": "cloud",
    "vibration sensor coin cell": "TinyML",
    "factory vision, no uplink, 60 W": "edge",
    "offline translation app": "mobile",
}


@exercise(
    "deployment_tier",
    bank="I9.11",
    points=2,
    objective=6,
    bloom="Apply",
    anchors="tbl-efficiency-priorities",
    title="Which tier?",
    prompt=(
        "Give each system its tier: cloud, edge, mobile or TinyML. Part of the points for part of "
        "the systems."
    ),
    spec=Classification(
        items={
            "LLM chat, 350 GB": ("LLM chat",),
            "brake decision <10 ms": (
                "brake decision",
                "brake decision < 10 ms",
                "brake decision under 10 ms",
            ),
            "wake word 1 mW": ("wake word",),
            "AR filter on phone 3 W": ("AR filter on phone", "AR filter"),
            "protein folding batch": ("protein folding",),
            "vibration sensor coin cell": ("vibration sensor",),
            "factory vision, no uplink, 60 W": ("factory vision", "factory vision, no uplink"),
            "offline translation app": ("offline translation",),
        },
        classes={
            "cloud": ("data center", "datacentre", "server"),
            "edge": ("edge server", "edge box", "gateway"),
            "mobile": ("phone", "smartphone", "handset"),
            "TinyML": ("tiny", "microcontroller", "MCU", "embedded"),
        },
        reconsider="Take the hardest requirement of each first: memory, then time limit, then power.",
        partial=True,
    ),
)
def deployment_tier() -> dict[str, Any]:
    """Give each set of requirements the tier that meets it."""
    return _TIERS


deployment_tier.misconception(
    "network-latency",
    "Something with a hard time limit went to the cloud: the network alone takes 50 to 100 ms.",
)(lambda: {"brake decision <10 ms": "cloud"})

deployment_tier.misconception(
    "no-uplink", "Something without a connection went to the cloud, which it could not reach."
)(lambda: {"factory vision, no uplink, 60 W": "cloud"})

deployment_tier.misconception(
    "offline", "Something that must work offline went to the cloud, which it could not reach."
)(lambda: {"offline translation app": "cloud"})

deployment_tier.misconception(
    "watts-on-milliwatts", "Something that lives on milliwatts went to a processor that draws watts."
)(lambda: {"wake word 1 mW": "mobile", "vibration sensor coin cell": "mobile"})

deployment_tier.misconception(
    "sensor-is-edge", "Whatever sits at a sensor went to the edge: an edge box draws watts from the mains."
)(lambda: {"wake word 1 mW": "edge", "vibration sensor coin cell": "edge"})

deployment_tier.misconception(
    "phone-is-edge",
    "What runs on a phone went to the edge: the chapter keeps them apart, a phone has a battery.",
)(lambda: {"AR filter on phone 3 W": "edge", "offline translation app": "edge"})

deployment_tier.misconception(
    "needs-gpu",
    "Everything that looks hard went to the cloud, whatever its limits of time, power and connection.",
)(
    lambda: {
        "brake decision <10 ms": "cloud",
        "AR filter on phone 3 W": "cloud",
        "factory vision, no uplink, 60 W": "cloud",
        "offline translation app": "cloud",
    }
)

deployment_tier.misconception(
    "car-is-embedded",
    "A braking car went to a microcontroller: its vision models need far more than kilobytes.",
)(lambda: {"brake decision <10 ms": "TinyML"})

deployment_tier.misconception(
    "model-fits", "A model of hundreds of gigabytes went where no device has that much memory."
)(lambda: {"LLM chat, 350 GB": "edge"})

deployment_tier.misconception(
    "model-fits", "A model of hundreds of gigabytes went where no device has that much memory."
)(lambda: {"LLM chat, 350 GB": "mobile"})


# ---------------------------------------------------------------------------------- I9.12 pillar_owner

_DATA, _TRAINING, _DEPLOYMENT, _OPERATIONS, _ETHICS = (
    "Data Engineering",
    "Training Systems",
    "Deployment Infrastructure",
    "Operations and Monitoring",
    "Ethics and Governance",
)
_OWNERS = {
    "sensor records must be validated before they enter the dataset": _DATA,
    "GPU failures mid-run": _TRAINING,
    "p99 inference latency too high on the phone tier": _DEPLOYMENT,
    "silent accuracy decay in production": _OPERATIONS,
    "subgroup error gap": _ETHICS,
    "lineage: from a label back to its source record": _DATA,
    "fitting the model to an edge device before launch": _DEPLOYMENT,
    "loan refused and nobody can give the applicant a reason": _ETHICS,
    "hyper-parameter tuning at scale": _TRAINING,
    "alert fatigue": _OPERATIONS,
}


@exercise(
    "pillar_owner",
    bank="I9.12",
    points=2,
    objective=8,
    bloom="Apply",
    anchors="fig-pillars",
    title="Whose problem is it?",
    prompt=("Give each trouble the pillar that owns it. Part of the points for part of the troubles."),
    spec=Classification(
        items={
            "sensor records must be validated before they enter the dataset": ("sensor records",),
            "GPU failures mid-run": ("GPU failures",),
            "p99 inference latency too high on the phone tier": ("p99 inference latency",),
            "silent accuracy decay in production": ("silent accuracy decay",),
            "subgroup error gap": (),
            "lineage: from a label back to its source record": ("lineage",),
            "fitting the model to an edge device before launch": ("fitting the model to an edge device",),
            "loan refused and nobody can give the applicant a reason": ("loan refused",),
            "hyper-parameter tuning at scale": ("hyperparameter tuning",),
            "alert fatigue": (),
        },
        classes={
            _DATA: ("data",),
            _TRAINING: ("training",),
            _DEPLOYMENT: ("deployment", "serving"),
            _OPERATIONS: ("operations", "monitoring", "MLOps", "ops", "operations & monitoring"),
            _ETHICS: ("ethics", "governance", "responsible AI", "fairness"),
        },
        reconsider="Ask when each trouble shows: before training, during it, at launch, or in daily use.",
        partial=True,
    ),
)
def pillar_owner() -> dict[str, Any]:
    """Give each challenge the pillar that owns it."""
    return _OWNERS


pillar_owner.misconception(
    "decay-is-training", "Decay in production went to training: nothing changed in the model, the world did."
)(lambda: {"silent accuracy decay in production": _TRAINING})

pillar_owner.misconception(
    "latency-is-model", "Latency went to training: how fast a model answers is settled where it is served."
)(lambda: {"p99 inference latency too high on the phone tier": _TRAINING})

pillar_owner.misconception(
    "fitting-is-training", "Fitting a trained model to a device went to training: it belongs to the launch."
)(lambda: {"fitting the model to an edge device before launch": _TRAINING})

pillar_owner.misconception(
    "fairness-is-training",
    "A gap between groups of people went to training: who answers for it is settled above that.",
)(lambda: {"subgroup error gap": _TRAINING})

pillar_owner.misconception(
    "fairness-is-data",
    "A gap between groups of people went to data: data may cause it, somebody must answer for it.",
)(lambda: {"subgroup error gap": _DATA})

pillar_owner.misconception(
    "lineage-is-governance",
    "Where a record comes from went to governance: those who build the pipelines keep it.",
)(lambda: {"lineage: from a label back to its source record": _ETHICS})

pillar_owner.misconception(
    "validation-is-operations",
    "Checks in front of the dataset went to operations, which watches what is deployed.",
)(lambda: {"sensor records must be validated before they enter the dataset": _OPERATIONS})

pillar_owner.misconception(
    "failures-are-operations",
    "A run that breaks in training went to operations, which watches what is deployed.",
)(lambda: {"GPU failures mid-run": _OPERATIONS})

pillar_owner.misconception(
    "explaining-is-deployment",
    "A decision nobody can explain went to deployment: it is a matter of accountability.",
)(lambda: {"loan refused and nobody can give the applicant a reason": _DEPLOYMENT})

pillar_owner.misconception(
    "latency-is-operations",
    "Latency on one tier went to operations: the infrastructure that serves it settles it.",
)(lambda: {"p99 inference latency too high on the phone tier": _OPERATIONS})


# -------------------------------------------------------------------------------------- I9.10 lifecycle

_STAGES = {
    ("collection", "preparation"),
    ("preparation", "training"),
    ("training", "evaluation"),
    ("evaluation", "deployment"),
    ("deployment", "monitoring"),
}
_BACK = {("evaluation", "preparation"), ("monitoring", "collection")}


@exercise(
    "lifecycle",
    bank="I9.10",
    points=2,
    objective=6,
    bloom="Understand",
    anchors="fig-ml_lifecycle_overview",
    title="The lifecycle of an ML system",
    prompt=(
        "Give the edges of the chapter's lifecycle from data collection to monitoring, with its two feedback "
        "loops, as pairs (from, to)."
    ),
    spec=Graph(
        nodes={
            "collection": ("data collection", "collect data", "collect"),
            "preparation": ("data preparation", "data prep", "preprocessing", "prepare", "cleaning"),
            "training": ("model training", "train"),
            "evaluation": ("model evaluation", "evaluate", "validation", "testing"),
            "deployment": ("model deployment", "deploy", "serving"),
            "monitoring": ("model monitoring", "monitor", "operations"),
        },
        reconsider=(
            "Follow one model through its life, and ask twice: what happens when it is not good enough?"
        ),
    ),
)
def lifecycle() -> set[tuple[str, str]]:
    """Return the stages in their order, and the two ways back."""
    return _STAGES | _BACK


lifecycle.misconception(
    "waterfall", "That is a waterfall: it ends with monitoring, and what is found there leads nowhere."
)(lambda: _STAGES)

lifecycle.misconception(
    "retrains-on-old-data",
    "What monitoring finds leads straight back to training there: the model would be trained "
    "again on the data "
    "that no longer describe the world.",
)(lambda: _STAGES | {("evaluation", "preparation"), ("monitoring", "training")})

lifecycle.misconception(
    "retrains-on-old-data",
    "What monitoring finds leads back to preparation there: the data prepared again are the old ones.",
)(lambda: _STAGES | {("evaluation", "preparation"), ("monitoring", "preparation")})

lifecycle.misconception(
    "evaluation-to-training",
    "A model that fails its evaluation goes straight back to training there: on the same data it "
    "fails again.",
)(lambda: _STAGES | {("evaluation", "training"), ("monitoring", "collection")})

lifecycle.misconception(
    "evaluation-to-collection",
    "A model that fails its evaluation goes all the way back to new data there; the chapter looks "
    "at what there is "
    "first.",
)(lambda: _STAGES | {("evaluation", "collection"), ("monitoring", "collection")})

lifecycle.misconception(
    "both-to-training",
    "Both ways back end at training there: neither a failed evaluation nor a changed world is "
    "cured by the same data.",
)(lambda: _STAGES | {("evaluation", "training"), ("monitoring", "training")})

lifecycle.misconception(
    "monitoring-to-deployment",
    "What monitoring finds leads back to deployment there: the same model would be deployed again.",
)(lambda: _STAGES | {("evaluation", "preparation"), ("monitoring", "deployment")})

lifecycle.misconception(
    "monitoring-to-evaluation",
    "What monitoring finds leads back to evaluation there, which only confirms what is known already.",
)(lambda: _STAGES | {("evaluation", "preparation"), ("monitoring", "evaluation")})

lifecycle.misconception(
    "one-loop", "One of the two ways back is missing: a model may also fail before it is deployed."
)(lambda: _STAGES | {("monitoring", "collection")})

lifecycle.misconception(
    "one-loop", "One of the two ways back is missing: the world may change after the model is deployed."
)(lambda: _STAGES | {("evaluation", "preparation")})

lifecycle.misconception(
    "no-evaluation",
    "Training leads straight to deployment there: nobody has looked at the model before users do.",
)(
    lambda: (
        (_STAGES - {("training", "evaluation"), ("evaluation", "deployment")})
        | {("training", "deployment")}
        | _BACK
    )
)


# ----------------------------------------------------------------------------------- I9.17 book_claims


@exercise(
    "book_claims",
    bank="I9.17",
    points=4,
    objective=(4, 5, 7),
    bloom="Evaluate",
    anchors=("gpt3-training", "fig-ai-training-compute-growth", "fig-ai-timeline", "fig-algo-efficiency"),
    title="Do the chapter's own data support it?",
    prompt=(
        "For each claim say whether the chapter's own data support it, and give the value you computed: "
        "{claim: (True or False, value)}. Supported means within 10 percent of the claim, for "
        "orders of magnitude "
        "within half an order. Give orders of magnitude as log10. Part of the points for part of the claims."
    ),
    spec=Claims(
        claims={
            "gpt3_25_days": "GPT-3 takes 25 days on 1,024 A100 at an efficiency of 0.45",
            "compute_1e8": "training compute grew by eight orders of magnitude from AlexNet to GPT-4",
            "nine_orders": "GPT-4 took nine orders of magnitude more device-days than AlexNet",
            "five_orders": "2012 to 2018 at a doubling time of 3.4 months makes five orders of magnitude",
            "first_winter_fell": "mentions of AI fell during the first winter, 1974 to 1980",
            "error_reduction_42": "AlexNet reduced the error by 42 percent of what it was",
            "efficiency_16_months": (
                "the compute a task requires halves every 16 months (44.5 times, 2012.5 to 2019.4)"
            ),
            "recommender_40": (
                "losing 0.8 points a month, a recommender falls from 85 below 40 percent in six months"
            ),
        },
        rtol=0.02,
        units={
            "gpt3_25_days": "day",
            "first_winter_fell": "percent",
            "error_reduction_42": "percent",
            "efficiency_16_months": "month",
            "recommender_40": "percent",
        },
        reconsider="Compute it once more from the chapter's figure or table, not from its text.",
        partial=True,
    ),
)
def book_claims() -> dict[str, tuple[bool, float]]:
    """Recompute each claim from the chapter's data: 10 percent off, or half an order, still supports it."""
    days = 3.14e23 / (1024 * 312e12 * 0.45) / 86400
    compute = math.log10(2.0e25 / 1.2e18)
    devices = math.log10(2.5e6 / 12)
    growth = 72 / 3.4 * math.log10(2)
    winter = 100 * (472_788 / 256_138 - 1)
    error = 100 * (26.2 - 15.3) / 26.2
    halving = 12 * (2019.4 - 2012.5) / math.log2(44.5)
    return {
        "gpt3_25_days": (True, days),
        "compute_1e8": (False, compute),
        "nine_orders": (False, devices),
        "five_orders": (False, growth),
        "first_winter_fell": (False, winter),
        "error_reduction_42": (True, error),
        "efficiency_16_months": (True, halving),
        "recommender_40": (False, 85 - 6 * 0.8),
    }


book_claims.misconception(
    "caption-believed",
    "A caption is believed where the figure has the numbers: take its first and its last point.",
)(lambda: {"compute_1e8": (True, 8)})

book_claims.misconception(
    "factor-not-orders", "That is the factor; its orders of magnitude are the power of ten in it, log10."
)(lambda: {"compute_1e8": (False, 2.0e25 / 1.2e18), "nine_orders": (False, 2.5e6 / 12)})

book_claims.misconception(
    "exponents-only",
    "Only the exponents are compared, 25 and 18; the figures in front of them count too.",
)(lambda: {"compute_1e8": (False, 7)})

book_claims.misconception(
    "device-days-not-compared",
    "The table has device-days for both: divide them before you count orders of magnitude.",
)(lambda: {"nine_orders": (True, 9)})

book_claims.misconception(
    "doublings-not-counted",
    "The months are not turned into doublings: divide the span by the doubling time, then count "
    "factors of ten.",
)(lambda: {"five_orders": (True, 5)})

book_claims.misconception(
    "doublings-as-orders", "That is the number of doublings; an order of magnitude is a factor of ten."
)(lambda: {"five_orders": (False, 72 / 3.4)})

book_claims.misconception(
    "shading-believed",
    "The shading of a figure is believed: compare the series at the beginning and the end of the span.",
)(lambda: {"first_winter_fell": (True, -40)})

book_claims.misconception(
    "drop-not-computed", "A number from the text is believed that its own rate of decay does not give."
)(lambda: {"recommender_40": (True, 40)})

book_claims.misconception("decay-not-subtracted", "That is what is lost, not what is left.")(
    lambda: {"recommender_40": (False, 4.8)}
)

book_claims.misconception(
    "tolerance-ignored",
    "A claim counts as supported within 10 percent; a rounded number is not refuted by its rounding.",
)(
    lambda: {
        "gpt3_25_days": (False, None),
        "error_reduction_42": (False, None),
        "efficiency_16_months": (False, None),
    }
)

book_claims.misconception(
    "points-not-percent",
    "That is the drop in percentage points; the claim is about percent of the error before.",
)(lambda: {"error_reduction_42": (False, 10.9)})

book_claims.misconception("doubling-in-years", "That is the doubling time in years.")(
    lambda: {"efficiency_16_months": (True, (2019.4 - 2012.5) / math.log2(44.5))}
)
