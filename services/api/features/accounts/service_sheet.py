"""Accounts as a downloaded table; the headings are those of the import template. No secret is among them."""

from services.api.kernel.exporting import Sheet, columns

USERS = Sheet("users", "账号", columns(
    "账号名 username", "姓名 name", "联系电话 phone", "角色 role", "地区代码 region_code", "地区 region_name",
    "学校代码 school.code", "学校名称 school.name", "停用 disabled", "要设新密码 must_set_password",
    "最近登录 last_sign_in_at", "邀请有效到 invited_until", "系统编号 id",
))  # fmt: skip
