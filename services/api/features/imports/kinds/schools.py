"""Schools (E-03, E-04)."""

from services.api.features.imports.kinds.columns import Column, Kind
from services.api.features.imports.reading.values import code, codes, day, digits, flag, wholes
from services.api.features.schools import service_bulk
from services.api.kernel.scope import Permission
from services.contracts.codes import Locality, Ownership, SchoolKind, SchoolType, Stage, UrbanRural
from services.contracts.imports import ImportKind
from services.contracts.places import SchoolCreate

_PLACE_KIND = code(UrbanRural)


def _urban_rural(text: str) -> object:
    """The three digits, or their word."""
    return _PLACE_KIND(digits(text))


SCHOOLS = Kind(
    key=ImportKind.schools,
    permission=Permission.school_write,
    contract=SchoolCreate,
    columns=(
        Column("code", "学校代码", digits, "2161000123", needed=True, note="学校（机构）标识码，10位",
               aliases=("学校标识码", "学校机构代码", "学校（机构）标识码", "机构代码", "标识码")),
        Column("name", "学校名称", example="云坪镇中心小学", needed=True, width=28,
               aliases=("学校", "学校全称", "单位名称")),
        Column("kind", "学校类型", code(SchoolKind), "中心小学", offered=SchoolKind,
               note="学校类型和办学类型至少填一项", aliases=("类型",)),
        Column("type_code", "办学类型", code(SchoolType), offered=SchoolType,
               note="国家的办学类型，如 小学、九年一贯制学校"),
        Column("stages", "学段", codes(Stage), "小学", needed=True, note="几个学段用顿号分开，如：小学、初中",
               aliases=("办学学段",)),
        Column("locality", "城乡", code(Locality, {"乡村": Locality.rural, "城镇": Locality.urban}), "农村",
               offered=Locality, note="不填就按城乡分类代码建议的认定", aliases=("城乡类别", "城乡认定")),
        Column("since", "城乡起算日期", day, "2020-09-01", needed=True, note="从哪一天起按这个城乡认定",
               aliases=("起算日期",)),
        Column("township", "乡镇（街道）", example="云坪镇", aliases=("所在乡镇", "乡镇")),
        Column("grades", "年级", wholes, note="1到12，几个年级用顿号分开"),
        Column("aliases", "曾用名或简称", note="方便查找", width=20),
        Column("ownership", "办学性质", code(Ownership), "公办", offered=Ownership, aliases=("性质",)),
        Column("urban_rural_code", "城乡分类代码", _urban_rural, "210", note="国家统计局三位代码，不知道可不填",
               aliases=("城乡分类",)),
        Column("weak", "薄弱学校", flag, "否", note="是或否", aliases=("是否薄弱", "是否薄弱学校")),
        Column("county_code", "主管县区代码", digits, note="6位，不填就是本县", aliases=("县区代码",)),
        Column("location_code", "所在地县区代码", digits, note="6位，和主管县区相同可不填"),
    ),
    plan=service_bulk.plan,
    write=service_bulk.write,
    label_field="name",
    notes=("学校按学校代码对应：代码没有的新增，已有的比较后更新，内容相同的不动。",
           "城乡、薄弱和原来不一样的，从导入当天起改，以前的认定不变。"),
    left_alone=frozenset({"县区", "曾用名", "撤并日期", "系统编号"}),
)  # fmt: skip
