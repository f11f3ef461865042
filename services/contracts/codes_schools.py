"""Codes of regions and schools (requirements §B-N, N-01 … N-04)."""

from services.contracts.code import Code


class RegionLevel(Code):
    """N-01, with the nation above for those who cover all of it."""

    nation = "nation", "全国"
    province = "province", "省"
    city = "city", "市"
    county = "county", "县"


class Locality(Code):
    """N-02; a dated decision of the county, proposed from 城乡分类."""

    urban = "urban", "城区"
    rural = "rural", "农村"


class SchoolFlag(Code):
    """E-04 and N-02: dated attributes decided by the county."""

    weak = "weak", "薄弱"
    remote = "remote", "边远"
    mountain = "mountain", "山区"
    pastoral = "pastoral", "牧区"
    peripheral = "peripheral", "外围"
    quality = "quality", "优质"
    large = "large", "规模较大"
    key = "key", "重点"
    lead = "lead", "龙头"
    support_base = "support_base", "支教基地"


class SchoolKind(Code):
    """N-03."""

    kindergarten = "kindergarten", "幼儿园"
    teaching_point = "teaching_point", "教学点"
    village_primary = "village_primary", "村小"
    centre_primary = "centre_primary", "中心小学"
    complete_primary = "complete_primary", "完全小学"
    primary = "primary", "小学"
    junior_secondary = "junior_secondary", "初级中学"
    nine_year = "nine_year", "九年一贯制学校"
    senior_secondary = "senior_secondary", "高级中学"
    complete_secondary = "complete_secondary", "完全中学"
    special = "special", "特殊教育学校"
    vocational = "vocational", "职业学校"


class SchoolType(Code):
    """办学类型 of schools of their own (教育部办学类型代码); classes attached to another school (附设班) are none."""

    kindergarten = "111", "幼儿园"
    primary = "211", "小学"
    teaching_point = "218", "小学教学点"
    junior = "311", "初级中学"
    nine_year = "312", "九年一贯制学校"
    vocational_junior = "321", "职业初中"
    complete_secondary = "341", "完全中学"
    senior = "342", "高级中学"
    twelve_year = "345", "十二年一贯制学校"
    vocational_361 = "361", "中等职业学校（361）"
    vocational_362 = "362", "中等职业学校（362）"
    vocational_363 = "363", "中等职业学校（363）"
    vocational_364 = "364", "中等职业学校（364）"
    vocational_365 = "365", "中等职业学校（365）"
    vocational_366 = "366", "中等职业学校（366）"
    vocational_367 = "367", "中等职业学校（367）"
    vocational_368 = "368", "中等职业学校（368）"
    reform = "371", "工读学校"
    blind = "511", "盲人学校"
    deaf = "512", "聋人学校"
    intellectual = "513", "培智学校"
    other_special = "514", "其他特教学校"


class UrbanRural(Code):
    """城乡分类 (国家统计局, GB/T 33782-2017 table 5)."""

    main_urban = "111", "主城区"
    urban_fringe = "112", "城乡结合区"
    town_centre = "121", "镇中心区"
    town_fringe = "122", "镇乡结合区"
    special_area = "123", "特殊区域"
    township_centre = "210", "乡中心区"
    village = "220", "村庄"


class SuccessionKind(Code):
    """What becomes of a school (学校（机构）代码管理办法, 2011)."""

    rename = "rename", "更名"
    merge = "merge", "合并"
    division = "split", "分设"
    close = "close", "撤销"
    reopen = "reopen", "恢复"


class PlanStatus(Code):
    """Where a succession of a later day stands."""

    planned = "planned", "计划中"
    done = "done", "已办成"
    cancelled = "cancelled", "已取消"


class Stage(Code):
    """N-04."""

    preschool = "preschool", "学前"
    primary = "primary", "小学"
    junior = "junior", "初中"
    senior = "senior", "高中"
    special = "special", "特殊教育"


class Ownership(Code):
    """E-03.4."""

    public = "public", "公办"
    private = "private", "民办"
