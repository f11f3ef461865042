"""Codes of external partners (A-65, PX-07)."""

from services.contracts.code import Code


class PartnerKind(Code):
    """What helps beside schools."""

    university = "university", "高等学校"
    training_school = "training_school", "教师进修学校"
    research_institute = "research_institute", "教研机构"
    training_institution = "training_institution", "培训机构"
    company = "company", "企业、集团"
    social_organisation = "social_organisation", "社会组织"
