"""Accounts: signing in, who is asking, and managing the accounts of a region (E-67)."""

from services.api.features.accounts.desk import Desk, Sender, sender_of
from services.api.features.accounts.doors import Doors
from services.api.features.accounts.filters import UserFilter
from services.api.features.accounts.hooks import import_hook
from services.api.features.accounts.oidc import Oidc
from services.api.features.accounts.queries import schools_with_accounts
from services.api.features.accounts.service_access import authenticator
from services.api.features.accounts.service_coming_in import accept, look
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
from services.api.features.accounts.service_ending import secret_ends
from services.api.features.accounts.service_hand_over import hand_over
from services.api.features.accounts.service_help import county_contacts
from services.api.features.accounts.service_invitations import (
    invitations,
    invitations_due,
    invite,
    invite_many,
    revoke_invitation,
)
from services.api.features.accounts.service_oidc import bind_oidc, proved_subject, sign_in_oidc, start_oidc, ways_in
from services.api.features.accounts.service_own import me, new_password_hash, set_password, sign_out
from services.api.features.accounts.service_sessions import revoke_all, revoke_one, sessions
from services.api.features.accounts.service_sign_in import grant
from services.api.features.accounts.service_succession import AccountMover
from services.api.features.accounts.service_users import (
    create_user,
    disable_user,
    enable_user,
    patch_user,
    reset_user,
    user,
    users,
)
from services.api.features.accounts.service_views import note_ended_views, view_as

__all__ = [
    "AccountMover",
    "Actor",
    "Desk",
    "Doors",
    "Oidc",
    "Sender",
    "UserFilter",
    "accept",
    "actors",
    "authenticator",
    "bind_oidc",
    "county_contacts",
    "create_user",
    "disable_user",
    "enable_user",
    "forget_old",
    "grant",
    "hand_over",
    "has_demo_accounts",
    "import_hook",
    "invitations",
    "invitations_due",
    "invite",
    "invite_many",
    "look",
    "make_administrator",
    "me",
    "names",
    "new_password_hash",
    "note_ended_views",
    "of_school",
    "patch_user",
    "proved_subject",
    "reporters",
    "reset_user",
    "revoke_all",
    "revoke_invitation",
    "revoke_one",
    "schools_with_accounts",
    "secret_ends",
    "sender_of",
    "sessions",
    "set_password",
    "sign_in_oidc",
    "sign_out",
    "start_oidc",
    "user",
    "users",
    "view_as",
    "ways_in",
]  # fmt: skip
