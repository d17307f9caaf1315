"""Tests in a thread of their own: Playwright leaves a running event loop in the one where it was started."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any


def without_loop(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test where no event loop runs, whatever ran in this process before."""

    @functools.wraps(test)
    def run(*args: Any, **named: Any) -> None:
        raised: list[BaseException] = []

        def work() -> None:
            try:
                test(*args, **named)
            except BaseException as error:
                raised.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        if raised:
            raise raised[0]

    return run
