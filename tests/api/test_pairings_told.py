"""The timeline of a pairing: plans and papers under it are told beside its own history, without typed words."""

import pytest
from fastapi import FastAPI

from services.api.features.pairings.models import Pairing
from services.api.kernel.history import OF_A_BRANCH
from services.contracts.codes import Role
from tests.api import test_shared_resources as papers
from tests.api import test_term_plans as plans
from tests.factories.world import Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    """The reporter of the supporting school."""
    return await sign_in(Role.school_reporter, school=world.urban)


async def told(caller: Caller, pairing: Pairing) -> list[tuple[str, bool]]:
    """What stands in the timeline, newest first, and whether it is bad news."""
    found = (await caller.get(f"/pairings/{pairing.id}")).json()["timeline"]
    return [(item["text"], item["bad"]) for item in found]


async def test_a_plan_is_told_once_the_other_school_is_asked(school: Caller, pairing: Pairing) -> None:
    plan = await plans.draft(school, pairing)
    assert not any("学期计划" in text for text, _ in await told(school, pairing))
    await plans.step(school, plan, "propose")
    found = await told(school, pairing)
    assert found[0] == ("学期计划：送对方看，等对方同意", False)
    assert not any(plans.SECRET in text for text, _ in found)


async def test_a_paper_is_told_when_it_is_shared_and_when_it_is_taken_back(school: Caller, pairing: Pairing) -> None:
    paper = await papers.shared(school, pairing)
    assert (await told(school, pairing))[0] == ("共享了材料", False)
    await school.post(f"/shared-resources/{paper['id']}/void", {"reason": "传错了文件"}, version=paper["version"])
    assert (await told(school, pairing))[0] == ("材料已作废", True)


async def test_the_newest_of_a_kind_are_told_and_many_take_as_many_queries_as_few(
    app: FastAPI, school: Caller, pairing: Pairing
) -> None:
    counted = []
    for number in range(OF_A_BRANCH + 2):
        await papers.shared(school, pairing, title=f"第{number}份")
        if number in {0, OF_A_BRANCH + 1}:
            with counted_reads(app) as statements:
                found = await told(school, pairing)
            counted.append(len(statements))
    assert counted[0] == counted[1]
    assert [text for text, _ in found].count("共享了材料") == OF_A_BRANCH
