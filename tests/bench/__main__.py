"""`make bench`: how near to the bare driver we come on the large demo. Ratios only: times mean nothing elsewhere.

BENCH_SIZE is the factor of `cli demo --scale` (1: a whole province), BENCH_DATABASE_URL a PostgreSQL database to fill,
or one that the large demo has filled already; without it a server of its own. `--check` ends with 1 when a must is
missed.
"""

import asyncio
import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from services.api.demo.scale.telling import NotEmpty
from services.api.kernel.clock import Clock
from services.api.kernel.logs import warnings_only
from services.api.kernel.periods import month_of, next_month
from tests.bench import limits
from tests.bench.data import Prepared, fill, sign_in
from tests.bench.exports import ExportMemory, export_memory
from tests.bench.load import Call, answer, rate
from tests.bench.serving import server
from tests.bench.web_pages import MOST, WebPage, web_pages
from tests.bench.work import processor_seconds
from tests.support.databases import DATABASES

ROUNDS, READS_A_ROUND, WARM_UP = 7, 48, 8
WRITES_A_ROUND = 12
REPORTS = limits.CALLS + WARM_UP + ROUNDS * WRITES_A_ROUND
SIZE = float(os.environ.get("BENCH_SIZE", "0.1"))
ROTATION = "/api/v1/statistics/S-01?school_year=2026&group_by=direction"
LAST_MONTH = next_month(month_of(Clock().today()), -1)
REPORTING = f"/api/v1/statistics/reporting?month={LAST_MONTH}"
PAGE, LOG, CHANGES = "/api/v1/assignments?limit=50", "/api/v1/events?limit=200", "/api/v1/changes?limit=200"


@dataclass(frozen=True)
class Scenario:
    """The same question to both; `must` is the least ratio, `aim` what we want. Calls come from a supply."""

    name: str
    aim: float
    must: float
    calls_a_round: int
    ours: Iterator[Call]
    bare: Iterator[Call]


def again(call: Call) -> Iterator[Call]:
    """The same call for ever."""
    while True:
        yield call


async def scenarios(port: int, prepared: Prepared) -> list[Scenario]:
    """What people and systems ask most (architecture §12)."""
    county, province = prepared.county_reader, prepared.province_reader
    _, fields, _ = await answer(port, Call(PAGE, headers=county))
    unchanged = Call(PAGE, headers={**county, "If-None-Match": fields["etag"]}, expected=304)
    page, submit = (
        Call(f"/assignments?of={prepared.county}"),
        Call("/submit", "POST", body=b'{"plan": "%s"}' % (b"x" * 120), expected=201),
    )
    waiting = prepared.submissions[limits.CALLS :]
    submissions = (len(waiting) - WARM_UP) // ROUNDS
    found = [
        Scenario("assignments, page of 50", 0.35, 0.25, READS_A_ROUND, again(Call(PAGE, headers=county)), again(page)),
        Scenario("log, page of 200", 0.35, 0.25, READS_A_ROUND, again(Call(LOG, headers=province)),
                 again(Call("/events?of=61"))),
        Scenario("changes, page of 200", 0.35, 0.25, READS_A_ROUND, again(Call(CHANGES, headers=province)),
                 again(Call("/changes?of=61"))),
        Scenario("304 of the page, to the bare page", 0.4, 0.4, READS_A_ROUND, again(unchanged), again(page)),
        Scenario("province statistics cold, to raw SQL", 0.5, 0.5, READS_A_ROUND,
                 again(Call(ROTATION, headers=province)), again(Call("/rotation?of=61"))),
        Scenario("a month's reporting, to raw SQL", 0.5, 0.5, READS_A_ROUND, again(Call(REPORTING, headers=province)),
                 again(Call("/reporting?of=61"))),
    ]  # fmt: skip
    if submissions > 1:
        found.append(Scenario("report submit, to raw inserts", 0.25, 0.25, min(submissions, WRITES_A_ROUND),
                              iter(waiting), again(submit)))  # fmt: skip
    return found


@dataclass(frozen=True)
class Server:
    """Where it answers, its process, and the database that both ask."""

    port: int
    process: int
    url: str

    async def take(self, supply: Iterator[Call], count: int) -> tuple[float, float]:
        """So many calls: answers a second, and processor seconds of server and database."""
        calls, before = [next(supply) for _ in range(count)], processor_seconds(self.process, self.url)
        found = await rate(self.port, calls)
        return found, processor_seconds(self.process, self.url) - before


@dataclass(frozen=True)
class Compared:
    """Medians of the rounds: ratio, our answers a second, the bare ones. `work`: bare processor time to ours."""

    ratio: float
    ours: float
    bare: float
    work: float


async def compare(ours: Server, bare: Server, scenario: Scenario) -> Compared:
    """The scenario in interleaved rounds."""
    warm_up, count = min(WARM_UP, scenario.calls_a_round), scenario.calls_a_round
    await ours.take(scenario.ours, warm_up)
    await bare.take(scenario.bare, warm_up)
    rounds, ours_worked, bare_worked = [], 0.0, 0.0
    for _ in range(ROUNDS):
        mine, worked = await ours.take(scenario.ours, count)
        ours_worked += worked
        limit, worked = await bare.take(scenario.bare, count)
        bare_worked += worked
        rounds.append((mine / limit, mine, limit))
    ratio, mine, limit = (statistics.median(column) for column in zip(*rounds, strict=True))
    return Compared(ratio, mine, limit, bare_worked / ours_worked)


def database(stack: ExitStack) -> str:
    """The URL of a database with the large demo in it."""
    url = os.environ.get("BENCH_DATABASE_URL") or stack.enter_context(DATABASES["postgres"]())
    try:
        asyncio.run(fill(url, SIZE))
    except NotEmpty:
        print("the database is filled already")
    return url


def _line(scenario: Scenario, found: Compared) -> str:
    verdict = "ok" if found.ratio >= scenario.aim else "below the aim" if found.ratio >= scenario.must else "MISSED"
    wanted = f"{scenario.aim:.2f}" if scenario.aim == scenario.must else f"{scenario.aim:.2f} ({scenario.must:.2f})"
    numbers = f"{found.ratio:7.3f} {wanted:>12}{found.ours:9.1f}{found.bare:9.1f}{found.work:7.2f}"
    return f"{scenario.name:36}{numbers}  {verdict}"


def _tell_limits(found: list[limits.Limit]) -> None:
    print(f"\n{'what one answer is made of':36}{'ms':>8}{'queries':>8}{'waits for SQL':>15}  most of the rest")
    for limit in found:
        print(f"{limit.name:36}{limit.milliseconds:8.1f}{limit.queries:8}{limit.sql_share:15.0%}  {limit.rest}")


def _tell_memory(memory: ExportMemory) -> bool:
    few, many = f"{memory.few:,} rows +{memory.few_mb:.0f} MB", f"{memory.many:,} rows +{memory.many_mb:.0f} MB"
    verdict = "ok" if memory.is_flat else "MISSED"
    print(f"\nexport, most memory: {few}, {many}, {memory.rows_a_second:,.0f} rows/s  {verdict}")
    return memory.is_flat


def _tell_pages(found: list[WebPage]) -> bool:
    print(f"\n{'page of the web, to its API calls':36}{'ratio':>7} {'must':>12}{'ms':>9}{'calls ms':>9}")
    for page in found:
        name, verdict = f"{page.path} ({page.calls} calls)", "ok" if page.is_thin else "MISSED"
        print(f"{name:36}{page.ratio:7.3f} {MOST:>12.2f}{page.page_ms:9.1f}{page.calls_ms:9.1f}  {verdict}")
    return all(page.is_thin for page in found)


async def _limits(url: str, prepared: Prepared) -> list[limits.Limit]:
    """What each kind of answer is made of; reports when so many wait."""
    province = prepared.province_reader
    asked = {
        "assignments, page of 50": again(Call(PAGE, headers=prepared.county_reader)),
        "log, page of 200": again(Call(LOG, headers=province)),
        "changes, page of 200": again(Call(CHANGES, headers=province)),
        "province statistics cold": again(Call(ROTATION, headers=province)),
        "a month's reporting": again(Call(REPORTING, headers=province)),
    }
    if len(prepared.submissions) >= limits.CALLS:
        asked["report submit"] = iter(prepared.submissions[: limits.CALLS])
    return await limits.limits(url, asked)


def main() -> int:
    """One line each; the exit code."""
    warnings_only()
    with ExitStack() as stack:
        url = database(stack)
        prepared = asyncio.run(sign_in(url, REPORTS))
        found_limits = asyncio.run(_limits(url, prepared))
        ours, process = stack.enter_context(server("ours", url))
        bare, other = stack.enter_context(server("bare", url))
        both = Server(ours, process, url), Server(bare, other, url)
        print(f"\nsize {SIZE}: median of {ROUNDS} rounds")
        print(f"{'':36}{'ratio':>7} {'aim (must)':>12}{'ours/s':>9}{'bare/s':>9}{'work':>7}")
        missed = False
        for scenario in asyncio.run(scenarios(ours, prepared)):
            found = asyncio.run(compare(*both, scenario))
            missed |= found.ratio < scenario.must
            print(_line(scenario, found), flush=True)
        memory = asyncio.run(export_memory(ours, process, prepared.province_reader))
        missed |= not _tell_memory(memory)
        missed |= not _tell_pages(asyncio.run(web_pages(url, prepared.county_reader["Authorization"].split()[1])))
        _tell_limits(found_limits)
    return 1 if missed and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
