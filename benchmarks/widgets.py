"""How long a learner waits between moving a knob and seeing the new picture, in Chromium, for every explorer.

    python benchmarks/widgets.py [--moves N] [NAME ...]

The clock starts at the key press in the page and stops when the browser has drawn the next frame after the
new picture was decoded, so kernel, network and browser are all in it. The goal is 100 ms at the 95th
percentile.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

import lab  # noqa: E402
from chosen import explorers  # noqa: E402

GOAL = 100  # ms

_WATCH = """box => {
  window.times = [];
  let began = null;
  for (const event of ['keydown', 'input'])
    box.addEventListener(event, () => { began = performance.now(); }, true);
  new MutationObserver(async changes => {
    const image = changes.flatMap(change => [change.target, ...change.addedNodes])
      .map(node => node.tagName === 'IMG' ? node : node.querySelector?.('img')).find(Boolean);
    if (!image || began === null) return;
    const start = began;
    began = null;
    await image.decode();
    requestAnimationFrame(() => setTimeout(() => window.times.push(performance.now() - start)));
  }).observe(box, {subtree: true, childList: true, attributes: true, attributeFilter: ['src']});
}"""


def measure(notebook: lab.Notebook, moves: int) -> list[float]:
    """Press arrow keys on the knobs of the first explorer in turn and return the waits in milliseconds."""
    box = notebook.explorers().first
    box.evaluate(_WATCH)
    knobs = box.locator(".noUi-handle, select").all()
    for move in range(moves):
        knob, again = knobs[move % len(knobs)], (move // len(knobs)) % 2
        # To and fro, so that no knob runs into its end.
        if knob.evaluate("knob => knob.tagName") == "SELECT":
            knob.select_option(index=knob.evaluate("knob => (knob.selectedIndex + 1) % knob.length"))
        else:
            knob.press("ArrowDown" if again else "ArrowUp")
        try:
            notebook.page.wait_for_function(f"window.times.length > {move}", timeout=5000)
        except Exception as error:
            raise SystemExit(f"Move {move}: the picture did not follow.") from error
        notebook.page.wait_for_timeout(30)
    times: list[float] = notebook.page.evaluate("window.times")
    return times[3:]  # the first moves fill caches


def main() -> None:
    """Print a table, one line per explorer."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    everything = explorers()
    arguments.add_argument("names", nargs="*", default=everything, metavar="NAME")
    arguments.add_argument("--moves", type=int, default=63, help="moves per explorer (default 63)")
    chosen = arguments.parse_args()
    print(f"{'explorer':32} {'moves':>6} {'median':>8} {'95th':>8}   goal: 95th below {GOAL} ms")
    with tempfile.TemporaryDirectory() as folder:
        root, home = Path(folder, "root"), Path(folder, "home")
        root.mkdir()
        home.mkdir()
        server = lab.Server(root, home)
        try:
            with lab.chromium() as browser:
                for name in chosen.names:
                    path = server.add(f"{name}.ipynb", f"from mlsys_course import {name}\n{name}()")
                    notebook = lab.Notebook(browser, server, path)
                    notebook.run_all()
                    notebook.explorers().first.locator("img").wait_for()
                    times = sorted(measure(notebook, chosen.moves))
                    notebook.close()
                    median, late = statistics.median(times), times[int(0.95 * (len(times) - 1))]
                    verdict = "met" if late <= GOAL else "MISSED"
                    row = f"{name:32} {len(times):6} {median:5.0f} ms {late:5.0f} ms   {verdict}"
                    print(row, flush=True)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
