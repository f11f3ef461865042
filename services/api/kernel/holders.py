"""Who may do something, in the words of a refusal."""

from services.api.kernel.scope import ROLE_PERMISSIONS, Permission
from services.contracts.codes import Role


def holders(permission: Permission) -> str:
    """The roles with the permission: 学校报送员、学校领导或区县协调人."""
    labels = [role.label for role in Role if permission in ROLE_PERMISSIONS[role]]
    return "、".join(labels[:-1]) + "或" + labels[-1] if labels[1:] else "".join(labels)
