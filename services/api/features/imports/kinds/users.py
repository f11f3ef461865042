"""Accounts (E-67)."""

from services.api.features.accounts import service_bulk
from services.api.features.imports.kinds.columns import Column, Kind, school
from services.api.features.imports.reading.values import code, digits, id_number, narrow, person_name
from services.api.kernel.scope import Permission
from services.contracts.accounts import UserCreate
from services.contracts.codes import Role
from services.contracts.imports import ImportKind


def _account_name(text: str) -> str:
    return "".join(narrow(text).split()).lower()


USERS = Kind(
    key=ImportKind.users,
    permission=Permission.user_manage,
    contract=UserCreate,
    columns=(
        Column("username", "账号名", _account_name, "yunping.qws", needed=True, width=20,
               note="小写字母、数字、点或短横，3到40位",
               aliases=("账号", "用户名", "登录名")),
        Column("name", "姓名", person_name, "秦望舒", needed=True),
        Column("role", "角色", code(Role, {"报送员": Role.school_reporter, "校长": Role.school_leader}), "学校报送员",
               needed=True, offered=Role, aliases=("身份",)),
        Column("school", "学校", school, "云坪镇中心小学", note="学校的账号要填：学校代码或全称", width=28,
               aliases=("学校代码或名称", "学校名称", "学校代码", "单位")),
        Column("phone", "联系电话", digits, "6210 0123", aliases=("手机", "电话", "手机号", "手机号码")),
        Column("id_number", "身份证号", id_number, note="教师账号填身份证号或工号", width=22, aliases=("身份证号码",)),
        Column("staff_no", "工号", digits, aliases=("教职工号",)),
    ),
    plan=service_bulk.plan,
    write=service_bulk.write,
    label_field="name",
    extra={"school": "school", "id_number": "id_number", "staff_no": "staff_no"},
    notes=("新账号没有密码，导入以后在账号页面发邀请，本人用邀请自己设密码。",),
    left_alone=frozenset({"地区代码", "地区", "停用", "要设新密码", "最近登录", "邀请有效到", "系统编号"}),
)  # fmt: skip
