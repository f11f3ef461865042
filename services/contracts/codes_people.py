"""Code lists about people: honours, service, education (requirements §B-N, E-07 … E-12)."""

from services.contracts.code import Code


class HonourType(Code):
    """N-10."""

    special_grade = "special_grade", "特级教师"
    subject_leader = "subject_leader", "学科带头人"
    teaching_expert = "teaching_expert", "教学能手"
    master_teacher = "master_teacher", "教学名师"
    backbone_teacher = "backbone_teacher", "骨干教师"
    master_principal = "master_principal", "名校长"
    backbone_principal = "backbone_principal", "骨干校长"
    teaching_star = "teaching_star", "教学明星"
    excellent_teacher = "excellent_teacher", "优秀教师"
    model_principal = "model_principal", "模范校长"
    minbei_master = "minbei_master", "闽北名师"


class HonourLevel(Code):
    """N-11."""

    province = "province", "省级"
    city = "city", "市级"
    county = "county", "县级"
    school = "school", "校级"


class ServiceSource(Code):
    """E-11.2: how somebody came to serve at a school."""

    appointment = "appointment", "任命或分配"
    transfer = "transfer", "调动"
    exchange = "exchange", "交流轮岗"
    support = "support", "支教"
    attachment = "attachment", "挂职"
    special_support = "special_support", "专项支教"


class EducationLevel(Code):
    """E-07.10; GB/T 4658 exists, its values are not verified here, so our own names are used."""

    doctor = "doctor", "博士研究生"
    master = "master", "硕士研究生"
    bachelor = "bachelor", "大学本科"
    associate = "associate", "大学专科"
    secondary = "secondary", "中专、高中"
    below_secondary = "below_secondary", "高中以下"


class Degree(Code):
    """E-07.10; GB/T 6864 exists, its values are not verified here, so our own names are used."""

    none = "none", "无学位"
    bachelor = "bachelor", "学士"
    master = "master", "硕士"
    doctor = "doctor", "博士"


class CertificateType(Code):
    """E-07.9: kinds of the teacher certificate (教师资格条例)."""

    kindergarten = "kindergarten", "幼儿园教师资格"
    primary = "primary", "小学教师资格"
    junior = "junior", "初级中学教师资格"
    senior = "senior", "高级中学教师资格"
    vocational = "vocational", "中等职业学校教师资格"
    internship = "internship", "中等职业学校实习指导教师资格"
    higher = "higher", "高等学校教师资格"


class RecordKind(Code):
    """The dated records of a person (E-07 … E-12)."""

    position = "position", "职务"
    job_title = "title", "职称"
    teaching = "teaching", "任教"
    honour = "honour", "荣誉"
    service = "service", "任教经历"
    certificate = "certificate", "教师资格"
    education = "education", "学历"
    spouse = "spouse", "配偶"
