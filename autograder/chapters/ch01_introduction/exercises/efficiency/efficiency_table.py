"""I8.9: the efficiency of each network as a table, and the number of steps backwards."""

from autograder.chapters.ch01_introduction.exercises.efficiency._shared import efficiency_frame
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Frame


@exercise(
    "efficiency_table",
    bank="I8.9",
    rtol=0.005,
    points=3,
    objective=5,
    bloom="Apply",
    anchors="fig-algo-efficiency",
    title="Is each network better than the one before?",
    spec=Frame(
        columns={
            "Model": ("network", "name"),
            "Year": (),
            "Efficiency_Factor": ("factor", "efficiency"),
            "Compute_Needed": ("compute",),
            "Gain_vs_Previous": ("gain",),
        },
        key="Model",
        ordered=True,
        also="the number of steps backwards",
        reconsider="Compute each column from the efficiency factor.",
    ),
)
def efficiency_table():
    """Return the table and the number of steps backwards."""
    table = efficiency_frame()
    return table, int((table["Gain_vs_Previous"] < 1).sum())


def _assumed():
    table = efficiency_frame()
    return table.assign(Gain_vs_Previous=table["Gain_vs_Previous"].clip(lower=1)), 0


efficiency_table.misconception(
    "assumes-improvement",
    "You found no step backwards, as the text says. Look at the gains: is each of them above 1?",
    _assumed,
)


def _difference():
    table = efficiency_frame()
    return table.assign(Gain_vs_Previous=table["Efficiency_Factor"].diff()), None


efficiency_table.misconception(
    "gain-as-difference",
    "Gain_vs_Previous subtracts the factor of the row before. Divide by it.",
    _difference,
)


def _of_compute():
    table = efficiency_frame()
    needed = table["Compute_Needed"]
    return table.assign(Gain_vs_Previous=needed / needed.shift()), None


efficiency_table.misconception(
    "gain-of-compute",
    "Gain_vs_Previous compares the compute needed, so that a gain looks like a loss. Compare the "
    "efficiency factors.",
    _of_compute,
)


def _saved():
    table = efficiency_frame()
    return table.assign(Compute_Needed=1 - table["Compute_Needed"]), None


efficiency_table.misconception(
    "saved-not-needed", "Compute_Needed holds what is saved. Give what is still needed.", _saved
)


def _relative_to_first():
    table = efficiency_frame()
    return table.assign(Gain_vs_Previous=table["Efficiency_Factor"]), None


efficiency_table.misconception(
    "relative-to-alexnet",
    "Gain_vs_Previous compares each network with AlexNet. Compare it with the row before.",
    _relative_to_first,
)


def _relative_to_next():
    table = efficiency_frame()
    factor = table["Efficiency_Factor"]
    return table.assign(Gain_vs_Previous=factor.shift(-1) / factor), None


efficiency_table.misconception(
    "relative-to-next",
    "Gain_vs_Previous compares each row with the next one. Compare it with the one before.",
    _relative_to_next,
)

efficiency_table.misconception(
    "forward-steps",
    "This counts the steps forward, or all steps. Count those with a gain below 1.",
    lambda: (efficiency_frame(), 6),
)

efficiency_table.misconception(
    "forward-steps",
    "This counts the steps forward, or all steps. Count those with a gain below 1.",
    lambda: (efficiency_frame(), 9),
)

efficiency_table.misconception(
    "below-alexnet",
    "This counts the networks that need more compute than AlexNet. Compare each network with the row before.",
    lambda: (efficiency_frame(), 1),
)


def _below_record():
    table = efficiency_frame()
    factor = table["Efficiency_Factor"]
    return table, int((factor < factor.cummax()).sum())


efficiency_table.misconception(
    "below-record",
    "This counts the networks below the best one so far. Compare each network with the row before.",
    _below_record,
)

_HEAD = "t = data.algorithmic_efficiency()\nt.columns = ['Model', 'Year', 'Efficiency_Factor']\n"
_FACTOR = "f = t['Efficiency_Factor']\n"
_NEEDED = "t['Compute_Needed'] = 1 / f\n"
_GAIN = "t['Gain_vs_Previous'] = f / f.shift()\n"
_ANSWER = "efficiency_table = t, int((t['Gain_vs_Previous'] < 1).sum())"


def _table(needed: str = _NEEDED, gain: str = _GAIN, answer: str = _ANSWER, head: str = _HEAD) -> str:
    return head + _FACTOR + needed + gain + answer


efficiency_table.answers(
    right=[
        _table(),
        _table(gain="t['Gain_vs_Previous'] = f.pct_change() + 1\n"),
        _table(answer="efficiency_table = (t.set_index('Model'), 3)"),
        _table(needed="t['Compute_Needed'] = f.iloc[0] / f\n"),
        _table(answer="efficiency_table = (t.assign(extra=1).astype({'Year': 'float32'}), 3)"),
        "t = data.algorithmic_efficiency().sort_values('year')\n"
        "rows, before, back = [], None, 0\n"
        "for r in t.itertuples():\n"
        "    gain = float('nan') if before is None else r.efficiency_factor / before\n"
        "    back += gain < 1\n"
        "    rows.append([r.model, r.year, r.efficiency_factor, 1 / r.efficiency_factor, gain])\n"
        "    before = r.efficiency_factor\n"
        "names = ['Model', 'Year', 'Efficiency_Factor', 'Compute_Needed', 'Gain_vs_Previous']\n"
        "efficiency_table = (pd.DataFrame(rows, columns=names), back)",
    ],
    wrong={
        "assumes-improvement": [
            _table(answer="efficiency_table = (t, 0)"),
            _table(gain="t['Gain_vs_Previous'] = (f / f.shift()).clip(lower=1)\n"),
        ],
        "gain-as-difference": [_table(gain="t['Gain_vs_Previous'] = f.diff()\n")],
        "gain-of-compute|frame:inverted:Gain_vs_Previous": [
            _table(gain="n = t['Compute_Needed']\nt['Gain_vs_Previous'] = n / n.shift()\n")
        ],
        "saved-not-needed|frame:remainder:Compute_Needed": [
            _table(needed="t['Compute_Needed'] = 1 - 1 / f\n")
        ],
        "relative-to-next|frame:shifted:Gain_vs_Previous": [
            _table(gain="t['Gain_vs_Previous'] = f.shift(-1) / f\n")
        ],
        "frame:inverted:Compute_Needed|frame:copied:Compute_Needed": [
            _table(needed="t['Compute_Needed'] = f\n")
        ],
        "relative-to-alexnet": [_table(gain="t['Gain_vs_Previous'] = f / f.iloc[0]\n")],
        "frame:filled:Gain_vs_Previous": [_table(gain="t['Gain_vs_Previous'] = (f / f.shift()).fillna(1)\n")],
        "frame:percent-change:Gain_vs_Previous|frame:minus-one:Gain_vs_Previous": [
            _table(gain="t['Gain_vs_Previous'] = f.pct_change()\n")
        ],
        "forward-steps": [
            _table(answer="efficiency_table = (t, int((t['Gain_vs_Previous'] > 1).sum()))"),
            _table(answer="efficiency_table = (t, 9)"),
        ],
        "below-alexnet": [_table(answer="efficiency_table = (t, int((f < 1).sum()))")],
        "below-record": [_table(answer="efficiency_table = (t, int((f < f.cummax()).sum()))")],
        "frame:order": [
            _table(answer="efficiency_table = (t.sort_values('Efficiency_Factor'), 3)"),
            _table(answer="efficiency_table = (t.iloc[::-1], 3)"),
        ],
        "frame:rounded:Compute_Needed": [_table(answer="efficiency_table = (t.round(3), 3)")],
        "frame:rows": [_table(answer="efficiency_table = (t.iloc[1:], 3)")],
        "frame:columns": [_table(needed="")],
        "frame:also": ["None", _table(answer="efficiency_table = t")],
        "not-attempted": ["..."],
    },
)
