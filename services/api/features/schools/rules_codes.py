"""What a school's codes say: the 10-digit identifier, 办学类型, grades (学校（机构）代码管理办法, 2011)."""

from collections.abc import Sequence

from services.api.kernel.problems import field_problem
from services.contracts.codes import SchoolKind, SchoolType, Stage
from services.contracts.problems import FieldProblem

OTHER = ("91", "92", "93")
CATEGORIES: dict[str, str] = {
    "11": "幼儿园",
    "21": "小学",
    "22": "成人小学",
    "31": "普通初中",
    "32": "职业初中",
    "33": "成人初中",
    "34": "普通高中",
    "35": "成人高中",
    "36": "中等职业学校",
    "37": "工读学校",
    "41": "普通高校",
    "42": "成人高校",
    "51": "特殊教育学校",
    **dict.fromkeys(OTHER, "其他"),
}
"""First two digits of the identifier."""
_OF_KIND: dict[SchoolKind, tuple[str, ...]] = {
    SchoolKind.kindergarten: ("11",),
    SchoolKind.teaching_point: ("21",),
    SchoolKind.village_primary: ("21",),
    SchoolKind.centre_primary: ("21",),
    SchoolKind.complete_primary: ("21",),
    SchoolKind.primary: ("21",),
    SchoolKind.junior_secondary: ("31",),
    SchoolKind.nine_year: ("31", "21"),
    SchoolKind.senior_secondary: ("34",),
    SchoolKind.complete_secondary: ("34", "31"),
    SchoolKind.special: ("51",),
    SchoolKind.vocational: ("32", "33", "35", "36"),
}
_T, _K = SchoolType, SchoolKind
KINDS_OF_TYPE: dict[SchoolType, tuple[SchoolKind, ...]] = {
    _T.kindergarten: (_K.kindergarten,),
    _T.primary: (_K.primary, _K.centre_primary, _K.complete_primary, _K.village_primary),
    _T.teaching_point: (_K.teaching_point,),
    _T.junior: (_K.junior_secondary,),
    _T.nine_year: (_K.nine_year,),
    _T.vocational_junior: (_K.vocational,),
    _T.complete_secondary: (_K.complete_secondary,),
    _T.senior: (_K.senior_secondary,),
    _T.twelve_year: (_K.complete_secondary,),
    **{each: (_K.vocational,) for each in SchoolType if each.value.startswith("36")},
    _T.reform: (_K.junior_secondary,),
    _T.blind: (_K.special,),
    _T.deaf: (_K.special,),
    _T.intellectual: (_K.special,),
    _T.other_special: (_K.special,),
}
"""The one table between 办学类型 and our own kinds; the first kind is the one that follows from the type."""
_GRADES: dict[Stage, range] = {
    Stage.primary: range(1, 7),
    Stage.junior: range(6, 10),
    Stage.senior: range(10, 13),
    Stage.special: range(1, 13),
}
"""Junior schools begin with grade 6 under 五四学制."""


def kind_of(type_code: SchoolType | None, kind: SchoolKind | None) -> SchoolKind | None:
    """The kind that was said, else the one that follows from the type."""
    return kind if kind is not None or type_code is None else KINDS_OF_TYPE[type_code][0]


def categories_for(kind: SchoolKind, type_code: SchoolType | None) -> tuple[str, ...]:
    """First two digits that fit, without 91 to 93, which fit every school."""
    return (type_code.value[:2],) if type_code is not None else _OF_KIND[kind]


def category_fits(code: str, kind: SchoolKind, type_code: SchoolType | None = None) -> bool:
    """Whether the code's first two digits are a category of this kind or type."""
    return code[:2] in categories_for(kind, type_code) + OTHER


def kind_problems(type_code: SchoolType | None, kind: SchoolKind) -> list[FieldProblem]:
    """Whether the kind is one of the type's."""
    if type_code is None or kind in KINDS_OF_TYPE[type_code]:
        return []
    fitting = "、".join(each.label for each in KINDS_OF_TYPE[type_code])
    detail = f"办学类型{type_code.value}（{type_code.label}）的学校类型应是{fitting}，不是{kind.label}"
    return [field_problem("kind", "school.kind_type", detail, type_code=type_code.value)]


def code_problems(code: str, kind: SchoolKind, type_code: SchoolType | None, county_code: str) -> list[FieldProblem]:
    """Each part of the code that is wrong, with what would fit. `county_code` manages the school."""
    found: list[FieldProblem] = []
    fitting = categories_for(kind, type_code)
    said = type_code.label if type_code is not None else kind.label
    if not category_fits(code, kind, type_code):
        wrong = f"是{CATEGORIES[code[:2]]}" if code[:2] in CATEGORIES else "不是学校类别"
        right = "或".join(fitting)
        detail = f"学校代码前两位{code[:2]}{wrong}，{said}应是{right}，请核对代码或学校类型"
        found.append(field_problem("code", "school.code_category", detail, categories=list(fitting)))
    if code[2:4] != county_code[:2]:
        detail = f"学校代码第三、四位{code[2:4]}不对，应是主管县区所在省的{county_code[:2]}，请核对"
        found.append(field_problem("code", "school.code_province", detail, province=county_code[:2]))
    if code[4:] == "000000":
        detail = "学校代码后六位是顺序号，从000001起，请对照证书填写"
        found.append(field_problem("code", "school.code_serial", detail))
    return found


def grade_problems(grades: Sequence[int] | None, stages: Sequence[Stage]) -> list[FieldProblem]:
    """Grades that no stage of the school has."""
    taught = {grade for stage in stages for grade in _GRADES.get(stage, ())}
    wrong = sorted(set(grades or ()) - taught)
    if not wrong:
        return []
    names = "、".join(str(grade) for grade in wrong)
    words = "、".join(stage.label for stage in stages)
    detail = f"{names}年级不在{words}学段里，请改年级或学段"
    return [field_problem("grades", "school.grades", detail, grades=wrong)]
