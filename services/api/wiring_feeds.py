"""Which kinds of rows other systems may copy, and why the rest of the log is left out.

The order is that in which rows refer to each other, so that a copy can keep its references whole.
"""

from services.api.features.activities import models as activities
from services.api.features.arrivals import models as arrivals
from services.api.features.assignments import models as assignments
from services.api.features.changes.feeds import Feed, feeds
from services.api.features.commitments import models as commitments
from services.api.features.covers import models as covers
from services.api.features.disagreements import models as disagreements
from services.api.features.events.queries import ADMINISTRATION, RESTRICTED
from services.api.features.goals import models as goals
from services.api.features.handovers import models as handovers
from services.api.features.improvement_plans import models as improvement_plans
from services.api.features.leading_groups import models as leading_groups
from services.api.features.lesson_records import models as lesson_records
from services.api.features.mentor_listings import models as mentor_listings
from services.api.features.mentor_pairs import models as mentor_pairs
from services.api.features.pairings import models as pairings
from services.api.features.partners import models as partners
from services.api.features.periods import models as periods
from services.api.features.persons import models as persons
from services.api.features.policy_rules import models as policy_rules
from services.api.features.regions import models as regions
from services.api.features.reports import models as reports
from services.api.features.schools import models as schools
from services.api.features.shared_resources import models as shared_resources
from services.api.features.staff import models as staff
from services.api.features.staff import models_dated as staff_dated
from services.api.features.staff_bases import models as staff_bases
from services.api.features.staff_moves import models as staff_moves
from services.api.features.summaries import models as summaries
from services.api.features.support_classes import models as support_classes
from services.api.features.supports import models as supports
from services.api.features.teams import models as teams
from services.api.features.term_plans import models as term_plans
from services.api.features.term_reviews import models as term_reviews

REGION = ("region_code",)
BOTH = ("county_code", "other_county_code")
SIDES = ("home_county_code", "receiving_county_code")

FEEDS = (
    Feed(regions.RegionCalendar, REGION),
    Feed(policy_rules.PolicyRule, REGION),
    Feed(schools.School),
    Feed(schools.SchoolLocality),
    Feed(schools.SchoolFlagPeriod),
    Feed(schools.SchoolFormer),
    Feed(schools.SchoolHeadcount),
    Feed(schools.SchoolSuccession),
    Feed(schools.PlannedSuccession, BOTH),
    Feed(schools.ReportDelegation),
    Feed(staff.Person),
    Feed(persons.PersonMerge, BOTH),
    Feed(staff.Staff),
    Feed(staff_dated.StaffPosition),
    Feed(staff_dated.StaffTitle),
    Feed(staff_dated.StaffTeaching),
    Feed(persons.StaffHonour),
    Feed(persons.ServiceRecord),
    Feed(persons.TeacherCertificate),
    Feed(persons.PersonEducation),
    Feed(staff_moves.StaffMove, BOTH),
    Feed(staff_moves.SurplusMeasure),
    Feed(staff_bases.StaffBase),
    Feed(pairings.Pairing, ("supporting_county_code", "recipient_county_code")),
    Feed(pairings.PairingAgreement, BOTH),
    Feed(pairings.PairingGoal),
    Feed(leading_groups.LeadingGroup, BOTH),
    Feed(partners.Partner, BOTH),
    Feed(commitments.Commitment, BOTH),
    Feed(term_plans.TermPlan, BOTH),
    Feed(teams.Team, BOTH),
    Feed(assignments.Assignment, SIDES),
    Feed(disagreements.Disagreement, SIDES),
    Feed(covers.PostCover, BOTH),
    Feed(arrivals.Arrival, BOTH),
    Feed(goals.PersonalPlan, BOTH),
    Feed(goals.AssignmentGoal, BOTH),
    Feed(handovers.Handover, BOTH),
    Feed(summaries.SupportSummary, BOTH),
    Feed(mentor_listings.MentorListing, BOTH),
    Feed(mentor_pairs.MentorPair, ("mentee_county_code", "mentor_county_code")),
    Feed(activities.ActivityPlan, BOTH),
    Feed(activities.PlannedActivity, BOTH),
    Feed(activities.Activity, BOTH),
    Feed(activities.ActivityPairing, BOTH),
    Feed(activities.Decision, BOTH),
    Feed(activities.BaseSchool, BOTH),
    Feed(lesson_records.LessonRecord, BOTH),
    Feed(shared_resources.SharedResource, BOTH),
    Feed(support_classes.SupportClass, BOTH),
    Feed(support_classes.SupportClassPost, BOTH),
    Feed(supports.Support, BOTH),
    Feed(improvement_plans.ImprovementPlan, BOTH),
    Feed(improvement_plans.ImprovementMilestone, BOTH),
    Feed(term_reviews.TermReview, BOTH),
    Feed(term_reviews.TermContribution, BOTH),
    Feed(reports.Report),
    Feed(periods.ClosedPeriod, REGION),
)
LEFT_OUT = {
    **dict.fromkeys(ADMINISTRATION, "who may use the product and what was taken from it, not what schools do"),
    **dict.fromkeys(RESTRICTED, "cases that the county alone reads"),
    "person_unmasking": "who read an identity number",
    "file": "papers are read through what they belong to; that there is evidence about a person is not told",
    "file_opening": "who opened a restricted paper",
    "person_name": "names; that somebody's changed is told to nobody",
    "person_health": "health is for who decides alone",
    "person_relation": "family is for who decides alone",
    "person_distinct": "a note for who looks through possible doubles",
    "import_job": "how rows came in; the rows tell themselves",
    "county_start": "how far an office is with its first week",
}
"""Kinds of rows that leave events and are not in the feed, and why."""
FED = (feeds, list(FEEDS))
"""For `connect_guards`."""
