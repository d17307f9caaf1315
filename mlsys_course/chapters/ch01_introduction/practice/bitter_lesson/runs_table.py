"""I3.16: the operations of three training runs, as a table."""

import numpy as np
import pandas as pd

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Frame


@exercise(
    "runs_table",
    bank="I3.16",
    rtol=0.01,
    scenario="three_runs",
    objective=2,
    bloom="Apply",
    anchors="fig-ai-training-compute-growth",
    title="Three runs on a logarithmic axis",
    prompt=(
        "Three language models are trained, in the runs A, B and C. Fill in the table: the operations of "
        "each run (compute, in FLOP), and how many powers of ten it lies above run A on a logarithmic axis "
        "(tenfolds, not rounded; 0 for run A itself)."
    ),
    spec=Frame(
        columns={"run": ("name",), "compute": ("flop", "operations"), "tenfolds": ("orders", "powers")},
        key="run",
        reconsider="Work per parameter and token, times parameters, times tokens; then the logarithm of a ratio.",
    ),
)
def runs_table(coefficient, a_parameters, a_tokens, b_parameters, b_tokens, c_parameters, c_tokens):
    """Multiply, and take the logarithm of each ratio to the first."""
    parameters = [a_parameters, b_parameters, c_parameters]
    tokens = [a_tokens, b_tokens, c_tokens]
    compute = np.array([(coefficient * p * t).to("FLOP").m for p, t in zip(parameters, tokens, strict=True)])
    return pd.DataFrame({"run": list("ABC"), "compute": compute, "tenfolds": np.log10(compute / compute[0])})


def _changed(change, right):
    compute, tenfolds = change(right["compute"].to_numpy())
    return right.assign(compute=compute, tenfolds=tenfolds)


def _misconception(cause, message, change):
    runs_table.misconception(
        cause,
        message,
        lambda coefficient, a_parameters, a_tokens, b_parameters, b_tokens, c_parameters, c_tokens: _changed(
            change,
            runs_table.key(
                coefficient, a_parameters, a_tokens, b_parameters, b_tokens, c_parameters, c_tokens
            ),
        ),
    )


_misconception(
    "natural-logarithm",
    "The column tenfolds holds natural logarithms. A power of ten asks for the logarithm to base ten.",
    lambda c: (c, np.log(c / c[0])),
)
_misconception(
    "ratio-not-orders",
    "The column tenfolds holds how many times the operations of run A each run takes. On a logarithmic axis the "
    "logarithm of that counts.",
    lambda c: (c, c / c[0]),
)
_misconception(
    "before-not-first",
    "The column tenfolds compares each run with the one before. Compare it with run A.",
    lambda c: (c, np.log10(c / np.array([c[0], c[0], c[1]]))),
)
_misconception(
    "logarithm-of-the-run",
    "The column tenfolds holds the logarithm of the operations themselves. Divide by those of run A first.",
    lambda c: (c, np.log10(c)),
)
_misconception(
    "forward-only",
    "Your operations are those of the forward pass alone. Training goes back through the network as well, which "
    "takes twice as many more.",
    lambda c: (c / 3, np.log10(c / c[0])),
)
_misconception(
    "work-per-token-missing",
    "You multiply parameters by tokens only. Each parameter takes several operations for each token.",
    lambda c: (c / 6, np.log10(c / c[0])),
)

_TABLE = (
    "c = np.array([(q.coefficient * p * t).to('FLOP').magnitude for p, t in ((q.a_parameters, q.a_tokens), "
    "(q.b_parameters, q.b_tokens), (q.c_parameters, q.c_tokens))])\n"
)


def _answer(tenfolds: str = "np.log10(c / c[0])", compute: str = "c") -> str:
    return (
        f"{_TABLE}runs_table = pd.DataFrame({{'run': ['A', 'B', 'C'], 'compute': {compute}, 'tenfolds': {tenfolds}}})"
    )


runs_table.answers(
    right=[
        _answer(),
        _answer("np.log10(c) - np.log10(c[0])") + ".set_index('run')",
        f"{_TABLE}runs_table = [{{'run': n, 'flop': x, 'orders': math.log10(x / c[0])}} for n, x in zip('ABC', c)]",
        f"{_TABLE}runs_table = pd.DataFrame({{'run': ['C', 'A', 'B'], 'compute': c[[2, 0, 1]], "
        "'tenfolds': np.log10(c / c[0])[[2, 0, 1]]})",
    ],
    wrong={
        "natural-logarithm": [_answer("np.log(c / c[0])")],
        "ratio-not-orders": [_answer("c / c[0]")],
        "before-not-first": [_answer("np.log10(c / np.array([c[0], c[0], c[1]]))")],
        "logarithm-of-the-run": [_answer("np.log10(c)")],
        "forward-only": [_answer(compute="c / 3")],
        "work-per-token-missing": [_answer(compute="c / 6")],
        "frame:sign:tenfolds": [_answer("np.log10(c[0] / c)")],
        "frame:columns": [f"{_TABLE}runs_table = pd.DataFrame({{'run': ['A', 'B', 'C'], 'compute': c}})"],
        "frame:rows": [_answer() + ".iloc[1:]"],
        "none": ["None"],
    },
)
