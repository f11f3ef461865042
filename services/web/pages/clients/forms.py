"""What the forms of a provincial system ask, and the bodies they make."""

import re
from collections.abc import Mapping

from services.contracts.clients import ClientOut
from services.contracts.codes import ClientScope
from services.web.entry import Entry, Stored
from services.web.filters import choices
from services.web.forms import Form
from services.web.inputs import Input
from services.web.pages.regions.views import PICK, finder, region_input
from services.web.visit import Visit

CLEARED = ("expires_on", "basis_on", "daily_quota")
"""What an emptied box takes away."""
_BETWEEN = re.compile(r"[\s,，、;；]+")


def _inputs() -> list[Input]:
    return [
        Input("scopes", "能读什么", "checks", choices=choices(ClientScope)),
        Input("expires_on", "用到哪天", "date", "到这天24:00，不填就是长期", optional=True),
        Input("contact", "对方找谁", hint="单位、姓名和电话，到期和出错时要找", optional=True),
        Input("description", "用来做什么", optional=True),
        Input("legal_basis", "依据的文件", hint="读实名记录的必须写", optional=True),
        Input("basis_number", "文号", optional=True),
        Input("basis_on", "文件日期", "date", optional=True),
        Input(
            "addresses", "允许的地址", "area", "一行一个，比如203.0.113.7或203.0.113.0/24；不填就是哪里都行",
            optional=True,
        ),
        Input("daily_quota", "每天最多调用几次", "number", "不填用系统定的，0是不限", optional=True),
    ]  # fmt: skip


def new_entry(visit: Visit) -> Entry:
    """新建接口."""
    name = Input("name", "系统名称", hint="比如：省教师管理平台", maxlength=80)
    inputs = [name, region_input("能读哪里的数据"), *_inputs(), *_practice(visit)]
    trail = [("接口", "/clients"), ("新建接口", "")]
    lines = ["保存后给出密钥，只显示一次。"]
    return Entry("新建接口", trail, inputs, "保存，显示密钥", "/clients", lines=lines, finders={PICK: finder(visit)})


def _practice(visit: Visit) -> list[Input]:
    """Whether it practises, where this installation has sandboxes."""
    if not visit.request.app.state.settings.sandbox:
        return []
    hint = "沙箱只看得到编的地区和学校，能按剧本一步步走，别人看不到；以后不能改"
    return [Input("sandbox", "正式还是练习", "radio", hint, choices=[("false", "正式"), ("true", "沙箱")])]


def edit_entry(client: ClientOut) -> Entry:
    """修改接口; the region stays."""
    path = f"/clients/{client.id}"
    trail = [("接口", "/clients"), (client.name, path), ("修改", "")]
    inputs = [Input("name", "系统名称", maxlength=80), *_inputs()]
    return Entry(f"修改{client.name}", trail, inputs, "保存", path, lines=["改了马上算数，密钥不变。"])


def stored(client: ClientOut) -> Stored:
    """What the form starts from."""
    values: dict[str, object] = {
        "name": client.name, "scopes": [scope.value for scope in client.scopes],
        "expires_on": client.expires_on.isoformat() if client.expires_on else "", "contact": client.contact,
        "description": client.description, "legal_basis": client.legal_basis, "basis_number": client.basis_number,
        "basis_on": client.basis_on.isoformat() if client.basis_on else "",
        "addresses": "\n".join(client.addresses),
        "daily_quota": "" if client.daily_quota is None else str(client.daily_quota),
    }  # fmt: skip
    return Stored(values, client.version)


def body_of(typed: Mapping[str, object]) -> dict[str, object]:
    """The body for the API: the box of addresses is a list, the choice of a sandbox a yes or no."""
    body = dict(typed)
    if "addresses" in body:
        body["addresses"] = [each for each in _BETWEEN.split(str(body["addresses"])) if each]
    if "sandbox" in body:
        body["sandbox"] = body["sandbox"] == "true"
    return body


def patch_of(typed: Mapping[str, object], form: Form) -> dict[str, object]:
    """The change for the API; an emptied number or day is taken away."""
    emptied = [name for name in CLEARED if not form.value(name).strip() and form.value(f"keep.{name}") != "stored"]
    return body_of(typed) | dict.fromkeys(emptied)
