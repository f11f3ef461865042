"""The inputs of a school, told once for adding, correcting and changing it."""

from services.contracts.codes import Ownership, SchoolKind, SchoolType, Stage, UrbanRural
from services.contracts.places import SchoolDetail
from services.web.entry import Stored
from services.web.filters import choices
from services.web.inputs import Input, coded
from services.web.wording import GRADE_CHOICES


def numbered(codes: type[SchoolType | UrbanRural]) -> list[tuple[str, str]]:
    """Return a national code list with its numbers: 211 小学."""
    return [(value, f"{value} {words}") for value, words in choices(codes)]


CODE = Input("code", "学校代码", hint="10位数字：2位类别，2位省，6位顺序号", maxlength=10)
NAME = Input("name", "学校名称", maxlength=80)
ALIASES = Input("aliases", "别名", hint="大家平时的叫法，用顿号隔开", optional=True)
TOWNSHIP = Input("township", "乡镇或街道", optional=True)
TYPE = Input("type_code", "办学类型代码", "select", choices=numbered(SchoolType), blank="不知道", optional=True)
KIND = coded("kind", "学校类型", SchoolKind)
STAGES = Input("stages", "学段", "checks", choices=choices(Stage))
GRADES = Input(
    "grades", "年级", "checks", "五四学制的初中从六年级起", optional=True, choices=GRADE_CHOICES,
)  # fmt: skip
OWNERSHIP = coded("ownership", "办学性质", Ownership)
URBAN_RURAL = Input(
    "urban_rural_code", "城乡分类代码", "select", choices=numbered(UrbanRural), blank="不知道", optional=True
)
VALUES = [TYPE, KIND, STAGES, GRADES, OWNERSHIP, URBAN_RURAL, TOWNSHIP]
BASIS = Input("basis", "依据", hint="文件名和文号，比如：区教发〔2026〕18号", maxlength=80)


def stored(school: SchoolDetail) -> Stored:
    """Return what the inputs start from."""
    values: dict[str, object] = {
        "code": school.code,
        "name": school.name,
        "aliases": school.aliases or "",
        "township": school.township,
        "type_code": school.type_code.value if school.type_code else "",
        "kind": school.kind.value,
        "stages": [stage.value for stage in school.stages],
        "grades": [str(grade) for grade in school.grades or []],
        "ownership": school.ownership.value,
        "urban_rural_code": school.urban_rural_code or "",
        "reason": "",
        "basis": "",
        "from_on": "",
    }
    return Stored(values, school.version)
