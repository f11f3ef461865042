"""A sign-in that has been proved, whichever way: its session and its tokens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.api.features.accounts import queries, rules
from services.api.features.accounts.desk import Desk, Sender
from services.api.features.accounts.models import SignInSession, User
from services.api.features.accounts.service_tokens import answer, new_refresh_token, refresh_life
from services.api.features.regions import service as regions
from services.api.kernel.ids import new_id
from services.api.kernel.problems import Problem
from services.contracts.accounts import TokenOut
from services.contracts.codes import SignInWay


@dataclass(frozen=True, slots=True)
class Opened:
    """What is answered once the transaction has committed."""

    user_id: UUID
    session_id: UUID
    refresh: str
    must_set_password: bool

    def tokens(self, desk: Desk) -> TokenOut:
        """The tokens of the new sign-in."""
        return answer(desk, self.user_id, self.session_id, self.refresh, must_set_password=self.must_set_password)


def open_session(desk: Desk, db: Any, sender: Sender, user: User, way: SignInWay) -> Opened:
    """Add a session of a locked account to the transaction."""
    now, session_id = desk.clock.now(), new_id()
    refresh, digest = new_refresh_token(session_id)
    ends = now + refresh_life(desk.settings, bound_to_web=sender.is_web)
    session = SignInSession(
        id=session_id, user_id=user.id, refresh_digest=digest, bound_to_web=sender.is_web, way=way,
        device=sender.device, created_at=now, last_used_at=now, expires_at=ends,
    )  # fmt: skip
    db.add(session)
    user.last_sign_in_at = now
    return Opened(user.id, session_id, refresh, rules.password_due(user.must_set_password, way))


async def forgive(db: Any, address: str, account: str, now: datetime) -> None:
    """A good sign-in forgets the wrong ones of this account at this address."""
    before = await queries.tries(db, address, account)
    if not (before[0].failures or before[1].failures):
        return
    whole, _ = await queries.tries_for_change(db, address, account, now)
    whole.failures = rules.after_success(before[0], before[1]).failures
    await queries.forget_tries(db, account, address)


async def contact_words(desk: Desk, region_code: str) -> str:
    """Whom to call, as part of a sentence."""
    async with desk.database.fresh_reader() as db:
        contact = await regions.contact(db, region_code)
    return f"{contact.office}{contact.name} {contact.phone}" if contact else "本区县协调人"


async def disabled(desk: Desk, region_code: str) -> Problem:
    """403 `auth.disabled` that names whom to call."""
    return Problem("auth.disabled", contact=await contact_words(desk, region_code))
