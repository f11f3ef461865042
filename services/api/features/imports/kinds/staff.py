"""People and their employment (E-07 … E-10)."""

from uuid import UUID

from services.api.features.imports.kinds.columns import Column, Kind, school
from services.api.features.imports.reading.values import code, day, digits, flag, id_number, person_name, wholes
from services.api.features.staff import service_bulk
from services.api.kernel.scope import Permission
from services.contracts.codes import Code, Post, Sex, Stage, Title
from services.contracts.imports import ImportKind
from services.contracts.people import StaffCreate

NOBODY = UUID(int=0)
"""Stands in the contract where the feature puts the row that a code or a name means."""

_TITLES: dict[str, Code] = {
    "无": Title.none, "未评": Title.none, "高级": Title.senior, "一级": Title.first, "二级": Title.second,
    "三级": Title.third, "正高级": Title.full_senior,
}  # fmt: skip

STAFF = Kind(
    key=ImportKind.staff,
    permission=Permission.staff_write,
    contract=StaffCreate,
    columns=(
        Column("name", "姓名", person_name, "秦望舒", needed=True, aliases=("教师姓名", "教职工姓名")),
        Column("sex", "性别", code(Sex), "女", needed=True, offered=Sex),
        Column("birth_on", "出生日期", day, "1985-05-20", needed=True, aliases=("出生年月日", "生日")),
        Column("id_number", "身份证号", id_number, note="18位，这一列要设成文本", width=22,
               aliases=("身份证号码", "身份证", "身份证件号", "证件号码")),
        Column("school_id", "学校", school, "云坪镇中心小学", needed=True, width=28,
               note="学校代码或全称，两样都写也行",
               aliases=("学校代码或名称", "学校名称", "学校代码", "所在学校", "单位", "工作单位")),
        Column("staff_no", "工号", digits, "10023", aliases=("教职工号", "教职工编号", "职工号")),
        Column("post", "职务", code(Post, {"普通教师": Post.teacher, "专任教师": Post.teacher}), "教师", offered=Post,
               aliases=("岗位", "现任职务")),
        Column("title", "职称", code(Title, _TITLES), "一级教师", offered=Title, aliases=("专业技术职务", "现任职称")),
        Column("stage", "任教学段", code(Stage), "小学", needed=True, offered=Stage, aliases=("学段",)),
        Column("subject", "任教学科", example="语文", aliases=("学科", "任教科目")),
        Column("grades", "任教年级", wholes, "4", aliases=("年级",),
               note="1到12，几个年级用顿号分开；7是初一，10是高一"),
        Column("in_quota", "在编", flag, "是", note="是或否，不填按“是”", aliases=("是否在编",)),
        Column("full_time_teacher", "专任教师", flag, "是", note="是或否，不填按“是”",
               aliases=("是否专任教师", "是否专任")),
        Column("career_start_on", "参加工作日期", day, "2008-09-01", aliases=("工作日期", "参加工作时间")),
        Column("confirmed_on", "转正定级日期", day, aliases=("转正日期", "转正定级时间", "定级日期")),
        Column("hired_on", "入职日期", day, "2008-09-01", needed=True, note="到本校工作的日期",
               aliases=("到校日期", "来校日期", "任职日期")),
    ),
    plan=service_bulk.plan,
    write=service_bulk.write,
    label_field="name",
    extra={"school_id": "school"},
    blanks={"school_id": NOBODY},
    notes=("教职工先按身份证号对应，没有身份证号的按工号，再按姓名、性别和出生日期。",
           "职务、职称、任教等和原来不一样的，从导入当天起改；要改更早的日期，请在教职工页面办。",
           "参加工作、转正定级的日期和原来不一样的，按表里的更正；已登记的入职日期不由表格改。",
           "姓名、性别、出生日期、身份证号登记错了，在这个人的页面改正；表格只补没有登记的身份证号。",
           "一个工号在本校只给一个人。",
           "人事关系还在别的学校的，要先在那里办结束，再导入。"),
    shared_field="staff_no",
    unread={"结束日期": "“结束日期”一列没有读：调走、退休、离职请在这个人的页面点“结束人事关系”。"},
    left_alone=frozenset({"结束日期", "证件号（部分隐去）", "县区代码", "人员编号", "系统编号"}),
)  # fmt: skip
