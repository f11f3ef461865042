"""账号: who may sign in, inviting somebody, closing, opening and resetting an account."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.accounts import UserOut
from services.contracts.codes import Role
from services.web.api_client.base import ApiProblem
from services.web.api_client.regions import RegionsClient
from services.web.api_client.schools import SchoolsClient
from services.web.api_client.staff import StaffClient
from services.web.api_client.users import UsersClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, blank, change, create, edit
from services.web.filters import BOOLEAN, ID, REGION, TEXT, TRUE, Allowed, Filters, choices
from services.web.inputs import Input, reason
from services.web.pages.regions.views import PICK, finder, region_input
from services.web.steps import Step, Subject, act, ask
from services.web.visit import Visit, Visitor
from services.web.wording import at

router = APIRouter()
ROWS = 20
"""Few enough for a phone."""
SCHOOLS, STAFF = "/schools/pick", "/staff/pick"
KNOWN: dict[str, Allowed] = {
    "q": TEXT,
    "role": Role,
    "region_code": REGION,
    "school_id": ID,
    "disabled": BOOLEAN,
    "never_signed_in": TRUE,
}
OF_COUNTY = (Role.school_reporter, Role.school_leader, Role.teacher, Role.finance, Role.hr)
OF_SCHOOL = (Role.school_reporter, Role.school_leader)
_ROLES = {
    Role.county_coordinator: OF_COUNTY, Role.school_reporter: OF_SCHOOL, Role.school_leader: OF_SCHOOL,
}  # fmt: skip
_ELSEWHERE: dict[Role | None, tuple[str, ...]] = {
    Role.county_coordinator: (
        "区县协调人的账号由系统管理员开，这里选不到。要再加一位协调人，请找系统管理员或市教育局。",
    ),
    Role.school_leader: ("教师和机关的账号由县教育局开，这里选不到。",),
}
"""Who makes the accounts that this role cannot."""
OWN = [
    Input("name", "姓名", maxlength=60),
    Input("phone", "电话", hint="办公电话，催报时用", optional=True, maxlength=40),
]


@router.get("/users")
async def users(visit: Visitor) -> Response:
    """The accounts of the region by account name."""
    filters = Filters.of("/users", visit.request.query_params, KNOWN)
    found = await UsersClient(visit.api).rows({**filters.query(), "limit": ROWS})
    one_school = filters.get("school_id")
    narrow = visit.me.school is not None or one_school
    counties = [] if narrow else await RegionsClient(visit.api).counties(visit.me.region_code)
    context = {
        "filters": filters,
        "only": await _only(visit, one_school, found.items),
        "rows": found.items,
        "count": found.count,
        **filters.turns(found),
        "files": files("users", filters.query()),
        "roles": _roles(visit),
        "counties": counties,
        "may_write": "user.manage" in visit.me.permissions,
        "new": "/users/new" + (f"?school={filters.get('school_id')}" if filters.get("school_id") else ""),
    }
    return visit.page("users/list.html", context)


async def _only(visit: Visit, school_id: str, rows: Sequence[UserOut]) -> str:
    """Return 只看云坪镇中心小学的 where the list is one school's; nothing for all and for the own school."""
    if not school_id or visit.me.school is not None:
        return ""
    named = next((row.school.name for row in rows if row.school is not None), "")
    if not named:
        try:
            named = (await SchoolsClient(visit.api).detail(school_id)).name
        except ApiProblem:
            named = "一所学校"
    return f"只看{named}的"


def _roles(visit: Visit) -> list[tuple[str, str]]:
    allowed = _ROLES.get(visit.me.role or Role.administrator, tuple(Role))
    return [pair for pair in choices(Role) if pair[0] in {role.value for role in allowed}]


def _new(visit: Visit) -> Entry:
    by_school, by_name = "名称、拼音、首字母或学校代码", "姓名、拼音或首字母"
    inputs = [
        Input("role", "角色", "select", choices=_roles(visit), blank="请选角色"),
        Input("username", "账号名", hint="登录时用，小写字母、数字和点，比如：yunping.he", maxlength=40),
        *OWN,
    ]
    if visit.me.school is None:
        inputs.append(
            Input("school_id", "哪所学校的账号（机关账号不填）", "picker", by_school, optional=True, find=SCHOOLS)
        )
    if visit.me.school is None and "staff.read" in visit.me.permissions:
        inputs.append(Input("staff_id", "哪位教师的账号（别的账号不填）", "picker", by_name, optional=True, find=STAFF))
    if visit.me.role is Role.administrator:
        inputs.append(region_input(f"管哪里（机关的账号，不选就是{visit.me.region_name}）", optional=True))
    finders = {PICK: finder(visit), SCHOOLS: SchoolsClient(visit.api).find, STAFF: StaffClient(visit.api).find}
    trail = [("账号", "/users"), ("新建账号", "")]
    lines = ["保存后给出登录码，只显示一次。本人第一次登录时自己设新密码。", *_ELSEWHERE.get(visit.me.role, ())]
    return Entry("新建账号", trail, inputs, "保存，显示登录码", "/users", lines=lines, finders=finders)


@router.get("/users/new")
async def new(visit: Visitor, school: UUID | None = None) -> Response:
    """新建账号; from a school's list the school is chosen already."""
    values: dict[str, object] = {}
    if school is not None:
        found = await SchoolsClient(visit.api).detail(school)
        values = {"role": Role.school_reporter.value, "school_id": f"{found.id} {found.name}"}
    return blank(visit, _new(visit), values)


@router.post("/users/new")
async def invite(visit: Visitor) -> Response:
    """Save, and show the start code this once."""

    async def send(body: dict[str, object], key: str) -> Response:
        if visit.me.school is not None:
            body["school_id"] = str(visit.me.school.id)
        elif "school_id" not in body and "staff_id" not in body:
            body.setdefault("region_code", visit.me.region_code)
        return _code(visit, await UsersClient(visit.api).create(body, key))

    return await create(visit, _new(visit), send)


def _code(visit: Visit, user: UserOut) -> Response:
    path = f"/users/{user.id}"
    pairs = [("姓名", user.name), ("账号名", user.username), ("角色", user.role.label)]
    context = {
        "title": f"{user.name}的登录码",
        "trail": [("账号", "/users"), (user.username, path), ("登录码", "")],
        "label": "登录码",
        "secret": user.start_code,
        "pairs": pairs,
        "lines": [
            "请当面或打电话告诉本人：打开登录页，点“手里是登录码或登录条”，填账号名和登录码，自己设密码。不要发在群里。"
        ],
        "back": path,
    }
    return visit.page("secret.html", context)


def _subject_of(user: UserOut) -> Subject:
    name, why = user.name, reason(hint="会留在记录里。")
    steps = {
        "reset": Step(
            "重新给登录码", "丢了手机、忘了密码，在电话里念给本人", f"重新给{name}登录码？", "登录码已重新给出。",
            ["先核对是不是本人：问姓名、学校和最近办过的事。", "现在的密码马上不能用，已登录的设备会退出。",
             "登录码只显示一次，以前发的邀请一起作废。"],
        ),
        "invite": Step("邀请登录", "一次性链接或打印的登录条，14天有效", "", ""),
        "hand_over": Step("交给同事", "换人时用，这个账号随即停用", "", "", danger=True),
        "view_as": Step("以这个身份查看", "看到的和本人一样，什么都不能改", "", ""),
        "enable": Step("启用", "可以再登录", f"启用{name}的账号？", f"{name}的账号已启用。", ["原来的密码还能用。"]),
        "disable": Step(
            "停用", "已登录的设备会退出", f"停用{name}的账号？", f"{name}的账号已停用。",
            ["马上不能登录，已登录的设备会退出。", "办过的事都保留，以后可以再启用。"], [why], danger=True,
        ),
    }  # fmt: skip
    facts = [("状态", "已停用" if user.disabled else "在用"), ("最近登录", at(user.last_sign_in_at))]
    path = f"/users/{user.id}"
    return Subject(path, [("账号", "/users"), (user.username, path)], user.version, user.allowed_actions, steps, facts)


@router.get("/users/{user_id}")
async def detail(visit: Visitor, user_id: UUID) -> Response:
    """One account."""
    user = await UsersClient(visit.api).detail(user_id)
    return visit.page("users/detail.html", {"user": user, "subject": _subject_of(user)})


def _edit(user: UserOut) -> Entry:
    path = f"/users/{user.id}"
    trail = [("账号", "/users"), (user.username, path), ("修改", "")]
    return Entry(f"修改{user.name}的账号", trail, OWN, "保存", path, ["账号名和角色不能改，要改请停用后新建。"])


def _stored(user: UserOut) -> Stored:
    return Stored({"name": user.name, "phone": user.phone}, user.version)


@router.get("/users/{user_id}/edit")
async def edit_page(visit: Visitor, user_id: UUID) -> Response:
    """修改姓名和电话."""
    user = await UsersClient(visit.api).detail(user_id)
    return edit(visit, _edit(user), _stored(user))


@router.post("/users/{user_id}/edit")
async def save(visit: Visitor, user_id: UUID) -> Response:
    """Save; a clash shows both sides."""
    client = UsersClient(visit.api)
    entry = _edit(await client.detail(user_id))

    async def send(body: dict[str, object], version: int) -> str:
        await client.change(user_id, body, version)
        visit.say("账号已改好。")
        return f"/users/{user_id}"

    async def load() -> Stored:
        return _stored(await client.detail(user_id))

    return await change(visit, entry, send, load)


async def _subject(visit: Visit, user_id: UUID) -> Subject:
    return _subject_of(await UsersClient(visit.api).detail(user_id))


@router.get("/users/{user_id}/{action}")
async def ask_step(visit: Visitor, user_id: UUID, action: str) -> Response:
    """Ask first."""
    return ask(visit, await _subject(visit, user_id), action)


@router.post("/users/{user_id}/{action}")
async def take_step(visit: Visitor, user_id: UUID, action: str) -> Response:
    """Do it; a reset shows the new start code this once."""

    async def send(body: dict[str, object], version: int) -> UserOut:
        return await UsersClient(visit.api).act(user_id, action, body or None, version)

    def show(user: UserOut) -> Response | None:
        return _code(visit, user) if action == "reset" else None

    return await act(visit, lambda: _subject(visit, user_id), action, send, show)
