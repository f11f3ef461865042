"""Accounts as a downloaded table: the columns of the import template first, so that it can be imported again.

No secret is among them; 身份证号 stays empty, a teacher is known again by the account's name.
"""

from collections.abc import Sequence
from typing import Any

from services.api.features.accounts import queries
from services.api.features.staff import service as staff
from services.api.kernel.bulk_rows import rows_by
from services.api.kernel.context import Ctx
from services.api.kernel.exporting import Extra, Sheet, columns
from services.contracts.accounts import UserOut


async def _beside(ctx: Ctx, _asked: Any, rows: Sequence[UserOut]) -> list[Extra]:
    """The staff numbers of teachers' accounts. Two queries."""
    user = queries.user
    found = await rows_by(ctx.db, (user.id, user.person_id), user.id, (row.id for row in rows))
    people = {each.id: each.person_id for each in found if each.person_id is not None}
    numbers = await staff.open_numbers(ctx.db, people.values())
    return [{"staff_no": numbers.get(people[row.id]) if row.id in people else None} for row in rows]


USERS = Sheet("users", "账号", columns(
    "账号名 username", "姓名 name", "角色 role", "学校 school", "联系电话 phone", "身份证号 +id_number",
    "工号 +staff_no", "地区代码 region_code", "地区 region_name", "停用 disabled", "要设新密码 must_set_password",
    "最近登录 last_sign_in_at", "邀请有效到 invited_until", "系统编号 id",
), beside=_beside)  # fmt: skip

INVITATIONS = Sheet("invitations", "登录邀请", columns(
    "账号名 username", "姓名 name", "角色 role", "学校代码 school.code", "学校名称 school.name", "地区代码 region_code",
    "方式 channel", "状态 status", "发出时间 created_at", "有效到 expires_at", "使用时间 used_at", "系统编号 id",
))  # fmt: skip
