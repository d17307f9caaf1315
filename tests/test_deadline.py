"""A time limit stops what never ends, wherever it runs, and leaves everything as it was."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from mlsys_course import deadline
from mlsys_course.deadline import Expired, within


def for_ever() -> None:
    while True:
        pass


def catches_everything() -> None:
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def catches_in_a_short_loop() -> None:
    while True:
        try:
            ...
        except:  # noqa: E722 as a beginner writes it
            continue


def sleeps_and_catches() -> None:
    while True:
        try:
            time.sleep(0.5)
        except BaseException:
            continue
        finally:
            ...


def one_within_the_other() -> None:
    while True:
        try:  # noqa: SIM105
            catches_in_a_short_loop()
        except BaseException:
            ...


def goes_on_in_finally() -> None:
    while True:
        try:
            ...
        finally:
            continue  # noqa: B012


ENDLESS = [
    for_ever,
    catches_everything,
    catches_in_a_short_loop,
    sleeps_and_catches,
    one_within_the_other,
    goes_on_in_finally,
]


def stopped_after(function: Callable[[], None], seconds: float = 0.1) -> float:
    started = time.monotonic()
    with pytest.raises(Expired, match=f"it did not finish within {seconds:g} s"):
        within(seconds, function)
    return time.monotonic() - started


@pytest.mark.parametrize("function", ENDLESS, ids=lambda function: function.__name__)
def test_it_stops_whatever_runs_in_the_main_thread(function: Callable[[], None]) -> None:
    traced, handler = sys.gettrace(), signal.getsignal(signal.SIGALRM)
    stopped_after(function)
    assert sys.gettrace() is traced
    assert sys.getprofile() is None
    assert signal.getsignal(signal.SIGALRM) is handler
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0 or handler is not signal.SIG_DFL  # a test's own limit
    time.sleep(0.05)  # nothing rings afterwards
    assert sys.exc_info()[1] is None
    with pytest.raises(ZeroDivisionError) as later:
        1 / 0  # noqa: B018
    assert later.value.__context__ is None


@pytest.mark.parametrize("error", [StopIteration(3), GeneratorExit(), ValueError("x"), KeyboardInterrupt()])
def test_what_a_function_raises_comes_out_as_it_is(error: BaseException) -> None:
    def work() -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        within(5, work)
    assert raised.value is error


def in_a_thread(work: Callable[[], None]) -> list[BaseException | None]:
    told: list[BaseException | None] = []

    def run() -> None:
        try:
            work()
            told.append(None)
        except BaseException as error:
            told.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(20)
    return told


@pytest.mark.parametrize("function", [for_ever, catches_everything, catches_in_a_short_loop])
def test_a_watcher_stops_what_runs_in_another_thread(function: Callable[[], None]) -> None:
    (error,) = in_a_thread(lambda: within(0.1, function))
    assert isinstance(error, Expired)


def test_a_thread_that_is_done_in_time_hears_nothing() -> None:
    def limited() -> None:
        for _ in range(200):
            with contextlib.suppress(Expired):
                within(0.001, lambda: sum(range(20_000)))
        time.sleep(0.05)
        within(5, lambda: sum(range(20_000)))

    assert in_a_thread(limited) == [None]
    assert not [thread for thread in threading.enumerate() if thread.name == "deadline"]


def test_where_no_thread_can_be_started_tracing_looks_at_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "setitimer")
    monkeypatch.setattr(deadline, "_threads", lambda: False)
    before = sys.gettrace()
    stopped_after(for_ever)
    assert sys.gettrace() is before


def test_of_two_limits_the_shorter_one_counts() -> None:
    with pytest.raises(Expired, match=r"within 0\.1 s"):
        within(0.1, lambda: within(60, catches_in_a_short_loop))
    within(60, lambda: [stopped_after(catches_in_a_short_loop), stopped_after(for_ever)])


def test_the_enclosing_limit_goes_on_after_the_inner_one() -> None:
    def again_and_again() -> None:
        for _ in range(100):
            with contextlib.suppress(Expired):
                within(0.02, for_ever)

    with pytest.raises(Expired, match=r"within 0\.3 s"):
        within(0.3, again_and_again)


@contextlib.contextmanager
def alarm(handler: Callable[..., None], seconds: float) -> Iterator[None]:
    before, left = signal.signal(signal.SIGALRM, handler), signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *left)
        signal.signal(signal.SIGALRM, before)


def test_a_timer_of_someone_else_rings_in_time() -> None:
    heard: list[float] = []
    started = time.monotonic()
    with alarm(lambda *_: heard.append(time.monotonic() - started), 0.2):
        within(5, lambda: time.sleep(0.4))
        assert len(heard) == 1 and 0.15 < heard[0] < 2  # a timer that was to ring once rings once
    heard.clear()
    with alarm(lambda *_: heard.append(1.0), 0.15):
        within(5, lambda: None)
        time.sleep(0.3)
        assert heard == [1.0]


def test_a_ring_that_comes_early_disturbs_nobody() -> None:
    heard: list[object] = []

    def work() -> None:
        for _ in range(20):
            signal.raise_signal(signal.SIGALRM)

    with alarm(lambda *_: heard.append(1), 60):
        within(30, lambda: within(20, work))
        assert heard == []
        assert 50 < signal.getitimer(signal.ITIMER_REAL)[0] <= 60


def test_an_exception_of_the_work_passes() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)


def test_what_is_stopped_leaves_the_process_able_to_end() -> None:
    code = (
        "from mlsys_course.deadline import Expired, within\n"
        "def f():\n"
        "    while True:\n"
        "        try: pass\n"
        "        except BaseException: pass\n"
        "try:\n"
        "    within(0.1, f)\n"
        "except Expired as error: print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert (run.stdout, run.stderr) == ("it did not finish within 0.1 s\n", "")
