"""Practice exercises of the section on fallacies, pitfalls, deployment and the five pillars."""

from typing import Any

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_FALLACIES = "sec-introduction-fallacies-pitfalls-230d"
_CASES = "sec-introduction-deployment-case-studies-636f"
_SPECTRUM = "sec-introduction-deployment-spectrum-a38c"
_DISCIPLINES = "sec-introduction-five-engineering-disciplines-fa08"

# --------------------------------------------------------------------------- I9.2, I9.3, I9.5: Amdahl


@exercise(
    "speedup_limit",
    bank="I9.2",
    rtol=0.005,
    scenario="amdahl",
    objective=(4, 6),
    bloom="Analyze",
    anchors=(_FALLACIES, "amdahls-pitfall"),
    title="The ceiling",
    prompt=(
        "Three stages follow one another. Suppose inference cost no time at all: how many times "
        "faster would the "
        "service be, end to end, old latency over new? A plain number."
    ),
    neighbours=("latency_reduction",),
)
def speedup_limit(preprocessing: Any, inference: Any, postprocessing: Any) -> Any:
    """Old total over what remains."""
    return (preprocessing + inference + postprocessing) / (preprocessing + postprocessing)


@speedup_limit.misconception(
    "component-speedup",
    "This is the speedup of inference, not of the whole; and the question is about inference that "
    "costs no time.",
)
def _component(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    return speedup


@speedup_limit.misconception(
    "one-over-share",
    "This is one over the share of inference. The share that stays is what bounds the speedup, not "
    "the share that "
    "goes.",
)
def _one_over_share(preprocessing: Any, inference: Any, postprocessing: Any) -> Any:
    return (preprocessing + inference + postprocessing) / inference


@speedup_limit.misconception(
    "finite-speedup",
    "This is the speedup of the whole when inference is faster by the given factor. The question is "
    "about inference "
    "that costs no time at all.",
)
def _finite(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    total = preprocessing + inference + postprocessing
    return total / (preprocessing + inference / speedup + postprocessing)


@speedup_limit.misconception(
    "multiplied",
    "Here the speedup of the whole is multiplied by that of inference; each of the two counts the "
    "same saving.",
)
def _multiplied(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    total = preprocessing + inference + postprocessing
    return speedup * total / (preprocessing + inference / speedup + postprocessing)


@speedup_limit.misconception(
    "ratio:time",
    "This is new latency over old; the question asks for old over new.",
)
def _new_over_old(preprocessing: Any, inference: Any, postprocessing: Any) -> Any:
    return (preprocessing + postprocessing) / (preprocessing + inference + postprocessing)


@speedup_limit.misconception(
    "gain",
    "This is by how much faster the whole becomes (the speedup less one); the question asks how many "
    "times as fast.",
)
def _gain(preprocessing: Any, inference: Any, postprocessing: Any) -> Any:
    return inference / (preprocessing + postprocessing)


@exercise(
    "preprocessing_budget",
    bank="I9.3",
    unit="millisecond",
    rtol=0.005,
    scenario="amdahl",
    objective=(4, 6),
    bloom="Analyze",
    anchors=(_FALLACIES, "amdahls-pitfall"),
    title="A budget for preprocessing",
    prompt=(
        "Three stages follow one another. Inference has become faster by the given factor, "
        "postprocessing stays, and "
        "the whole must fit into the target. How long may preprocessing take?"
    ),
)
def preprocessing_budget(inference: Any, postprocessing: Any, speedup: Any, target: Any) -> Any:
    """Return what the other stages leave of the target."""
    return target - inference / speedup - postprocessing


@preprocessing_budget.misconception(
    "scaled",
    "Here the share that preprocessing has of the faster service is applied to the target. The other "
    "stages do not "
    "shrink with the target: subtract what they take.",
)
def _scaled(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any, target: Any) -> Any:
    return target * preprocessing / (preprocessing + inference / speedup + postprocessing)


@preprocessing_budget.misconception(
    "scaled-old",
    "Here the share that preprocessing had of the old latency is applied to the target. The other "
    "stages do not "
    "shrink with the target: subtract what they take.",
)
def _scaled_old(preprocessing: Any, inference: Any, postprocessing: Any, target: Any) -> Any:
    return target * preprocessing / (preprocessing + inference + postprocessing)


@preprocessing_budget.misconception(
    "to-save",
    "This is the time that preprocessing has to lose. The question is about the time that it may still take.",
)
def _to_save(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any, target: Any) -> Any:
    return preprocessing + inference / speedup + postprocessing - target


@preprocessing_budget.misconception(
    "all-shrunk",
    "Here postprocessing is divided by the speedup too. Only inference has become faster.",
)
def _all_shrunk(inference: Any, postprocessing: Any, speedup: Any, target: Any) -> Any:
    return target - (inference + postprocessing) / speedup


@exercise(
    "preprocessing_share",
    bank="I9.5",
    unit="percent",
    rtol=0.005,
    scenario="costlier_stage",
    objective=(1, 6),
    bloom="Analyze",
    anchors=(_FALLACIES, "amdahls-pitfall"),
    title="The share behind a rise in cost",
    prompt=(
        "A new model needs the given multiple of preprocessing; everything else stays, and the total "
        "cost rises by the "
        "given percentage. Which share of the old total was preprocessing?"
    ),
)
def preprocessing_share(factor: Any, rise: Any) -> Any:
    """Solve (factor - 1) * share = rise."""
    return rise / (factor - 1)


@preprocessing_share.misconception(
    "divided-by-factor",
    "Here the rise is divided by the factor. What is added to the old cost is the factor less one "
    "times the share.",
)
def _divided(factor: Any, rise: Any) -> Any:
    return rise / factor


@preprocessing_share.misconception(
    "rise-is-share",
    "This is the rise of the total itself. Ask how much a share must grow to raise the total by that much.",
)
def _same(rise: Any) -> Any:
    return rise


@preprocessing_share.misconception(
    "new-cost",
    "This is what preprocessing costs now, in terms of the old total. The question is about its "
    "share before.",
)
def _now(factor: Any, rise: Any) -> Any:
    return factor * rise / (factor - 1)


@preprocessing_share.misconception(
    "total-over-factor",
    "Here the new total is divided by the factor, as if all of it had grown by the factor.",
)
def _total(factor: Any, rise: Any) -> Any:
    return (1 + rise) / factor


@preprocessing_share.misconception(
    "share-of-new",
    "This is the share of preprocessing in the new total; the question is about the old one.",
)
def _of_new(factor: Any, rise: Any) -> Any:
    return factor * rise / (factor - 1) / (1 + rise)


# ----------------------------------------------------------------- I9.6 to I9.9: deployment in numbers


@exercise(
    "upload_time",
    bank="I9.6",
    unit="hour",
    scenario="shift_upload",
    objective=6,
    bloom="Apply",
    anchors=(_CASES, "waymo-data-rates"),
    title="Uploading a day of driving",
    prompt=(
        "A self-driving car records at the given rate for the given hours and uploads everything "
        "over a link that it "
        "uses fully. How long does the upload take?"
    ),
)
def upload_time(rate: Any, hours: Any, link: Any) -> Any:
    """Return the volume recorded over the rate of the link."""
    return rate * hours / link


@exercise(
    "download_time",
    bank="I9.7",
    unit="second",
    scenario="thin_link",
    objective=6,
    bloom="Apply",
    anchors=_CASES,
    title="A new model for the field",
    prompt=(
        "A model is sent to a sensor in a field over a slow radio link that it has to itself. "
        "How long does it take?"
    ),
)
def download_time(size: Any, link: Any) -> Any:
    """Return size over rate."""
    return size / link


@download_time.misconception(
    "bytes-doubled",
    "Here the 8 bits of a byte are counted twice. The units convert bytes to bits by themselves.",
)
def _twice(size: Any, link: Any) -> Any:
    return 8 * size / link


@exercise(
    "extra_distance",
    bank="I9.8",
    unit="meter",
    rtol=0.005,
    scenario="decision_distance",
    objective=6,
    bloom="Apply",
    anchors=(_SPECTRUM, "fn-latency"),
    title="Metres a decision costs",
    prompt=(
        "A car decides on board within the edge latency, or asks the cloud and waits for the cloud "
        "latency. How much "
        "farther does it travel until the decision, at the given speed?"
    ),
)
def extra_distance(speed: Any, edge: Any, cloud: Any) -> Any:
    """Return speed times the additional time."""
    return speed * (cloud - edge)


@extra_distance.misconception(
    "edge-distance",
    "This is how far the car travels until a decision on board. The question is about the distance added.",
)
def _edge_distance(speed: Any, edge: Any) -> Any:
    return speed * edge


@exercise(
    "memory_ratio",
    bank="I9.9",
    rtol=0.05,
    scenario="memories",
    objective=6,
    bloom="Apply",
    anchors=(_SPECTRUM, "fn-microcontrollers"),
    title="How much smaller is small?",
    prompt=(
        "How many times as much working memory (RAM) has the phone as the microcontroller? A plain "
        "number; a kilobyte "
        "of 1000 or of 1024 bytes makes no difference here."
    ),
)
def memory_ratio(phone: Any, microcontroller: Any) -> Any:
    """Return the memory of the one over that of the other."""
    return phone / microcontroller


@memory_ratio.misconception(
    "used:flash",
    "This compares with the flash memory, where the program is stored. RAM is what it works in.",
)
def _flash(phone: Any, flash: Any) -> Any:
    return phone / flash


# ------------------------------------------------------------------- I9.13 to I9.15: benchmark and system


@exercise(
    "error_growth",
    bank="I9.13",
    rtol=0.005,
    scenario="benchmark_gap",
    objective=(3, 6),
    bloom="Understand",
    anchors=(_CASES, "sec-introduction-ml-vs-traditional-software-e19a"),
    title="From the benchmark to production",
    prompt=(
        "A model has the given accuracies on its benchmark and in production. How many times as "
        "large is its error rate in production as on the benchmark? A plain number."
    ),
)
def error_growth(benchmark: Any, production: Any) -> Any:
    """Return error rate over error rate."""
    return (1 - production) / (1 - benchmark)


@exercise(
    "sentiment_error_growth",
    bank="I9.15",
    scenario="sentiment_gap",
    objective=(3, 6),
    bloom="Understand",
    anchors=_FALLACIES,
    title="Slang, emojis and the error rate",
    prompt=(
        "A sentiment model has the given accuracies on its benchmark and in production. How many "
        "times as large is its "
        "error rate in production as on the benchmark? A plain number."
    ),
)
def sentiment_error_growth(benchmark: Any, production: Any) -> Any:
    """Return error rate over error rate."""
    return (1 - production) / (1 - benchmark)


def _accuracy_ratio(benchmark: Any, production: Any) -> Any:
    return benchmark / production


def _points(benchmark: Any, production: Any) -> Any:
    return 100 * (benchmark - production)


def _relative_drop(benchmark: Any, production: Any) -> Any:
    return (benchmark - production) / benchmark


for _one in (error_growth, sentiment_error_growth):
    _one.misconception(
        "ratio:accuracy",
        "This compares the accuracies. The question is about the errors, which are what is missing to one.",
    )(_accuracy_ratio)
    _one.misconception(
        "points",
        "These are the percentage points lost. The question asks how many times as large the error rate is.",
    )(_points)
    _one.misconception(
        "relative-drop",
        "This is by which share the accuracy fell. The question is about the errors.",
    )(_relative_drop)


@exercise(
    "transformer_latency",
    bank="I9.14",
    unit="millisecond",
    rtol=0.005,
    scenario="bigger_model",
    objective=(4, 6),
    bloom="Analyze",
    anchors=(_FALLACIES, "eq-intro-iron-law"),
    title="What the better algorithm costs",
    prompt=(
        "A convolutional network takes the given times to move data, to compute and as overhead, one "
        "after another. A "
        "vision transformer moves more data and does more operations by the given factors; the "
        "overhead stays. How "
        "long does it take?"
    ),
)
def transformer_latency(data: Any, compute: Any, overhead: Any, data_factor: Any, ops_factor: Any) -> Any:
    """Scale each term of the Iron Law by its own factor."""
    return data * data_factor + compute * ops_factor + overhead


@transformer_latency.misconception(
    "everything-times-operations",
    "Here everything grows with the operations. Each term has its own factor, and the overhead has none.",
)
def _times_ops(data: Any, compute: Any, overhead: Any, ops_factor: Any) -> Any:
    return (data + compute + overhead) * ops_factor


@transformer_latency.misconception(
    "everything-times-data",
    "Here everything grows with the data. Each term has its own factor, and the overhead has none.",
)
def _times_data(data: Any, compute: Any, overhead: Any, data_factor: Any) -> Any:
    return (data + compute + overhead) * data_factor


@transformer_latency.misconception(
    "both-factors",
    "Here the two factors are multiplied with each other. Each belongs to its own term.",
)
def _both(data: Any, compute: Any, overhead: Any, data_factor: Any, ops_factor: Any) -> Any:
    return (data + compute + overhead) * data_factor * ops_factor


# --------------------------------------------------------------------------------- I9.16: the book's parts

_PARTS = {
    "I": ("Introduction", "ML Systems", "ML Workflow", "Data Engineering"),
    "II": ("Neural Computation", "Network Architectures", "Frameworks", "Training"),
    "III": ("Data Selection", "Model Compression", "HW Acceleration", "Benchmarking"),
    "IV": ("Model Serving", "ML Operations", "Responsible Engineering", "Conclusion"),
}
_PART_OF = {chapter: part for part, chapters in _PARTS.items() for chapter in chapters}


@exercise(
    "book_part",
    bank="I9.16",
    objective=8,
    bloom="Remember",
    anchors=("tbl-book-structure", "sec-introduction-book-organization-0b64"),
    title="Which part of the book?",
    prompt=(
        "Give each of the 16 chapters the part of the book it belongs to, I (Foundations), II "
        "(Build), III (Optimize) "
        "or IV (Deploy), as a dictionary."
    ),
    spec=Classification(
        items={
            **dict.fromkeys(_PART_OF, ()),
            "Frameworks": ("ML Frameworks",),
            "Training": ("Model Training",),
            "HW Acceleration": ("Hardware Acceleration",),
        },
        classes={
            "I": (1, "Part I", "Foundations"),
            "II": (2, "Part II", "Build"),
            "III": (3, "Part III", "Optimize"),
            "IV": (4, "Part IV", "Deploy"),
        },
        reconsider="Ask of each chapter: does it set the scene, build a model, make it cheaper, or run it?",
        partial=True,
    ),
)
def book_part() -> dict[str, str]:
    """Give each chapter its part."""
    return _PART_OF


book_part.misconception(
    "measuring-is-deploying",
    "Benchmarking went to deployment; the book measures in order to optimise.",
)(lambda: {"Benchmarking": "IV"})

book_part.misconception(
    "data-selection-is-foundation",
    "Choosing data went to the foundations; the book counts it among the ways to need less.",
)(lambda: {"Data Selection": "I"})

book_part.misconception(
    "frameworks-are-foundation",
    "The frameworks went to the foundations; they are the tools a model is built with.",
)(lambda: {"Frameworks": "I"})

book_part.misconception(
    "data-engineering-is-building",
    "Data engineering went to building; the book lays it first, before any model.",
)(lambda: {"Data Engineering": "II"})

book_part.misconception(
    "serving-is-optimising",
    "Serving went to optimisation; it begins where the model is in use.",
)(lambda: {"Model Serving": "III"})


# --------------------------------------------------------------- I9.19, I9.20: what the pillars calculate


@exercise(
    "expected_failures",
    bank="I9.19",
    scenario="failing_gpus",
    objective=(8, 4),
    bloom="Apply",
    anchors=("fig-pillars", _DISCIPLINES),
    title="Failures in a long run",
    prompt=(
        "Training systems: each GPU of a cluster fails, on average, once in its mean time to "
        "failure, independently of "
        "the others, and is replaced at once. How many failures are to be expected during the run? A "
        "plain number, not "
        "rounded."
    ),
)
def expected_failures(gpus: Any, mttf: Any, duration: Any) -> Any:
    """Return device-time over mean time to failure."""
    return gpus * duration / mttf


@expected_failures.misconception(
    "time-between",
    "These are the hours between two failures of the cluster. The question asks how many there are "
    "during the run.",
)
def _between(gpus: Any, mttf: Any) -> Any:
    return mttf.to("hour").magnitude / gpus


@exercise(
    "canary_time",
    bank="I9.20",
    unit="minute",
    rtol=0.005,
    scenario="canary",
    objective=(8, 6),
    bloom="Analyze",
    anchors=("fig-pillars", _DISCIPLINES),
    title="How long must a canary sing?",
    prompt=(
        "Deployment infrastructure: a small part of the requests goes to the new version, the "
        "canary. To tell the "
        "feared error rate p2 from the old one p1, it must have seen n = (z_alpha + z_beta)^2 (p1 (1 - p1) + "
        "p2 (1 - p2)) / (p2 - p1)^2 requests. How long does that take at its rate of requests?"
    ),
)
def canary_time(rate: Any, old: Any, feared: Any, z_alpha: Any, z_beta: Any) -> Any:
    """Return the requests needed over the rate at which they arrive."""
    return (z_alpha + z_beta) ** 2 * (old * (1 - old) + feared * (1 - feared)) / (feared - old) ** 2 / rate


@canary_time.misconception(
    "dropped:power",
    "The quantile of the power, z_beta, is left out: without it a harmful version is missed every "
    "other time.",
)
def _no_power(rate: Any, old: Any, feared: Any, z_alpha: Any) -> Any:
    return z_alpha**2 * (old * (1 - old) + feared * (1 - feared)) / (feared - old) ** 2 / rate


@canary_time.misconception(
    "one-variance",
    "Only the old version's variance is counted. Both rates are uncertain, so both variances add up.",
)
def _one_variance(rate: Any, old: Any, feared: Any, z_alpha: Any, z_beta: Any) -> Any:
    return (z_alpha + z_beta) ** 2 * old * (1 - old) / (feared - old) ** 2 / rate


@canary_time.misconception(
    "other-variance",
    "Only the new version's variance is counted. Both rates are uncertain, so both variances add up.",
)
def _other_variance(rate: Any, old: Any, feared: Any, z_alpha: Any, z_beta: Any) -> Any:
    return (z_alpha + z_beta) ** 2 * feared * (1 - feared) / (feared - old) ** 2 / rate


@canary_time.misconception(
    "squares-added",
    "The quantiles are squared one by one. Add them first, then square the sum.",
)
def _squares(rate: Any, old: Any, feared: Any, z_alpha: Any, z_beta: Any) -> Any:
    both = old * (1 - old) + feared * (1 - feared)
    return (z_alpha**2 + z_beta**2) * both / (feared - old) ** 2 / rate


@canary_time.misconception(
    "not-squared:difference",
    "The difference of the two error rates is not squared. Half the difference takes four times the "
    "requests.",
)
def _difference(rate: Any, old: Any, feared: Any, z_alpha: Any, z_beta: Any) -> Any:
    return (z_alpha + z_beta) ** 2 * (old * (1 - old) + feared * (1 - feared)) / (feared - old) / rate
