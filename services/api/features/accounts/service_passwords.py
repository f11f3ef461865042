"""Whether a new password is good enough for its owner."""

from typing import Any

from services.api.features.accounts import strength
from services.api.features.accounts.desk import Desk
from services.api.features.schools import service as schools
from services.api.kernel.problems import problem_on

SAME = "和现在的密码一样"


async def check_strength(desk: Desk, user: Any, password: str, present: str = "") -> None:
    """Raises 422 `auth.weak_password` on `new_password` with the reason and an advice.

    `user` has username, name, phone and school_id: what others know of somebody is no secret.
    """
    own_words = [user.username, user.name, user.phone]
    if user.school_id is not None:
        async with desk.database.fresh_reader() as db:
            own_words += [ref.name for ref in (await schools.refs(db, [user.school_id])).values()]
    why = (
        SAME if present and password == present else await desk.passwords.judge(password, own_words, strength.weakness)
    )
    if why:
        raise problem_on("new_password", "auth.weak_password", why=why, advice=strength.ADVICE)
