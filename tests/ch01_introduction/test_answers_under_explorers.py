"""What the answers under the explorers say is what the explorers say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from chosen import TOP

import mlsys_course as m


def lesson(name: str) -> str:
    text = (TOP / "notebooks" / "ch01_introduction" / f"{name}.py").read_text(encoding="utf-8")
    return " ".join(line.removeprefix("#").strip() for line in text.splitlines())


def bitter(**knobs: str) -> float:
    return float(m.explore_bitter_lesson().move(**knobs).state.doublings)


def saving(growth: str) -> int:
    return round(m.explore_cascade().move(growth=growth).state.saving)


def doublings_to_compute() -> int:
    explorer, count = m.explore_iron_law(), 0
    while explorer.state.now.longest != "compute":
        count += 1
        explorer.move(ops=explorer.knobs["ops"].options[explorer.knobs["ops"].start + count][0])
    return count


def drift(**knobs: str) -> float:
    return float(m.explore_drift().move(**knobs).state.best)


def moved(**knobs: str) -> list[str]:
    """Models of the roofline that another setting makes attain more."""
    before, after = m.explore_roofline().state, m.explore_roofline().move(**knobs).state
    rates = zip(NAMES, before.places, after.places, strict=True)
    return [name for name, old, new in rates if new.rate > 1.001 * old.rate]


NAMES = ("ResNet-50", "GPT-2", "DLRM", "MobileNetV2", "Keyword Spotting")
SAME, TWICE = "the same for every stage", "twice that of the stage before"
SLOW, FAST = "0.4 percentage points/month", "1.6 percentage points/month"
CLAIMS: list[tuple[str, str, Callable[[], bool]]] = [
    ("01_ai_moment", "About eighteen years.", lambda: round(2**49 / 1e6 / 3.156e7) == 18),
    ("02_eras_learning", "It takes the factor from 5 to about 100",
     lambda: (saving(SAME), saving(TWICE)) == (5, 102)),
    ("03_bitter_lesson", "After about nine doublings", lambda: round(bitter()) == 9),
    ("05_drift", "From about six months to about three.",
     lambda: (round(drift(rate=SLOW)), round(drift(rate=FAST))) == (6, 3)),
    ("05_drift", "about 12,000 USD on",
     lambda: drift(rate=SLOW, cost="12,000 USD") > 12 > drift(rate=SLOW, cost="8,000 USD")),
    ("05_drift", "at four times that price", lambda: drift(rate=FAST, cost="48,000 USD") > 12),
    ("06_iron_law", "With the seventh doubling the compute term is the longest.",
     lambda: doublings_to_compute() == 7),
    ("07_lighthouse", "GPT-2 and the two small models: their weights arrive sooner.",
     lambda: moved(weight="INT4, half a byte") == ["GPT-2", "MobileNetV2", "Keyword Spotting"]),
    ("07_lighthouse", "DLRM stays.",
     lambda: moved(batch="1,024 samples") == ["GPT-2", "MobileNetV2", "Keyword Spotting"]),
    ("09_lifecycle", "Twenty, and they changed nothing",
     lambda: "20 new deployments" in m.explore_lifecycle().move(loop="training again, on the old data").text),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said", "holds"), CLAIMS, ids=[said for _, said, _ in CLAIMS])
def test_what_an_answer_says_is_so(name: str, said: str, holds: Callable[[], bool]) -> None:
    assert said in lesson(name)
    assert holds()
