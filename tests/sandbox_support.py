"""One fork server for all tests that need one: starting it takes longer than most of them."""

from __future__ import annotations

import atexit
import functools
import os
import secrets

import pytest

from autograder.grading import sandbox
from autograder.grading.forkserver import ForkServer

REASON = sandbox.probe()
PREFIX = "c0ffee5ec2e7"
# What only the grading process knows; tests look for it on the other side.
IN_ENVIRONMENT = PREFIX + secrets.token_hex(8)
IN_MEMORY = PREFIX + secrets.token_hex(8)


@functools.cache
def shared_server() -> ForkServer:
    """Return the server, started at first use; skip the test where there is no sandbox."""
    if REASON is not None:
        pytest.skip(REASON)
    os.environ["MLSYS_TEST_SECRET"] = IN_ENVIRONMENT
    server = ForkServer()
    try:
        server.start()
    finally:
        del os.environ["MLSYS_TEST_SECRET"]
    atexit.register(server.close)
    return server
