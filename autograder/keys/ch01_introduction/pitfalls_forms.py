"""The pitfalls section: Amdahl's law as a function, deployment tiers, the five pillars."""

from __future__ import annotations

import math
import random
from typing import Any

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification, Edge, Function

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
    anchors="amdahls-pitfall",
    title="Amdahl's law as a function",
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
