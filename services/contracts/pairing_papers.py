"""What a pairing has on paper: its plan (F-24) and the record of mutual aid (F-34), made of what stands recorded."""

from services.contracts.activities import ActivityOut
from services.contracts.agreements import AgreementOut
from services.contracts.assignments import AssignmentRow
from services.contracts.base import Out
from services.contracts.commitments import CommitmentOut
from services.contracts.joint_work import PlannedOut
from services.contracts.mentor_pairs import MentorPairRow
from services.contracts.pairings import GoalOut, PairingRow
from services.contracts.supports import SupportOut
from services.contracts.term_plans import TermPlanDetail


class PairingPlan(Out):
    """Goals, what is promised, what is planned and who answers for it (W-21.1); `whole`: no list is cut at 200 rows.

    `term_plan` is what both schools have agreed on for this term, else for this school year.
    """

    agreement: AgreementOut
    term_plan: TermPlanDetail | None = None
    goals: list[GoalOut]
    commitments: list[CommitmentOut]
    planned: list[PlannedOut]
    whole: bool


class PairingRecord(Out):
    """What the two schools gave each other, each kind the latest first (LQ-18); `whole`: no list is cut at 200 rows.

    Void rows, persons who never served and what is planned only are left out.
    """

    pairing: PairingRow
    activities: list[ActivityOut]
    supports: list[SupportOut]
    assignments: list[AssignmentRow]
    mentor_pairs: list[MentorPairRow]
    whole: bool
