"""The Iron Law explorer: its model, its texts, what it refuses."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mlsys_course
from mlsys_course import Q_, explore_iron_law
from mlsys_course.chapters.ch01_introduction.widgets.iron_law import break_down
from mlsys_course.units import IncompatibleUnitsError

amounts = st.floats(1e-3, 1e3)


@settings(max_examples=60, deadline=None)
@given(amounts, amounts, amounts, amounts, st.floats(0.01, 1), st.floats(0, 1e3))
def test_overlap_gains_at_most_a_factor_of_two(
    data: float, bandwidth: float, ops: float, peak: float, eta: float, latency: float
) -> None:
    task = break_down(
        Q_(data, "GB"), Q_(bandwidth, "GB/s"), Q_(ops, "TFLOP"), Q_(peak, "TFLOP/s"), eta, Q_(latency, "s")
    )
    additive, pipelined, terms = task.additive, task.pipelined, list(task.terms)
    assert terms == pytest.approx([data / bandwidth, ops / (peak * eta), latency])
    assert additive == pytest.approx(sum(terms))
    assert pipelined == pytest.approx(max(terms[:2]) + latency)
    assert additive * (1 + 1e-12) >= pipelined >= additive / 2 * (1 - 1e-12)
    assert terms[["data", "compute", "overhead"].index(task.longest)] == max(terms)
    assert sum(task.share(term) for term in task.terms) == pytest.approx(1)


def test_a_faster_chip_only_shrinks_its_own_terms() -> None:
    on_a100 = explore_iron_law().state.now
    on_h100 = explore_iron_law().move(device="H100").state.now
    assert on_a100.terms.data / on_h100.terms.data == pytest.approx(3350 / 2039)
    assert on_a100.terms.compute / on_h100.terms.compute == pytest.approx(989 / 312)
    assert on_a100.terms.latency == on_h100.terms.latency
    assert 1 < on_a100.additive / on_h100.additive < 3350 / 2039


def test_read_out_follows_the_operations() -> None:
    explorer = explore_iron_law("ops", ops=Q_(3, "GFLOP"))
    assert "the same as at the start. The data term takes the most." in explorer.text
    explorer.move(ops="384 GFLOP")
    assert "Compute term: 2.74 ms, 58.1 % of it." in explorer.text
    assert "4.71 ms, 2.36 times as long as at the start. The compute term takes the most." in explorer.text
    assert "Overlapped (pipelined): 3.24 ms, 1.45 times as fast." in explorer.text
    explorer = explore_iron_law("latency")
    explorer.move(latency=explorer.knobs["latency"].options[0][0])
    assert "1.33 times as fast as at the start" in explorer.text


def test_times_of_any_size_are_readable() -> None:
    """From a phone's inference to the training of GPT-3 the text has units a person would use."""
    run = explore_iron_law("eta", data=1e15, bandwidth=1e12, ops=3.14e23, peak=1024 * 312e12, latency=3600)
    assert "25.3 d" in run.text
    quick = explore_iron_law("eta", data=1e3, bandwidth=1e12, ops=1e3, peak=1e12, latency=1e-9)
    assert "ns" in quick.text
    assert run.png and quick.png


def test_start_values() -> None:
    explorer = explore_iron_law("eta", "data", eta=0.37, data=Q_(7000, "MB"))
    assert explorer.settings == {"eta": "37 %", "data": "7 GB"}
    assert explore_iron_law("peak", peak=mlsys_course.constants.H100_FLOPS_FP16_TENSOR).settings["peak"] == (
        "989 TFLOP/s"
    )


def test_what_the_law_does_not_take_is_refused() -> None:
    with pytest.raises(ValueError, match="no 'efficiency'; it has data"):
        explore_iron_law("efficiency")
    with pytest.raises(ValueError, match="4 were given"):
        explore_iron_law("data", "ops", "eta", "latency")
    with pytest.raises(ValueError, match="brings its own peak"):
        explore_iron_law("device", peak=Q_(1, "TFLOP/s"))
    with pytest.raises(ValueError, match="no device 'H10' here.*Did you mean 'H100'"):
        explore_iron_law(device="H10")
    with pytest.raises(ValueError, match="if it is a percentage, write 0.45"):
        explore_iron_law("ops", eta=45)
    with pytest.raises(IncompatibleUnitsError, match="data is 3 FLOP; expected an amount of data"):
        explore_iron_law("ops", data=Q_(3, "FLOP"))
    with pytest.raises(ValueError, match="cannot start at 0 B"):
        explore_iron_law("data", data=0)
    with pytest.raises(ValueError, match="no time to look at"):
        explore_iron_law("bandwidth", data=0, ops=0, latency=0)


def test_the_explorer_without_a_front_end() -> None:
    shown = repr(explore_iron_law())
    assert shown.splitlines()[:2] == [
        "The Iron Law: where does the time go?",
        "  Device: A100: 2,039 GB/s, 312 TFLOP/s",
    ]
    assert "Data term: 1.47 ms" in shown


def test_its_text_needs_no_table_library() -> None:
    code = (
        "import sys\n"
        "from mlsys_course import explore_iron_law, predict\n"
        "explore_iron_law().text; predict('How many?').record(3)\n"
        "print([name for name in ('ipywidgets', 'matplotlib', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
