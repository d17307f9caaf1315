"""I4.15: how busy each stage of a line is, as a table."""

import pandas as pd

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Frame


@exercise(
    "busy_table",
    bank="I4.15",
    rtol=0.01,
    scenario="three_stages",
    objective=1,
    bloom="Apply",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="Who works, and who waits?",
    prompt=(
        "Storage, preprocessing and a GPU work at the same time. Fill in the table: for each stage, the "
        "share of the time in which it works (busy), and how many more images it could pass than the line "
        "gives it (spare, in images per second). Shares are fractions from 0 to 1."
    ),
    spec=Frame(
        columns={"stage": ("name",), "busy": ("share", "utilisation", "utilization"), "spare": ("unused",)},
        key="stage",
        reconsider=(
            "All three pass as many images as the slowest one can. What part of its own rate is that, for each?"
        ),
    ),
)
def busy_table(storage, preprocessing, gpu):
    """Hold the pace of the line against the rate of each stage."""
    rates = pd.Series([storage.m, preprocessing.m, gpu.m], ["storage", "preprocessing", "GPU"])
    pace = rates.min()
    return pd.DataFrame({"stage": rates.index, "busy": pace / rates.values, "spare": rates.values - pace})


def _table(busy, spare, storage, preprocessing, gpu):
    rates = pd.Series([one.to("sample/second").magnitude for one in (storage, preprocessing, gpu)])
    return pd.DataFrame(
        {"stage": ["storage", "preprocessing", "GPU"], "busy": busy(rates), "spare": spare(rates)}
    )


busy_table.misconception(
    "idle-share",
    "The column busy holds the share of the time in which each stage waits. Give the share in which it works.",
    lambda storage, preprocessing, gpu: _table(
        lambda r: 1 - r.min() / r, lambda r: r - r.min(), storage, preprocessing, gpu
    ),
)

busy_table.misconception(
    "share-of-the-fastest",
    "You hold each rate against the fastest stage. The pace of the line is that of the slowest.",
    lambda storage, preprocessing, gpu: _table(
        lambda r: r / r.max(), lambda r: r.max() - r, storage, preprocessing, gpu
    ),
)

busy_table.misconception(
    "share-of-the-sum",
    "You divide each rate by the sum of all. The images go through every stage, they are not shared out.",
    lambda storage, preprocessing, gpu: _table(
        lambda r: r / r.sum(), lambda r: r - r.min(), storage, preprocessing, gpu
    ),
)

busy_table.misconception(
    "pace-of-the-mean",
    "You let the line run at the mean rate of its stages. It runs at the rate of the slowest.",
    lambda storage, preprocessing, gpu: _table(
        lambda r: r.mean() / r, lambda r: r - r.mean(), storage, preprocessing, gpu
    ),
)

_RATES = (
    "rates = pd.Series({'storage': q.storage.to('sample/second').magnitude, "
    "'preprocessing': q.preprocessing.to('sample/second').magnitude, 'GPU': q.gpu.to('sample/second').magnitude})\n"
)


def _answer(busy: str = "rates.min() / rates", spare: str = "rates - rates.min()") -> str:
    return f"{_RATES}busy_table = pd.DataFrame({{'busy': {busy}, 'spare': {spare}}}).rename_axis('stage').reset_index()"


busy_table.answers(
    right=[
        _answer(),
        f"{_RATES}busy_table = pd.DataFrame({{'busy': rates.min() / rates, 'spare': rates - rates.min()}})",
        f"{_RATES}busy_table = [{{'stage': s, 'share': rates.min() / r, 'unused': r - rates.min()}} "
        "for s, r in rates.items()]",
        "pd.DataFrame({'stage': ['storage', 'preprocessing', 'GPU'], 'busy': [1, 0.75, 0.6], 'spare': [0, 500, 1000]})",
    ],
    wrong={
        "idle-share": [_answer(busy="1 - rates.min() / rates")],
        "share-of-the-fastest": [_answer("rates / rates.max()", "rates.max() - rates")],
        "share-of-the-sum": [_answer(busy="rates / rates.sum()")],
        "pace-of-the-mean": [_answer("rates.mean() / rates", "rates - rates.mean()")],
        "frame:inverted:busy": [_answer(busy="rates / rates.min()")],
        "frame:scale:100:busy": [_answer(busy="100 * rates.min() / rates")],
        "frame:sign:spare": [_answer(spare="rates.min() - rates")],
        "frame:columns": [f"{_RATES}busy_table = pd.DataFrame({{'busy': rates.min() / rates}})"],
        "frame:rows": [_answer() + ".iloc[1:]"],
        "none": ["None"],
    },
)
