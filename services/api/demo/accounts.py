"""The demo's accounts and clients, and the file that names them."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.demo.base import CONTACTS, Cast
from services.api.demo.places import CHENCANG, SCHOOLS, XINQU
from services.api.features.accounts.models import User
from services.api.features.clients.models import ApiClient, ClientSecret
from services.api.kernel import bulk
from services.api.kernel.passwords import secret_digest
from services.contracts.codes import ClientScope, Role

PASSWORD = "jiaoliu-2026-zhijiao"  # noqa: S105 - the demo's open password; production refuses to start with it
CLIENT_SECRET = "demo-secret-for-the-provincial-platform-only"  # noqa: S105 - the same
OFFICES: tuple[tuple[str, Role, str], ...] = (
    ("demo.admin", Role.administrator, "610000"),
    ("demo.shaanxi", Role.province_supervisor, "610000"),
    ("demo.guangdong", Role.province_supervisor, "440000"),
    ("demo.baoji", Role.city_supervisor, "610300"),
    ("demo.tongchuan", Role.city_supervisor, "610200"),
    ("demo.chencang", Role.county_coordinator, CHENCANG),
    ("demo.wuchuan", Role.county_coordinator, "440883"),
    ("demo.xinqu", Role.county_coordinator, XINQU),
    ("demo.zhishu", Role.county_coordinator, "6102Z2"),
    ("demo.jiahe", Role.county_coordinator, "431024"),
    ("demo.cixi", Role.county_coordinator, "330282"),
    ("demo.finance", Role.finance, CHENCANG),
    ("demo.hr", Role.hr, CHENCANG),
    ("demo.audit", Role.auditor, "610000"),
)
CLIENTS: tuple[tuple[str, str, str, tuple[ClientScope, ...]], ...] = (
    (
        "demo-shaanxi",
        "陕西省教育数据平台",
        "610000",
        (ClientScope.stats_read, ClientScope.records_read, ClientScope.changes_read),
    ),
    ("demo-guangdong", "广东省教育数据平台", "440000", (ClientScope.stats_read,)),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the accounts file says of one account."""

    role: str
    username: str
    password: str
    region_code: str
    school: str | None


async def set_up_accounts(session: AsyncSession, cast: Cast, hashed: str) -> list[dict[str, Any]]:
    """Write accounts for every office and school; the list for the file."""
    users = [_office(username, role, region, cast, hashed) for username, role, region in OFFICES]
    for spec in SCHOOLS:
        name = spec.key.replace("_", "-")
        users.append(_school_user(f"demo.{name}", Role.school_reporter, cast, spec.key, 1, hashed))
        users.append(_school_user(f"demo.{name}.lead", Role.school_leader, cast, spec.key, 0, hashed))
    teacher = _school_user("demo.teacher", Role.teacher, cast, "guozhen_junior", 2, hashed)
    teacher.person_id = cast.people["guozhen_junior"][2][0].person_id
    users.append(teacher)
    clients = [_client(*row) for row in CLIENTS]
    await bulk.insert_many(session, users, "created")
    await bulk.insert_many(session, clients, "created")
    session.add_all([_secret(client) for client in clients])
    await session.flush()
    return _told(users, clients, {school.id: school.name for school in cast.schools.values()})


def _told(users: list[User], clients: list[ApiClient], schools: dict[UUID | None, str]) -> list[dict[str, Any]]:
    accounts: list[dict[str, Any]] = [
        asdict(Told(user.role.value, user.username, PASSWORD, user.region_code, schools.get(user.school_id)))
        for user in users
    ]
    return accounts + [
        {"client_id": it.client_id, "client_secret": CLIENT_SECRET, "scopes": it.scopes, "region_code": it.region_code}
        for it in clients
    ]


def _client(client_id: str, name: str, region: str, scopes: tuple[ClientScope, ...]) -> ApiClient:
    return ApiClient(
        client_id=client_id, name=name, region_code=region, scopes=[scope.value for scope in scopes],
    )  # fmt: skip


def _secret(client: ApiClient) -> ClientSecret:
    return ClientSecret(client_id=client.id, digest=secret_digest(CLIENT_SECRET), made_at=client.created_at)


def _office(username: str, role: Role, region: str, cast: Cast, hashed: str) -> User:
    office = CONTACTS.get(region) if role is Role.county_coordinator else None
    human = cast.more.next()
    return User(
        username=username, name=office[1] if office else human.name, phone=office[2] if office else human.phone,
        role=role, region_code=region, password_hash=hashed, must_set_password=False,
    )  # fmt: skip


def _school_user(username: str, role: Role, cast: Cast, key: str, place: int, hashed: str) -> User:
    human, school = cast.people[key][place][1], cast.schools[key]
    return User(
        username=username, name=human.name, phone=human.phone, role=role, region_code=school.county_code,
        school_id=school.id, password_hash=hashed, must_set_password=False,
    )  # fmt: skip


def write_accounts(path: Path, told: list[dict[str, Any]]) -> None:
    """Write the file readable by its owner alone (mode 0600)."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=1)
