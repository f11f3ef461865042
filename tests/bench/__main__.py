"""`make bench`: how near to the bare driver we come. Ratios only: times mean nothing on shared machines."""

import asyncio
import json
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.data import REPORTS, Prepared, prepare_rows
from tests.bench.load import Call, answer, rate
from tests.bench.serving import server
from tests.support.databases import DATABASES

ROUNDS, READS_A_ROUND, WARM_UP = 7, 96, 8
WRITES_A_ROUND = (REPORTS - WARM_UP) // ROUNDS
ROTATION = "/api/v1/statistics/rotation?school_year=2026&group_by=direction"


@dataclass(frozen=True)
class Scenario:
    """The same question to both; calls come from an endless or a long enough supply."""

    name: str
    calls_a_round: int
    ours: Iterator[Call]
    bare: Iterator[Call]


def again(call: Call) -> Iterator[Call]:
    """The same call for ever."""
    while True:
        yield call


async def scenarios(port: int, prepared: Prepared) -> list[Scenario]:
    """Four questions that people and systems ask most."""
    reader = prepared.reader
    _, fields, _ = await answer(port, Call(ROTATION, headers=reader))
    unchanged = {**reader, "If-None-Match": fields["etag"]}
    submit = Call("/submit", "POST", body=json.dumps({"people": ["x" * 40] * 5}).encode(), expected=201)
    none = {"If-None-Match": '"1"'}
    return [
        Scenario("assignments, page of 50", READS_A_ROUND, again(Call("/api/v1/assignments?limit=50", headers=reader)),
                 again(Call("/page"))),
        Scenario("statistics/rotation", READS_A_ROUND, again(Call(ROTATION, headers=reader)), again(Call("/count"))),
        Scenario("statistics/rotation, 304", READS_A_ROUND, again(Call(ROTATION, headers=unchanged, expected=304)),
                 again(Call("/count", headers=none, expected=304))),
        Scenario("report submit", WRITES_A_ROUND, iter(prepared.submissions), again(submit)),
    ]  # fmt: skip


async def compare(ours: int, bare: int, scenario: Scenario) -> tuple[float, float, float]:
    """Median of the rounds: ratio, our answers a second, the bare ones."""

    def take(supply: Iterator[Call], count: int) -> list[Call]:
        return [next(supply) for _ in range(count)]

    await rate(ours, take(scenario.ours, WARM_UP))
    await rate(bare, take(scenario.bare, WARM_UP))
    rounds = []
    for _ in range(ROUNDS):
        mine = await rate(ours, take(scenario.ours, scenario.calls_a_round))
        limit = await rate(bare, take(scenario.bare, scenario.calls_a_round))
        rounds.append((mine / limit, mine, limit))
    return tuple(statistics.median(column) for column in zip(*rounds, strict=True))


def main() -> None:
    """Both databases, four scenarios, one line each."""
    for name, database in DATABASES.items():
        with database() as url:
            prepared = asyncio.run(prepare_rows(url))
            with server("ours", url) as ours, server("bare", url) as bare:
                print(f"\n{name}: median of {ROUNDS} rounds of {READS_A_ROUND} reads or {WRITES_A_ROUND} writes")
                print(f"{'':28}{'ratio':>8}{'ours/s':>10}{'bare/s':>10}")
                for scenario in asyncio.run(scenarios(ours, prepared)):
                    ratio, mine, limit = asyncio.run(compare(ours, bare, scenario))
                    print(f"{scenario.name:28}{ratio:8.3f}{mine:10.0f}{limit:10.0f}")


if __name__ == "__main__":
    main()
