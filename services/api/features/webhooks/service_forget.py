"""What is not kept: old messages, and secrets whose overlap is over."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.webhooks import queries, rules
from services.api.kernel.events import name_action

MOST = 1000


async def forget(db: AsyncSession, now: datetime) -> int:
    """Delete messages older than 30 days that wait no more, erase secrets that sign no more; how many rows."""
    ended = await queries.ended_secrets(db, now)
    for webhook in ended:
        webhook.old_secret_sealed = None
        name_action(db, webhook, "old_secret_ends")
    return await queries.forget(db, now - rules.KEPT, MOST) + len(ended)
