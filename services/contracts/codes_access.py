"""Code lists about who may do what, and how people come in (E-67, architecture §5)."""

from services.contracts.code import Code


class Role(Code):
    """E-67 and architecture §5."""

    school_reporter = "school_reporter", "学校报送员"
    school_leader = "school_leader", "学校领导"
    teacher = "teacher", "教师"
    county_coordinator = "county_coordinator", "区县协调人"
    city_supervisor = "city_supervisor", "市级督导"
    province_supervisor = "province_supervisor", "省级督导"
    finance = "finance", "财政"
    hr = "hr", "人社"
    auditor = "auditor", "审计"
    administrator = "administrator", "系统管理员"


class ClientScope(Code):
    """What a provincial system may read (architecture §5)."""

    stats_read = "stats:read", "读统计"
    records_read = "records:read", "读记录（不含姓名）"
    changes_read = "changes:read", "读变更"
    records_identified = "records:identified", "读实名记录"


class FieldSet(Code):
    """Which fields of a row that crosses borders the reader is given (architecture §5)."""

    home = "home", "派出一方看到的"
    receiving = "receiving", "接收一方看到的"
    above = "above", "管着两方的上级看到的"
    own = "own", "本人看到的"
    identified = "identified", "接口账号看到的（实名）"
    pseudonymous = "pseudonymous", "接口账号看到的（不含姓名）"


class InvitationChannel(Code):
    """How an invitation reaches its person."""

    link = "link", "一次性链接"
    printed = "printed", "打印的登录条"


class InvitationStatus(Code):
    """Whether an invitation still opens the door; `expired` is computed, not stored."""

    open = "open", "等本人登录"
    used = "used", "已用过"
    revoked = "revoked", "已收回"
    expired = "expired", "已过期"


class SignInWay(Code):
    """How somebody came in."""

    password = "password", "密码"
    invitation = "invitation", "邀请"
    oidc = "oidc", "统一身份认证"
    view = "view", "系统管理员查看"
