"""The sandbox over HTTP, for systems that practise."""

from typing import Annotated

from services.api.features.sandbox import service
from services.api.kernel.context import Ctx, needs
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.codes import SandboxScenario
from services.contracts.sandbox import SandboxOut, SandboxStoryOut

router = strict_router("sandbox", "/api/v1/sandbox")
Self = Annotated[Ctx, needs(Permission.self_read)]


@router.get("")
async def get_sandbox(ctx: Self) -> SandboxOut:
    """The caller's invented regions, and its stories with what to expect of each step.

    Systems that practise may send `X-Sandbox-Date: 2026-12-05` with every GET: it is answered as of that day in
    Asia/Shanghai, such as what is overdue then. From anybody else, and with a write, the header is a 422.
    """
    return await service.look(ctx)


@router.post("/scenarios/{scenario}/next", dependencies=[Idempotent])
async def tell_next_step(ctx: Self, scenario: SandboxScenario) -> SandboxStoryOut:
    """Tell the next step of a story: schools and offices that are invented do it, and it comes in `GET /changes`."""
    return await service.tell_next(ctx, scenario)


@router.post("/reset", dependencies=[Idempotent])
async def reset_sandbox(ctx: Self) -> SandboxOut:
    """Begin anew in fresh regions. Copies are to be built anew: the rows of before leave the caller's scope without a
    tombstone.
    """
    return await service.reset(ctx)
