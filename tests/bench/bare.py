"""The limit: Starlette and asyncpg, JSON built by the database, no authentication, no log, no checks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.bench.bare_writes import Submissions

COLUMNS = (
    "id", "version", "mode", "direction", "workload", "exclusive", "subject", "start_on", "end_on", "planned_end_on",
    "school_year", "status", "home_county_code", "receiving_county_code", "person_name", "sending_code",
    "sending_name", "receiving_code", "receiving_name", "sex", "age", "post", "title", "stage",
)  # fmt: skip
ASSIGNMENTS = f"""SELECT json_agg(json_build_object({", ".join(f"'{name}', {name}" for name in COLUMNS)})) FROM (
    SELECT a.*, p.name AS person_name, s.code AS sending_code, s.name AS sending_name,
    r.code AS receiving_code, r.name AS receiving_name FROM assignment a JOIN person p ON p.id = a.person_id
    JOIN school s ON s.id = a.sending_school_id JOIN school r ON r.id = a.receiving_school_id
    WHERE a.home_county_code = $1 OR a.receiving_county_code = $1 ORDER BY a.start_on DESC, a.id DESC LIMIT 50) q"""  # noqa: S608 - our own columns
EVENTS = """SELECT json_agg(json_build_object('id', id, 'position', position, 'entity', entity, 'entity_id', entity_id,
    'entity_version', entity_version, 'action', action, 'actor_kind', actor_kind, 'actor_id', actor_id,
    'changes', changes, 'county_code', county_code, 'other_county_code', other_county_code, 'at', at)) FROM (
    SELECT * FROM event WHERE position > 0 AND (county_code LIKE $1 || '%' OR other_county_code LIKE $1 || '%')
    ORDER BY position LIMIT 200) q"""
CHANGES = """SELECT json_agg(json_build_object('position', position, 'entity', entity, 'id', entity_id,
    'version', entity_version, 'action', action, 'changes', changes, 'record', record, 'county_code', county_code,
    'other_county_code', other_county_code, 'at', at)) FROM (
    SELECT * FROM event WHERE position > 0 AND entity <> 'user_account' AND (county_code LIKE $1 || '%'
    OR other_county_code LIKE $1 || '%') ORDER BY position LIMIT 200) q"""
REPORTING = """SELECT json_agg(q) FROM (SELECT status, count(*) AS reports,
    count(*) FILTER (WHERE first_submitted_at <= due_at) AS in_time, count(*) FILTER (WHERE due_at < now()) AS past_due
    FROM report WHERE county_code LIKE $1 || '%' AND month = to_char(now() - interval '1 month', 'YYYY-MM')
    GROUP BY status) q"""
ROTATION = """SELECT json_agg(q) FROM (SELECT direction, count(*) AS assignments, count(DISTINCT person_id) AS persons
    FROM assignment WHERE school_year = 2026 AND home_county_code LIKE $1 || '%' AND mode <> 'retiree_support'
    AND status IN ('active', 'completed') GROUP BY direction) q"""
READS = {"/assignments": ASSIGNMENTS, "/events": EVENTS, "/changes": CHANGES, "/rotation": ROTATION,
         "/reporting": REPORTING}  # fmt: skip
"""What is asked with `?of=`: a county's code, or the first digits of a province's."""


def create_bare(url: str) -> Starlette:
    """The addresses that our own are asked for in the bench."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with asyncpg.create_pool(url.replace("+asyncpg", ""), min_size=8, max_size=8) as pool:
            app.state.pool, app.state.submissions = pool, await Submissions.prepared(pool)
            yield

    async def read(request: Request) -> Response:
        body = await request.app.state.pool.fetchval(READS[request.url.path], request.query_params["of"])
        return Response(body or "[]", media_type="application/json", headers={"ETag": '"1"'})

    async def submit(request: Request) -> Response:
        await request.body()
        return Response(await request.app.state.submissions.write(), 201, media_type="application/json")

    routes = [Route(path, read) for path in READS]
    return Starlette(routes=[*routes, Route("/submit", submit, methods=["POST"])], lifespan=lifespan)
