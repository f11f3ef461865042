"""Schools as a downloaded table; the headings are those of the import template."""

from services.api.kernel.exporting import Sheet, columns

SCHOOLS = Sheet("schools", "学校", columns(
    "学校代码 code", "学校名称 name", "主管县区代码 county_code", "县区 county_name",
    "所在地县区代码 location_code", "乡镇（街道） township", "学校类型 kind", "办学类型 type_code", "学段 stages",
    "年级 grades", "办学性质 ownership", "城乡分类代码 urban_rural_code", "城乡 locality",
    "城乡起算日期 locality_since", "薄弱学校 weak", "曾用名 former_names", "撤并日期 closed_on", "系统编号 id",
))  # fmt: skip
