"""Wires the web service together and nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from services.web import csrf, errors, logs, static_files
from services.web.api_client.base import ApiConnection
from services.web.clock import Clock, system_clock
from services.web.pages.access.hand_over import router as hand_over
from services.web.pages.access.invitations import router as invitations
from services.web.pages.access.sessions import router as sign_ins
from services.web.pages.access.views_as import router as looks
from services.web.pages.account.oidc import router as oidc
from services.web.pages.account.views import router as account
from services.web.pages.activities.detail import router as activity
from services.web.pages.activities.joined import router as joined_meetings
from services.web.pages.activities.views import router as activities
from services.web.pages.activity_plans.planning import router as activity_planning
from services.web.pages.activity_plans.views import router as activity_plans
from services.web.pages.agenda.views import router as agenda
from services.web.pages.arrivals.views import router as arrivals
from services.web.pages.assignments.exchanging import router as exchanging
from services.web.pages.assignments.planning import router as planning
from services.web.pages.assignments.roster import router as assignment_roster
from services.web.pages.assignments.views import router as assignments
from services.web.pages.boards.views import router as boards
from services.web.pages.clients.views import router as clients
from services.web.pages.codes.views import router as codes
from services.web.pages.commitments.views import router as commitments
from services.web.pages.covers.views import router as covers
from services.web.pages.disagreements.views import router as disagreements
from services.web.pages.downloads.views import router as downloads
from services.web.pages.events.views import router as events
from services.web.pages.files.views import router as files
from services.web.pages.goals.views import router as goals
from services.web.pages.handovers.views import router as handovers
from services.web.pages.health.views import router as health
from services.web.pages.home.first_week import router as first_week
from services.web.pages.home.views import router as home
from services.web.pages.imports.views import router as imports
from services.web.pages.improvement_plans.milestones import router as improvement_steps
from services.web.pages.improvement_plans.views import router as improvement_plans
from services.web.pages.leading_groups.views import router as leading_groups
from services.web.pages.lesson_records.planning import router as lesson_recording
from services.web.pages.lesson_records.views import router as lesson_records
from services.web.pages.meeting_decisions.views import router as meeting_decisions
from services.web.pages.mentor_listings.views import router as mentor_listings
from services.web.pages.mentor_pairs.planning import router as mentoring
from services.web.pages.mentor_pairs.views import router as mentor_pairs
from services.web.pages.notices.views import router as notices
from services.web.pages.pairings.agreement import router as agreements
from services.web.pages.pairings.papers import router as pairing_papers
from services.web.pages.pairings.views import router as pairings
from services.web.pages.partners.views import router as partners
from services.web.pages.periods.closing import router as period_closing
from services.web.pages.periods.correcting import router as period_corrections
from services.web.pages.periods.views import router as periods
from services.web.pages.persons.describing import router as descriptions
from services.web.pages.persons.merges import router as merges
from services.web.pages.persons.records import router as records
from services.web.pages.persons.views import router as persons
from services.web.pages.plans.views import router as plans
from services.web.pages.policy_rules.views import router as policy_rules
from services.web.pages.refusals.views import router as refusals
from services.web.pages.regions.calendar import router as calendar
from services.web.pages.regions.views import router as regions
from services.web.pages.reports.views import router as reports
from services.web.pages.reviews.decide import router as decisions
from services.web.pages.reviews.views import router as reviews
from services.web.pages.schools.changing import router as school_changes
from services.web.pages.schools.delegations import router as delegations
from services.web.pages.schools.planned import router as planned_successions
from services.web.pages.schools.succession import router as successions
from services.web.pages.schools.views import router as schools
from services.web.pages.search.views import router as search
from services.web.pages.shared_resources.views import router as shared_resources
from services.web.pages.staff.views import router as staff
from services.web.pages.staff_bases.views import router as staff_bases
from services.web.pages.staff_moves.headcounts import router as headcounts
from services.web.pages.staff_moves.views import router as staff_moves
from services.web.pages.statistics.views import router as statistics
from services.web.pages.summaries.views import router as summaries
from services.web.pages.support_classes.views import router as support_classes
from services.web.pages.supports.views import router as supports
from services.web.pages.teams.planning import router as team_planning
from services.web.pages.teams.views import router as teams
from services.web.pages.term_plans.views import router as term_plans
from services.web.pages.term_reviews.contributions import router as term_contributions
from services.web.pages.term_reviews.views import router as term_reviews
from services.web.pages.users.views import router as users
from services.web.pages.webhooks.views import router as webhooks
from services.web.pages.welcome.views import router as welcome
from services.web.pages.whereabouts.views import router as whereabouts
from services.web.request_log import RequestLogMiddleware
from services.web.security_headers import SecurityHeadersMiddleware
from services.web.session import CookieJar, SessionMiddleware
from services.web.settings import WebSettings

ROUTERS: tuple[APIRouter, ...] = (
    health, account, oidc, welcome, sign_ins, looks, invitations, hand_over,
    home, first_week, agreements, pairing_papers, leading_groups, partners, reports, reviews, decisions,
    activity_planning, activity_plans, meeting_decisions, joined_meetings, activities, activity,
    staff_moves, headcounts, supports, support_classes, files, notices, commitments, term_plans, boards, pairings,
    school_changes, planned_successions, successions, delegations, schools, planning,
    whereabouts, agenda, disagreements, covers, assignment_roster, exchanging,
    assignments, team_planning, teams, staff, merges, persons, descriptions, records,
    period_closing, period_corrections, periods, statistics, staff_bases, users,
    clients,
    webhooks, regions, calendar,
    mentor_listings, mentoring, mentor_pairs, lesson_recording, lesson_records, shared_resources,
    goals, plans, summaries, handovers, arrivals, improvement_steps, improvement_plans,
    term_contributions, term_reviews, policy_rules, refusals,
    events, imports, downloads, search, codes,
)  # fmt: skip
"""The pages, one router each."""


def create_app(
    settings: WebSettings | None = None,
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    clock: Clock = system_clock,
) -> FastAPI:
    """Make the application; `transport` and `clock` are replaced in tests."""
    settings = settings or WebSettings()
    logs.configure()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await app.state.api_connection.close()

    app = FastAPI(
        title="school-exchange web",
        openapi_url=None,
        lifespan=lifespan,
        dependencies=[Depends(csrf.check)],
        max_body_size=2 * csrf.LARGEST_BODY,
        middleware=[
            Middleware(RequestLogMiddleware, clock=clock),
            Middleware(SecurityHeadersMiddleware, https=settings.https),
            Middleware(GZipMiddleware, compresslevel=6),
            Middleware(SessionMiddleware, jar=CookieJar(settings)),
            Middleware(errors.CrashMiddleware),
        ],
    )
    app.state.settings = settings
    app.state.api_connection = ApiConnection(settings, transport)
    app.router.routes.append(static_files.ROUTE)
    for router in ROUTERS:
        app.include_router(router)
    errors.install(app)
    return app
