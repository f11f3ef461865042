"""The addresses that make up the API, in the order in which they are looked through."""

from services.api.features.accounts import routes as accounts_routes
from services.api.features.accounts import routes_access as accounts_access_routes
from services.api.features.accounts import routes_ways_in as accounts_ways_in_routes
from services.api.features.activities import routes as activities_routes
from services.api.features.activities import routes_joint_work as joint_work_routes
from services.api.features.agenda import routes as agenda_routes
from services.api.features.arrivals import routes as arrivals_routes
from services.api.features.assignments import routes as assignments_routes
from services.api.features.boards import routes as boards_routes
from services.api.features.boards import routes_papers as pairing_papers_routes
from services.api.features.changes import routes as changes_routes
from services.api.features.clients import routes as clients_routes
from services.api.features.codes import routes as codes_routes
from services.api.features.commitments import routes as commitments_routes
from services.api.features.covers import routes as covers_routes
from services.api.features.disagreements import routes as disagreements_routes
from services.api.features.events import routes as events_routes
from services.api.features.exports import routes as exports_routes
from services.api.features.files import routes as files_routes
from services.api.features.goals import routes as goals_routes
from services.api.features.handovers import routes as handovers_routes
from services.api.features.imports import routes as imports_routes
from services.api.features.improvement_plans import routes as improvement_plans_routes
from services.api.features.leading_groups import routes as leading_groups_routes
from services.api.features.lesson_records import routes as lesson_records_routes
from services.api.features.mentor_listings import routes as mentor_listings_routes
from services.api.features.mentor_pairs import routes as mentor_pairs_routes
from services.api.features.notices import routes as notices_routes
from services.api.features.pairings import routes as pairings_routes
from services.api.features.partners import routes as partners_routes
from services.api.features.periods import routes as periods_routes
from services.api.features.persons import routes as persons_routes
from services.api.features.persons import routes_merges as person_merges_routes
from services.api.features.policy_rules import routes as policy_rules_routes
from services.api.features.refusals import routes as refusals_routes
from services.api.features.regions import routes as regions_routes
from services.api.features.reports import routes as reports_routes
from services.api.features.sandbox import routes as sandbox_routes
from services.api.features.schools import routes as schools_routes
from services.api.features.schools import routes_history as schools_history_routes
from services.api.features.search import routes as search_routes
from services.api.features.shared_resources import routes as shared_resources_routes
from services.api.features.staff import routes as staff_routes
from services.api.features.staff_bases import routes as staff_bases_routes
from services.api.features.staff_moves import routes as staff_moves_routes
from services.api.features.staff_moves import routes_headcounts as headcounts_routes
from services.api.features.statistics import routes as statistics_routes
from services.api.features.statistics import routes_indicators as indicator_routes
from services.api.features.summaries import routes as summaries_routes
from services.api.features.support_classes import routes as support_classes_routes
from services.api.features.supports import routes as supports_routes
from services.api.features.teams import routes as teams_routes
from services.api.features.term_plans import routes as term_plans_routes
from services.api.features.term_reviews import routes as term_reviews_routes
from services.api.features.webhooks import routes as webhooks_routes
from services.api.features.whereabouts import routes as whereabouts_routes
from services.api.features.workbench import routes as workbench_routes

ROUTERS = (
    accounts_routes.router,
    accounts_ways_in_routes.router,
    accounts_access_routes.router,
    regions_routes.router,
    policy_rules_routes.router,
    schools_routes.router,
    schools_history_routes.successions_router,
    schools_history_routes.delegations_router,
    staff_routes.router,
    staff_moves_routes.router,
    headcounts_routes.headcounts_router,
    headcounts_routes.measures_router,
    person_merges_routes.duplicates_router,
    persons_routes.router,
    person_merges_routes.merges_router,
    clients_routes.router,
    sandbox_routes.router,
    webhooks_routes.router,
    pairings_routes.router,
    activities_routes.router,
    joint_work_routes.joint_router,
    joint_work_routes.decisions_router,
    joint_work_routes.base_router,
    joint_work_routes.plans_router,
    joint_work_routes.planned_router,
    mentor_pairs_routes.router,
    mentor_listings_routes.router,
    lesson_records_routes.router,
    shared_resources_routes.router,
    leading_groups_routes.router,
    partners_routes.router,
    commitments_routes.router,
    term_plans_routes.router,
    supports_routes.router,
    support_classes_routes.router,
    boards_routes.router,
    pairing_papers_routes.router,
    improvement_plans_routes.router,
    term_reviews_routes.router,
    files_routes.router,
    assignments_routes.router,
    disagreements_routes.router,
    covers_routes.router,
    goals_routes.router,
    summaries_routes.router,
    handovers_routes.router,
    arrivals_routes.router,
    refusals_routes.router,
    teams_routes.router,
    whereabouts_routes.router,
    agenda_routes.router,
    reports_routes.router,
    notices_routes.router,
    workbench_routes.router,
    statistics_routes.router,
    indicator_routes.catalogue_router,
    indicator_routes.indicator_router,
    staff_bases_routes.router,
    periods_routes.router,
    periods_routes.frozen_router,
    events_routes.router,
    changes_routes.router,
    codes_routes.router,
    search_routes.router,
    imports_routes.router,
    exports_routes.router,
)
