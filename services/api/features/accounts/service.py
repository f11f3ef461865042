"""Accounts: signing in, who is asking, and managing the accounts of a region (E-67)."""

from services.api.features.accounts.desk import Desk
from services.api.features.accounts.doors import Doors
from services.api.features.accounts.filters import UserFilter
from services.api.features.accounts.service_access import authenticator
from services.api.features.accounts.service_directory import (
    Actor,
    actors,
    forget_old,
    has_demo_accounts,
    make_administrator,
    names,
    of_school,
    reporters,
)
from services.api.features.accounts.service_own import me, new_password_hash, set_password, sign_out
from services.api.features.accounts.service_sign_in import grant
from services.api.features.accounts.service_users import (
    create_user,
    disable_user,
    enable_user,
    patch_user,
    reset_user,
    user,
    users,
)

__all__ = [
    "Actor", "Desk", "Doors", "UserFilter", "actors", "authenticator", "create_user", "disable_user", "enable_user",
    "forget_old", "grant", "has_demo_accounts", "make_administrator", "me", "names", "new_password_hash", "of_school",
    "patch_user", "reporters", "reset_user", "set_password", "sign_out", "user", "users",
]  # fmt: skip
