"""The counties and schools of the demo; pairs and routes are those of §F-T (T-01, T-06, T-07, T-14, T-18)."""

from dataclasses import dataclass

from services.contracts.codes import Locality, SchoolKind, Stage

CHENCANG, WUCHUAN, XINQU, TONGCHUAN_CITY_RUN, JIAHE, CIXI = "610304", "440883", "6102Z1", "6102Z2", "431024", "330282"
COUNTIES = (CHENCANG, WUCHUAN, XINQU, TONGCHUAN_CITY_RUN, JIAHE, CIXI)


@dataclass(frozen=True, slots=True)
class SchoolSpec:
    """A school of the demo; `key` is how the stories name it."""

    key: str
    name: str
    county_code: str
    township: str
    kind: SchoolKind
    locality: Locality
    weak: bool = False
    people: int = 8

    @property
    def stage(self) -> Stage:
        """The stage most of its people teach."""
        return Stage.junior if self.kind in {SchoolKind.junior_secondary, SchoolKind.nine_year} else Stage.primary


def _spec(key: str, name: str, county: str, township: str, kind: str, where: str, people: int = 8) -> SchoolSpec:
    kinds = {
        "p": SchoolKind.primary,
        "c": SchoolKind.centre_primary,
        "j": SchoolKind.junior_secondary,
        "n": SchoolKind.nine_year,
    }
    locality = Locality.urban if where == "u" else Locality.rural
    return SchoolSpec(key, name, county, township, kinds[kind], locality, weak=where == "w", people=people)


SCHOOLS: tuple[SchoolSpec, ...] = (
    # 陈仓区: T-07, six teachers each way between 凤阁岭中学 and 虢镇初级中学
    _spec("guozhen_junior", "虢镇初级中学", CHENCANG, "虢镇街道", "j", "u", 14),
    _spec("fenggeling", "凤阁岭中学", CHENCANG, "凤阁岭镇", "j", "w", 12),
    _spec("guozhen_primary", "虢镇小学", CHENCANG, "虢镇街道", "p", "u", 14),
    _spec("yangping", "阳平镇中心小学", CHENCANG, "阳平镇", "c", "w"),
    _spec("qianhe", "千河镇中心小学", CHENCANG, "千河镇", "c", "r"),
    _spec("panxi", "磻溪镇中心小学", CHENCANG, "磻溪镇", "c", "w"),
    _spec("tianwang", "天王镇中心小学", CHENCANG, "天王镇", "c", "r"),
    _spec("muyi", "慕仪镇中心小学", CHENCANG, "慕仪镇", "c", "r"),
    _spec("zhouyuan", "周原镇中心小学", CHENCANG, "周原镇", "c", "r"),
    _spec("jiacun", "贾村镇中心小学", CHENCANG, "贾村镇", "c", "r"),
    _spec("xiangong", "县功镇初级中学", CHENCANG, "县功镇", "j", "w"),
    _spec("pingtou", "坪头镇九年制学校", CHENCANG, "坪头镇", "n", "w"),
    _spec("xiangquan", "香泉镇中心小学", CHENCANG, "香泉镇", "c", "w"),
    _spec("tuoshi", "拓石镇初级中学", CHENCANG, "拓石镇", "j", "w"),
    # 吴川市: T-01, T-02, teams of equal numbers between urban and mountain schools
    _spec("wc_first", "吴川市第一小学", WUCHUAN, "梅菉街道", "p", "u", 18),
    _spec("wc_second", "吴川市第二小学", WUCHUAN, "海滨街道", "p", "u", 14),
    _spec("wc_junior", "吴川市实验初级中学", WUCHUAN, "梅菉街道", "j", "u", 14),
    _spec("wc_changqi", "长岐镇中心小学", WUCHUAN, "长岐镇", "c", "w", 14),
    _spec("wc_qianshui", "浅水镇中心小学", WUCHUAN, "浅水镇", "c", "w", 12),
    _spec("wc_qinba", "覃巴镇初级中学", WUCHUAN, "覃巴镇", "j", "w", 12),
    # 铜川: T-06, the city's own school and three schools of 铜川新区
    _spec("tc_first", "铜川市第一中学初中部", TONGCHUAN_CITY_RUN, "新区", "j", "u", 12),
    _spec("tc_wenjia", "新区文家中学", XINQU, "新区", "j", "r"),
    _spec("tc_abaozhai", "阿堡寨学校", XINQU, "新区", "n", "r"),
    _spec("tc_loucun", "楼村中学", XINQU, "新区", "j", "r"),
    # 嘉禾县: T-14, a pairing with many numeric goals
    _spec("jh_first", "嘉禾一中", JIAHE, "珠泉镇", "j", "u", 12),
    _spec("jh_chengguan", "城关中学", JIAHE, "珠泉镇", "j", "w", 10),
    # 慈溪市: T-18, one supporting school and three recipients
    _spec("cx_shiyan", "慈溪市实验小学", CIXI, "浒山街道", "p", "u", 14),
    _spec("cx_chongshou", "崇寿邮电小学", CIXI, "崇寿镇", "p", "r"),
    _spec("cx_longnan", "横河龙南小学", CIXI, "横河镇", "p", "r"),
    _spec("cx_taiyang", "坎墩太阳小学", CIXI, "坎墩街道", "p", "r"),
)
