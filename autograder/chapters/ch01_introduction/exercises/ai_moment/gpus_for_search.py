"""I1.1: how many GPUs it takes to answer every query of a search engine with a language model."""

import numpy as np

from mlsys_course import Q_
from mlsys_course.exercise import exercise


@exercise(
    "gpus_for_search",
    bank="I1.1",
    kind="integer",
    points=3,
    scenario="search_traffic",
    objective=(3, 4),
    bloom="Apply",
    anchors="sec-introduction-ai-moment-37f1",
    title="A language model behind every query",
)
def gpus_for_search(searches, peak_factor, answer, parameters, work, peak, efficiency):
    """Divide the work that comes in during the busiest hour by what one GPU does."""
    return np.ceil(searches * peak_factor * answer * parameters * work / (peak * efficiency))


gpus_for_search.misconception(
    "mean-rate",
    "These GPUs are enough for the average rate only. Plan for the busiest hour.",
    lambda searches, answer, parameters, work, peak, efficiency: np.ceil(
        searches * answer * parameters * work / (peak * efficiency)
    ),
)

gpus_for_search.misconception(
    "full-peak",
    "You let every GPU run at its peak all the time. It reaches only a share of the peak.",
    lambda searches, peak_factor, answer, parameters, work, peak: np.ceil(
        searches * peak_factor * answer * parameters * work / peak
    ),
)

gpus_for_search.misconception(
    "one-token",
    "You count one token for each query. An answer has many tokens.",
    lambda searches, peak_factor, parameters, work, peak, efficiency: np.ceil(
        searches * peak_factor * parameters * work / (peak * efficiency) * Q_(1, "token/query")
    ),
)

gpus_for_search.misconception(
    "training-work",
    "You count the work of training, forward and backward. An answer needs the forward pass only.",
    lambda searches, peak_factor, answer, parameters, work, peak, efficiency: np.ceil(
        3 * searches * peak_factor * answer * parameters * work / (peak * efficiency)
    ),
)

gpus_for_search.misconception(
    "multiplications-only",
    "You count the multiplications only. A multiply-accumulate is an addition as well.",
    lambda searches, peak_factor, answer, parameters, work, peak, efficiency: np.ceil(
        searches * peak_factor * answer * parameters * work / (peak * efficiency) / 2
    ),
)

_WORK = "q.searches * q.answer * q.parameters * q.work"
_GPU = "q.peak * q.efficiency"

gpus_for_search.answers(
    right=[
        f"np.ceil(({_WORK} * q.peak_factor / ({_GPU})).to('').magnitude)",
        f"math.ceil(({_WORK} * q.peak_factor / ({_GPU})).to('').magnitude)",
        "per_second = q.searches * q.peak_factor * q.answer\n"
        "of_one = q.peak * q.efficiency / (q.work * q.parameters)\n"
        "gpus_for_search = np.ceil((per_second / of_one).to(''))",
        "2274",
        "Q_(2274, '')",
    ],
    wrong={
        "mean-rate": [f"np.ceil(({_WORK} / ({_GPU})).to('').magnitude)", "910"],
        "full-peak": [f"np.ceil(({_WORK} * q.peak_factor / q.peak).to('').magnitude)", "796"],
        "one-token": ["12"],
        "training-work": [f"np.ceil((3 * {_WORK} * q.peak_factor / ({_GPU})).to('').magnitude)", "6822"],
        "multiplications-only": [f"np.ceil(({_WORK} * q.peak_factor / ({_GPU}) / 2).to('').magnitude)"],
        "rounding:down": [f"np.floor(({_WORK} * q.peak_factor / ({_GPU})).to('').magnitude)"],
        "rounding:none": [f"({_WORK} * q.peak_factor / ({_GPU})).to('').magnitude"],
        "unit:operation/time": [f"{_WORK} * q.peak_factor"],
        "value:text": ["'2274 GPUs'"],
    },
)
