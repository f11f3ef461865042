"""Every table of the product, imported once so that the metadata is whole."""

from services.api.features.accounts import models as accounts
from services.api.features.activities import models as activities
from services.api.features.arrivals import models as arrivals
from services.api.features.assignments import models as assignments
from services.api.features.clients import models as clients
from services.api.features.commitments import models as commitments
from services.api.features.covers import models as covers
from services.api.features.disagreements import models as disagreements
from services.api.features.files import models as files
from services.api.features.goals import models as goals
from services.api.features.handovers import models as handovers
from services.api.features.imports import models as imports
from services.api.features.improvement_plans import models as improvement_plans
from services.api.features.leading_groups import models as leading_groups
from services.api.features.lesson_records import models as lesson_records
from services.api.features.mentor_listings import models as mentor_listings
from services.api.features.mentor_pairs import models as mentor_pairs
from services.api.features.notices import models as notices
from services.api.features.pairings import models as pairings
from services.api.features.partners import models as partners
from services.api.features.periods import models as periods
from services.api.features.persons import models as persons
from services.api.features.policy_rules import models as policy_rules
from services.api.features.refusals import models as refusals
from services.api.features.regions import models as regions
from services.api.features.reports import models as reports
from services.api.features.sandbox import models as sandbox
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
from services.api.features.webhooks import models as webhooks
from services.api.features.workbench import models as workbench
from services.api.kernel import events, export_log, idempotency, leases, maintenance
from services.api.kernel.models import Base

METADATA = Base.metadata
__all__ = [
    "METADATA",
    "accounts",
    "activities",
    "arrivals",
    "assignments",
    "clients",
    "commitments",
    "covers",
    "disagreements",
    "events",
    "export_log",
    "files",
    "goals",
    "handovers",
    "idempotency",
    "imports",
    "improvement_plans",
    "leading_groups",
    "leases",
    "lesson_records",
    "maintenance",
    "mentor_listings",
    "mentor_pairs",
    "notices",
    "pairings",
    "partners",
    "periods",
    "persons",
    "policy_rules",
    "refusals",
    "regions",
    "reports",
    "sandbox",
    "schools",
    "shared_resources",
    "staff",
    "staff_bases",
    "staff_dated",
    "staff_moves",
    "summaries",
    "support_classes",
    "supports",
    "teams",
    "term_plans",
    "term_reviews",
    "webhooks",
    "workbench",
]
