"""Which codes of a published standard our own codes stand for (GB/T 2261.1, GB/T 8561, 办学类型, 城乡分类).

Only where several independent sources agree. 正高级 has no verified national code, and the national list of
personnel changes has none for 交流轮岗.
"""

_SCHOOL_KIND = "教育部办学类型代码 "
_TITLE = "GB/T 8561-2001 "
_LOCALITY = "国家统计局城乡分类代码 "

STANDARDS: dict[str, dict[str, str]] = {
    "region_level": dict.fromkeys(("province", "city", "county"), "GB/T 2260"),
    "sex": {code: f"GB/T 2261.1-2003 {code}" for code in ("0", "1", "2", "9")},
    "title": {
        "third": f"{_TITLE}055（中学）、416（小学）",
        "second": f"{_TITLE}054（中学）、415（小学）",
        "first": f"{_TITLE}053（中学）、414（小学）",
        "senior": f"{_TITLE}052（中学）、413（小学）",
    },
    "school_kind": {
        "kindergarten": f"{_SCHOOL_KIND}111",
        "teaching_point": f"{_SCHOOL_KIND}218",
        "village_primary": f"{_SCHOOL_KIND}211",
        "centre_primary": f"{_SCHOOL_KIND}211",
        "complete_primary": f"{_SCHOOL_KIND}211",
        "primary": f"{_SCHOOL_KIND}211",
        "junior_secondary": f"{_SCHOOL_KIND}311",
        "nine_year": f"{_SCHOOL_KIND}312",
        "senior_secondary": f"{_SCHOOL_KIND}342",
        "complete_secondary": f"{_SCHOOL_KIND}341",
        "special": f"{_SCHOOL_KIND}511至514",
        "vocational": f"{_SCHOOL_KIND}361至369",
    },
    "locality": {
        "urban": f"{_LOCALITY}111、112；121、122由区县认定",
        "rural": f"{_LOCALITY}123、210、220；121、122由区县认定",
    },
}
"""Code list → code → the standard and its code."""

TAKEN_FROM = {"sex": "std_sex", "school_type": "std_school_type", "urban_rural": "std_urban_rural"}
"""Our lists whose codes are a published list's own, or some of them → that list."""
