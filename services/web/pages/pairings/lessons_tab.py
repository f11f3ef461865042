"""听评课与材料 of a pairing: the tab with the lessons that were heard and the papers that were shared."""

from dataclasses import dataclass

from services.contracts.base import Page
from services.contracts.codes import PairingStatus
from services.contracts.lesson_records import LessonRecordRow
from services.contracts.pairings import PairingDetail
from services.contracts.shared_resources import SharedResourceRow
from services.web.api_client.base import Query
from services.web.api_client.lesson_records import LessonRecordsClient
from services.web.api_client.shared_resources import SharedResourcesClient
from services.web.visit import Visit

STARTED = frozenset({PairingStatus.active, PairingStatus.suspended, PairingStatus.ended})


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the tab shows, and whether the caller's school records."""

    lessons: Page[LessonRecordRow]
    resources: Page[SharedResourceRow]
    may_record: bool


async def read_lessons(visit: Visit, pairing: PairingDetail, query: Query) -> Lessons:
    """Read the latest lessons and papers of a pairing."""
    own = pairing.supporting.own or pairing.recipient.own
    writes = "lesson_record.write" in visit.me.permissions and pairing.status in STARTED
    lessons = await LessonRecordsClient(visit.api).rows(query)
    return Lessons(lessons, await SharedResourcesClient(visit.api).rows(query), own and writes)
