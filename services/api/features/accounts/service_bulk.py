"""Many accounts at once, for imports: made without a way in, which an invitation gives (E-67)."""

import base64
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts import queries, rules
from services.api.features.accounts.models import User
from services.api.features.schools import service_bulk as schools
from services.api.features.staff import service_bulk as staff
from services.api.kernel.bulk_rows import insert_rows, locked_many, rows_by
from services.api.kernel.events import name_action
from services.api.kernel.ids import new_id
from services.api.kernel.outcomes import Line, Outcome, Place, differs, refused, updated, works, wrong
from services.api.kernel.personal import normal_id_number
from services.api.kernel.scope import ROLE_PERMISSIONS, Principal
from services.contracts.accounts import UserCreate
from services.contracts.codes import Role
from services.contracts.imports import ImportRowStatus
from services.contracts.problems import FieldProblem

user = queries.user
Home = dict[str, Any]


async def principal_of(db: AsyncSession, user_id: UUID) -> Principal | None:
    """Who a job works for, with the permissions of this moment; None when the account is closed."""
    columns = (user.role, user.region_code, user.school_id, user.person_id)
    rows = await rows_by(db, columns, user.id, [user_id], user.disabled_at.is_(None))
    if not rows:
        return None
    row = rows[0]
    permissions = ROLE_PERMISSIONS[row.role]
    return Principal("user", user_id, row.role, row.region_code, permissions, None, row.school_id, row.person_id)


async def id_named(db: AsyncSession, username: str) -> UUID | None:
    """The account of this name, for the operators' command line."""
    rows = await rows_by(db, (user.id,), user.username, [username])
    return rows[0].id if rows else None


async def plan(db: AsyncSession, place: Place, lines: Sequence[Line]) -> list[Outcome]:
    """What becomes of each line: a new account name is a new account, a known one is compared. Five queries."""
    finder = await schools.finder(db, (line.extra["school"] for line in lines), place.county_code)
    numbers = [normal_id_number(line.extra["id_number"]) for line in lines]
    hashes = [place.personal.match_key(number) for number in numbers if number]
    people = await staff.known(db, place.county_code, hashes, (line.extra["staff_no"] for line in lines), ())
    names = {line.body.username for line in lines}
    columns = (user.id, user.username, user.name, user.phone, user.role, user.region_code, user.school_id)
    rows = await rows_by(db, columns, user.username, names)
    known: dict[str, Row[Any]] = {row.username: row for row in rows}
    return [_planned(place, line, known.get(line.body.username), finder, people) for line in lines]


def _planned(place: Place, line: Line, known: Row[Any] | None, finder: schools.Finder, people: staff.Known) -> Outcome:
    body: UserCreate = line.body
    same = known if known is not None and _is_at_home(place, line, known, finder) else None
    changes = _differences(body, same) if same is not None else {}
    if same is not None and not changes:
        return Outcome(ImportRowStatus.unchanged, same.id, body.username)
    if body.role not in rules.managed_roles(place.principal.role):
        return refused(
            wrong("role", "permission.denied", f"“{body.role.label}”的账号要系统管理员建"), match=body.username
        )
    if same is not None and (body.role is not Role.teacher or "name" not in changes):
        return updated(same.id, changes, body.username, same)
    home = _home(place, line, finder, people)
    if isinstance(home, FieldProblem):
        return refused(home, match=body.username)
    if known is None:
        return Outcome(ImportRowStatus.create, new_id(), body.username, work=(body, home))
    if (known.role, known.region_code, known.school_id) != (body.role, home["region_code"], home.get("school_id")):
        detail = "账号名已有人用，角色或学校不一样，请换一个账号名"
        return refused(wrong("username", "user.username_taken", detail), match=body.username)
    return updated(known.id, _differences(body, known), body.username, known)


def _is_at_home(place: Place, line: Line, known: Row[Any], finder: schools.Finder) -> bool:
    """Whether a line is about an account of this county, with its role and its school."""
    if known.role is not line.body.role or known.region_code != place.county_code:
        return False
    if not line.extra["school"]:
        return known.school_id is None
    school = finder.one(line.extra["school"], "school")
    return isinstance(school, schools.FoundSchool) and school.id == known.school_id


def _differences(body: UserCreate, known: Row[Any]) -> Home:
    typed = {"name": body.name, "phone": body.phone or known.phone}
    return {name: value for name, value in typed.items() if differs(value, getattr(known, name))}


def _home(place: Place, line: Line, finder: schools.Finder, people: staff.Known) -> Home | FieldProblem:
    """Region, school and person of an account."""
    body: UserCreate = line.body
    if body.role is Role.teacher:
        return _of_teacher(place, line, people)
    if body.role not in rules.SCHOOL_ROLES:
        wanted = rules.level_wanted(body.role, place.county_code)
        if wanted is not None:
            return wrong("role", "user.level", f"{body.role.label}要选{wanted.label}级的地区，请在账号页面建")
        return {"region_code": place.county_code, "school_id": None, "person_id": None}
    if not line.extra["school"]:
        return wrong("school", "missing", f"{body.role.label}要填学校")
    school = finder.one(line.extra["school"], "school")
    if not isinstance(school, schools.FoundSchool):
        return school
    if school.county_code != place.county_code:
        return wrong("school", "import.other_county", "这所学校不归本县管，请核对")
    return {"region_code": school.county_code, "school_id": school.id, "person_id": None}


def _of_teacher(place: Place, line: Line, people: staff.Known) -> Home | FieldProblem:
    number = normal_id_number(line.extra["id_number"])
    rows = people.by_number.get(place.personal.match_key(number), []) if number else []
    rows = rows or people.by_staff_no.get(line.extra["staff_no"], [])
    rows = [row for row in rows if row.ended_on is None and row.county_code == place.county_code]
    rows = [row for row in rows if row.name == line.body.name]
    if len(rows) != 1:
        return wrong("id_number", "staff.unknown", "没有找到这名教师，请填身份证号或工号，并核对姓名")
    return {"region_code": rows[0].county_code, "school_id": rows[0].school_id, "person_id": rows[0].person_id}


async def write(db: AsyncSession, _place: Place, outcomes: Sequence[Outcome]) -> None:
    """Write what was planned, in the caller's transaction at a savepoint. Raises bulk_rows.Clash."""
    rows = []
    for outcome in works(outcomes, ImportRowStatus.create):
        body, home = outcome.work
        rows.append({"id": outcome.id, "username": body.username, "name": body.name, "phone": body.phone,
                     "role": body.role, "password_hash": no_password(), "must_set_password": True, **home})  # fmt: skip
    await insert_rows(db, User, rows, "import")
    changes = {each.id: each.work for each in works(outcomes, ImportRowStatus.update)}
    for account in await locked_many(db, User, changes):
        account.sqlmodel_update(changes[account.id])
        name_action(db, account, "import")
    await db.flush()


def no_password() -> str:
    """A hash that no password has, and that takes as long to try as any other."""
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m=65536,t=3,p=1${salt}${digest}"
