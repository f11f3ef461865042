"""Wiring of the API and nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import State

from services.api import wiring
from services.api.docs import add_docs
from services.api.kernel import health, metrics
from services.api.kernel.clock import Clock
from services.api.kernel.db import Database
from services.api.kernel.exporting import ExportDesk
from services.api.kernel.files import FileStore
from services.api.kernel.handlers import add_handlers
from services.api.kernel.logs import log_failure, set_up_logs
from services.api.kernel.middleware import Observed
from services.api.kernel.openapi import complete_description
from services.api.kernel.passwords import Passwords
from services.api.kernel.personal import PersonalData
from services.api.kernel.rates import Rates
from services.api.kernel.routing import ByArea, called_in_place
from services.api.kernel.tokens import Tokens
from services.api.kernel.usage import CallCounts
from services.api.migrating import head_revision
from services.api.settings import Settings
from services.api.starting import refuse_unsafe_start
from services.api.wiring_routers import ROUTERS
from services.api.worker import Worker

DESCRIPTION = "结对帮扶、支教与交流轮岗：月报、结对、交流任务与统计的接口。"


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """The application for these settings; everything it needs hangs on `app.state`."""
    app = FastAPI(
        title="结对支教平台接口",
        description=DESCRIPTION,
        version=settings.release,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        redirect_slashes=False,
        telemetry={"tracing": False},
    )
    equip(app, settings, clock)
    app.add_middleware(Observed)
    add_handlers(app)
    for router in (health.router, metrics.router, *ROUTERS):
        app.include_router(router)
    wiring.connect_guards()
    called_in_place(app.routes)
    complete_description(app)
    add_docs(app)
    app.router.middleware_stack = ByArea(app.router)
    return app


def equip(app: FastAPI, settings: Settings, clock: Clock | None = None) -> None:
    """Hang everything that depends on settings and clock on a fresh `app.state`; the routes stay as they are."""
    app.state = state = State()
    state.settings, state.clock = settings, clock or Clock()
    state.database = Database(settings)
    state.passwords, state.tokens = Passwords(settings), Tokens(settings)
    state.personal, state.rates, state.metrics = PersonalData(settings), Rates(settings), metrics.Metrics()
    state.files, state.exports = FileStore(settings.files_dir), ExportDesk(settings)
    state.migration_head = head_revision()
    state.authenticator = wiring.authenticator
    state.usage, state.quotas = CallCounts(), wiring.Quotas(state.database, state.clock, settings)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    worker = Worker(app.state.database, app.state.clock, app.state.settings)
    if app.state.settings.embedded_worker:
        worker.start()
    usage = wiring.UsageWriter(app.state.database, app.state.clock, app.state.usage)
    usage.start()
    yield
    await worker.stop()
    await usage.stop()
    await _give_back(app)
    app.state.passwords.close()
    await app.state.database.close()


async def _give_back(app: FastAPI) -> None:
    """A database that is gone already must not keep the process from ending."""
    try:
        await app.state.quotas.give_back()
    except (SQLAlchemyError, OSError) as error:
        log_failure("quotas", error)


def app_factory() -> FastAPI:
    """For uvicorn: settings from the environment; refuses to start when they are not safe."""
    set_up_logs()
    settings = Settings()
    refuse_unsafe_start(settings)
    return create_app(settings)
