"""Guards against paths that grow faster than their input: processor time of this process, so that a busy machine changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable


def cpu_seconds(run: Callable[[], object]) -> float:
    """Seconds of processor time that `run` takes."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


def assert_linear(seconds: Callable[[int], float], small: int, large: int) -> None:
    """`seconds(large)` may be three times what a linear path would take; one calm round of three is enough.

    The sizes of a round are its own, so that no cache answers.
    """
    rounds = []
    for turn in range(3):
        few, many = seconds(small + 2 * turn), seconds(large + 2 * turn)
        if many < max(0.5, 3 * large / small * few):
            return
        rounds.append((few, many))
    raise AssertionError(rounds)
