"""听评课 and 共享材料 of a pairing: who may add to them from its page."""

from services.contracts.codes import PairingStatus
from services.contracts.pairings import PairingDetail
from services.web.visit import Visit

STARTED = frozenset({PairingStatus.active, PairingStatus.suspended, PairingStatus.ended})


def may_record(visit: Visit, pairing: PairingDetail) -> bool:
    """Return whether the caller is of one of the schools, which record what was heard and shared."""
    own = pairing.supporting.own or pairing.recipient.own
    return own and "lesson_record.write" in visit.me.permissions and pairing.status in STARTED
