"""Who signs in to the large demo: a reporter of every school, a coordinator of every county, the offices above."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from services.api.demo.accounts import CLIENT_SECRET, PASSWORD, Told
from services.api.demo.names import People
from services.api.demo.scale.places import Land
from services.api.demo.scale.plan import Scale
from services.api.features.accounts.models import User
from services.api.features.clients.models import ApiClient, ClientSecret
from services.api.kernel.bulk_past import Batch, Chain, complete, created
from services.api.kernel.bulk_rows import Columns
from services.api.kernel.passwords import secret_digest
from services.contracts.codes import ClientScope, Role

CLIENT_ID = "demo-scale"
SCOPES = (ClientScope.stats_read, ClientScope.records_read, ClientScope.changes_read)
SCHOOLS_TOLD = 3
"""Of each of the first counties; every other school's account is named after its code in the same way."""
COUNTIES_TOLD = 5


def accounts_batch(
    scale: Scale, chain: Chain, land: Land, hashed: str
) -> tuple[Batch, dict[str, UUID], list[dict[str, Any]]]:
    """All accounts and a client; the coordinators by county; what the accounts file says."""
    moment, people = scale.beginning, People()
    offices = [("demo.admin", Role.administrator, scale.province), ("demo.audit", Role.auditor, scale.province),
               (f"demo.sheng.{scale.province}", Role.province_supervisor, scale.province)]  # fmt: skip
    cities = sorted({f"{county[:4]}00" for county in land.counties})
    offices += [(f"demo.shi.{city}", Role.city_supervisor, city) for city in cities]
    offices += [(f"demo.xian.{county.lower()}", Role.county_coordinator, county) for county in land.counties]
    rows: list[tuple[UUID, str, Role, str, UUID | None]] = [
        (scale.new_id(moment), username, role, region, None) for username, role, region in offices
    ]
    coordinators = {region: row_id for row_id, _, role, region, _ in rows if role is Role.county_coordinator}
    rows += [(place.reporter, f"demo.xiao.{place.code}", Role.school_reporter, place.county, place.id)
             for place in land.places]  # fmt: skip
    humans = [people.next() for _ in rows]
    count = len(rows)
    users = complete(User, {
        "version": [1] * count, "created_at": [moment] * count, "id": [row[0] for row in rows],
        "username": [row[1] for row in rows], "name": [human.name for human in humans],
        "phone": [human.phone for human in humans], "role": [row[2] for row in rows],
        "region_code": [row[3] for row in rows], "school_id": [row[4] for row in rows],
        "password_hash": [hashed] * count, "must_set_password": [False] * count,
    })  # fmt: skip
    clients = _client(scale)
    secrets = {"id": scale.new_ids(1, scale.beginning), "client_id": clients["id"],
               "digest": [secret_digest(CLIENT_SECRET)], "made_at": [scale.beginning]}  # fmt: skip
    batch = chain.batch(
        [(User, users, ()), (ApiClient, clients, ()), (ClientSecret, complete(ClientSecret, secrets), ())],
        [created(User, users, "created", [moment] * count), created(ApiClient, clients, "created", [moment])],
    )
    return batch, coordinators, _told(land, offices)


def _client(scale: Scale) -> Columns:
    return complete(ApiClient, {
        "version": [1], "created_at": [scale.beginning], "id": scale.new_ids(1, scale.beginning),
        "client_id": [CLIENT_ID], "name": ["省教育数据平台"], "region_code": [scale.province],
        "scopes": [[scope.value for scope in SCOPES]], "addresses": [[]],
    })  # fmt: skip


def _told(land: Land, offices: list[tuple[str, Role, str]]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = [
        asdict(Told(role.value, username, PASSWORD, region, None)) for username, role, region in offices
    ]
    for county in land.counties[:COUNTIES_TOLD]:
        for place in land.of_county[county][:SCHOOLS_TOLD]:
            username = f"demo.xiao.{place.code}"
            told.append(asdict(Told(Role.school_reporter.value, username, PASSWORD, county, place.name)))
    scopes = [scope.value for scope in SCOPES]
    client = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "scopes": scopes}
    return [*told, client | {"region_code": f"{land.counties[0][:2]}0000"}]
