"""Rate limits: counted without a thread, and forgotten when they have run out."""

import threading
import time

import pytest
import time_machine

from services.api.kernel.problems import Problem
from services.api.kernel.rates import SWEEP_SECONDS, Counters, Rates
from tests.support.databases import settings_for

LIMIT = 3


def test_calls_over_the_limit_are_refused_and_pass_again_two_minutes_later() -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        rates = Rates(settings_for("sqlite+aiosqlite://", workers=1), LIMIT)
        left = [rates.charge("user:1")["RateLimit-Remaining"] for _ in range(LIMIT)]
        assert left == ["2", "1", "0"]
        with pytest.raises(Problem) as refused:
            rates.charge("user:1")
        assert refused.value.code == "rate.limited"
        assert rates.charge("user:2")["RateLimit-Remaining"] == "2"
        clock.shift(120)
        assert rates.charge("user:1")["RateLimit-Remaining"] == "2"


def test_counting_starts_no_thread_and_forgets_what_has_run_out() -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        counters = Counters()
        counters.timer.join()
        before = threading.active_count()
        for number in range(50):
            counters.incr(f"key-{number}", 10)
            time.sleep(0)
        assert threading.active_count() == before
        clock.shift(SWEEP_SECONDS)
        assert counters.incr("key-0", 10) == 1
        assert list(counters.storage) == ["key-0"]
