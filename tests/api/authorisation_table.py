"""Who may call what: one line a route, one column a kind of caller (architecture §5).

`+` gets through to the rule or the row, `3` is refused with 403, `4` finds nothing (404), `2` names a row of
somebody else in the body (422 on that field). Without a token every route is a 401, but for the public ones.

The rows belong to a school of the home county and to its partner in another county of the same city: the
reports of the month are the receiving school's, the activity was held there, everything else is the sending
school's. The third county, province and administrator are elsewhere.
"""

from tests.api.authorisation_of_pairings import PAIRING_TABLE
from tests.api.authorisation_of_sandbox import SANDBOX_TABLE
from tests.api.authorisation_of_staff_moves import STAFF_MOVE_TABLE
from tests.api.authorisation_of_statistics import STATISTICS_TABLE
from tests.api.authorisation_of_webhooks import WEBHOOK_TABLE

KINDS = (
    "reporter_sending", "reporter_receiving", "reporter_third", "leader_sending", "teacher_sent", "teacher_other",
    "county_home", "county_receiving", "county_third", "city", "province", "province_third", "finance", "hr",
    "auditor", "administrator", "administrator_third", "client_without_scope", "client_stats", "client_records",
    "client_changes", "client_identified", "client_third",
)  # fmt: skip

PUBLIC = {
    ("GET", "/health/live"): "a process manager asks whether the process lives",
    ("GET", "/health/ready"): "a load balancer asks whether to send requests",
    ("GET", "/metrics"): "answers this machine, or the token of its own",
    ("POST", "/api/v1/auth/token"): "where tokens come from",
    ("GET", "/api/v1/auth/ways"): "the sign-in page asks what to offer",
    ("GET", "/api/v1/auth/contacts"): "who cannot get in asks whom to call",
    ("POST", "/api/v1/auth/oidc/start"): "the web alone, by its secret",
    ("POST", "/api/v1/auth/oidc"): "the web alone, by its secret",
    ("POST", "/api/v1/invitations/look"): "who has a link has no account to sign in to yet",
    ("POST", "/api/v1/invitations/accept"): "who has a link or a code has no account to sign in to yet",
}
"""The routes without a principal, and why."""

TABLE = """
#                                                     s r t   l   s o   h r t   c p t   f h a   a t   0 s r c i t
GET    /me                                            + + +   +   + +   + + +   + + +   + + +   + +   + + + + + +
POST   /me/password                                   + + +   +   + +   + + +   + + +   + + +   + +   3 3 3 3 3 3
GET    /users                                         + + +   +   3 3   + + +   3 3 3   3 3 +   + +   3 3 3 3 3 3
GET    /users.{suffix}                                + + +   +   3 3   + + +   3 3 3   3 3 +   + +   3 3 3 3 3 3
POST   /users                                         3 3 3   +   3 3   + 3 3   3 3 3   3 3 3   + 3   3 3 3 3 3 3
GET    /users/{user_id}                               + 4 4   +   3 3   + 4 4   3 3 3   3 3 +   + 4   3 3 3 3 3 3
PATCH  /users/{user_id}                               3 3 3   +   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /users/{user_id}/disable                       3 3 3   +   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /users/{user_id}/enable                        3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /users/{user_id}/reset                         3 3 3   +   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /users/{user_id}/hand-over                     3 4 4   +   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /users/{user_id}/view-as                       3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 3 3 3
GET    /invitations                                   + + +   +   3 3   + + +   3 3 3   3 3 +   + +   3 3 3 3 3 3
GET    /invitations.{suffix}                          + + +   +   3 3   + + +   3 3 3   3 3 +   + +   3 3 3 3 3 3
GET    /invitations/due                              3 3 3   +   3 3   + + +   3 3 3   3 3 3   + +   3 3 3 3 3 3
POST   /invitations                                   3 3 3   +   3 3   + 2 2   3 3 3   3 3 3   + 2   3 3 3 3 3 3
POST   /invitations/batch                             3 3 3   +   3 3   + + +   3 3 3   3 3 3   + +   3 3 3 3 3 3
POST   /invitations/{invitation_id}/revoke            3 3 3   +   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
GET    /sessions                                      + + +   +   + +   + + +   + + +   + + +   + +   3 3 3 3 3 3
POST   /sessions/revoke-all                           + + +   +   + +   + + +   + + +   + + +   + +   3 3 3 3 3 3
POST   /sessions/{session_id}/revoke                  4 4 4   4   4 4   4 4 4   4 4 4   4 4 4   4 4   3 3 3 3 3 3
POST   /me/identity                                   + + +   +   + +   + + +   + + +   + + +   + +   3 3 3 3 3 3
GET    /regions                                       + + +   +   + +   + + +   + + +   + + +   + +   + + + + + +
GET    /regions.{suffix}                              + + +   +   + +   + + +   + + +   + + +   + +   + + + + + +
POST   /regions                                       3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 3   3 3 3 3 3 3
GET    /regions/{code}                                + + +   +   + +   + + +   + + +   + + +   + +   + + + + + +
GET    /regions/{code}/settings                       + 4 4   +   + +   + 4 4   + + 4   + + +   + 4   + + + + + 4
PUT    /regions/{code}/settings                       3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
GET    /policy-rules/{code}                           + 4 4   +   + +   + 4 4   + + 4   + + +   + 4   + + + + + 4
GET    /policy-rules/{code}/{rule_key}                + 4 4   +   + +   + 4 4   + + 4   + + +   + 4   + + + + + 4
PUT    /policy-rules/{code}/{rule_key}                3 3 3   3   3 3   + 4 4   + + 4   3 3 3   + 4   3 3 3 3 3 3
GET    /schools                                       + + +   +   3 3   + + +   + + +   + + +   + +   3 3 + 3 + +
GET    /schools.{suffix}                              + + +   +   3 3   + + +   + + +   + + +   + +   3 3 + 3 + +
POST   /schools                                       3 3 3   3   3 3   + 3 3   3 3 3   3 3 3   + 3   3 3 3 3 3 3
GET    /schools/{school_id}                           + 4 4   +   3 3   + 4 4   + + 4   + + +   + 4   3 3 + 3 + 4
PATCH  /schools/{school_id}                           3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /schools/{school_id}/decide-locality           3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /schools/{school_id}/set-flag                  3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /schools/{school_id}/close                     3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
GET    /schools/{school_id}/history                   + 4 4   +   3 3   + 4 4   + + 4   + + +   + 4   3 3 + 3 + 4
POST   /schools/{school_id}/correct                   3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /schools/{school_id}/change                    3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /schools/{school_id}/set-headcount             3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /schools/{school_id}/facts/{fact_id}/correct   3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /successions/preview                           3 3 3   3   3 3   + 4 4   3 3 4   3 3 3   + 4   3 3 3 3 3 3
POST   /successions                                   3 3 3   3   3 3   + 4 4   3 3 4   3 3 3   + 4   3 3 3 3 3 3
GET    /successions/planned                           + + +   +   3 3   + + +   + + +   + + +   + +   3 3 + 3 + +
GET    /successions/planned.{suffix}                  + + +   +   3 3   + + +   + + +   + + +   + +   3 3 + 3 + +
GET    /successions/planned/{plan_id}                 + 4 4   +   3 3   + 4 4   + + 4   + + +   + 4   3 3 + 3 + 4
POST   /successions/planned/{plan_id}/preview         3 3 3   3   3 3   + 4 4   3 3 4   3 3 3   + 4   3 3 3 3 3 3
POST   /successions/planned/{plan_id}/cancel          3 3 3   3   3 3   + 4 4   3 3 4   3 3 3   + 4   3 3 3 3 3 3
GET    /delegations                                   + + +   +   3 3   + + +   + + +   + + +   + +   3 3 + 3 + +
GET    /delegations.{suffix}                          + + +   +   3 3   + + +   + + +   + + +   + +   3 3 + 3 + +
POST   /delegations                                   3 3 3   3   3 3   + 2 2   3 3 3   3 3 3   + 2   3 3 3 3 3 3
POST   /delegations/{delegation_id}/end               3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
GET    /staff                                         + + +   +   3 3   + + +   + + +   3 + +   3 3   3 3 + 3 + +
GET    /staff.{suffix}                                + + +   +   3 3   + + +   + + +   3 + +   3 3   3 3 + 3 + +
POST   /staff                                         + 4 4   3   3 3   + 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /staff/identified.{suffix}                     3 3 3   3   3 3   + + +   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /staff/{staff_id}                              + 4 4   +   3 3   + 4 4   + + 4   3 + +   3 3   3 3 + 3 + 4
PATCH  /staff/{staff_id}                              + 4 4   3   3 3   + 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /staff/{staff_id}/end                          + 4 4   3   3 3   + 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /persons                                       + + +   +   + +   + + +   + + +   3 + +   + +   3 3 + 3 + +
GET    /persons.{suffix}                              + + +   +   + +   + + +   + + +   3 + +   + +   3 3 + 3 + +
GET    /persons/me                                    4 4 4   4   + +   4 4 4   4 4 4   3 4 4   4 4   3 3 4 3 4 4
GET    /persons/duplicates                            3 3 3   3   3 3   + + +   + + +   3 3 3   3 3   3 3 3 3 3 3
GET    /persons/duplicates.{suffix}                   3 3 3   3   3 3   + + +   + + +   3 3 3   3 3   3 3 3 3 3 3
GET    /persons/{person_id}                           + 4 4   +   + 4   + 4 4   + + 4   3 + +   + 4   3 3 + 3 + 4
POST   /persons/{person_id}/correct                   + 4 4   3   3 3   + 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /persons/{person_id}/change                    + 4 4   3   3 3   + 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /persons/{person_id}/describe                  + 4 4   3   3 3   + 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /persons/{person_id}/health                    3 4 4   3   3 3   + 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /persons/{person_id}/records/{record_id}/verify 3 4 4   3   3 3   4 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /persons/{person_id}/records/{record_id}/evidence 4 4 4   3   3 3   4 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /persons/{person_id}/records                   + 4 4   3   3 3   + 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /persons/{person_id}/records/{record_id}/correct + 4 4   3   3 3   + 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /persons/{person_id}/records/{record_id}/void  + 4 4   3   3 3   + 4 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /persons/{person_id}/unmask                    3 3 3   3   3 3   + 4 4   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /persons/{person_id}/distinct                  3 3 3   3   3 3   + 4 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /person-merges                                 3 3 3   3   3 3   + + +   + + +   3 3 3   3 3   3 3 3 3 3 3
GET    /person-merges.{suffix}                        3 3 3   3   3 3   + + +   + + +   3 3 3   3 3   3 3 3 3 3 3
POST   /person-merges                                 3 3 3   3   3 3   + 4 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /person-merges/preview                         3 3 3   3   3 3   + 4 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /person-merges/{merge_id}                      3 3 3   3   3 3   + 4 4   + + 4   3 3 3   3 3   3 3 3 3 3 3
POST   /person-merges/{merge_id}/undo                 3 3 3   3   3 3   + 4 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /clients                                       3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + +   3 3 3 3 3 3
GET    /clients.{suffix}                              3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + +   3 3 3 3 3 3
POST   /clients                                       3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 3   3 3 3 3 3 3
GET    /clients/{client_id}                           3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + 4   3 3 3 3 3 3
GET    /clients/me                                    3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   3 3   + + + + + +
PATCH  /clients/{client_id}                           3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 3 3 3
GET    /clients/{client_id}/usage                     3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + 4   3 3 3 3 3 3
POST   /clients/{client_id}/end-secret                3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /clients/{client_id}/rotate                    3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 3 3 3
POST   /clients/{client_id}/revoke                    3 3 3   3   3 3   3 3 3   3 3 3   3 3 3   + 4   3 3 3 3 3 3
GET    /pairings                                      + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /pairings.{suffix}                             + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
POST   /pairings                                      3 3 3   3   3 3   3 3 3   + 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /pairings/{pairing_id}                         + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PATCH  /pairings/{pairing_id}/contacts                + 3 4   +   3 3   + 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/decide                  + 3 4   +   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/negotiate               + + 4   +   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/sign                    + 3 4   +   3 3   + 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/activate                3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/suspend                 3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/resume                  3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/end                     3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/void                    3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /pairings/{pairing_id}/agreement               + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
GET    /pairings/{pairing_id}/plan                    + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
GET    /pairings/{pairing_id}/record                  + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PUT    /pairings/{pairing_id}/agreement               + + 4   +   3 3   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/agreement/correct       3 3 4   3   3 3   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/renew                   3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/goals                   + + 4   +   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /pairings/{pairing_id}/goals/{goal_id}/void    + + 4   +   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /activities                                    + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /activities.{suffix}                           + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
POST   /activities                                    + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /activities/{activity_id}                      + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PATCH  /activities/{activity_id}                      3 + 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /activities/{activity_id}/void                 3 + 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /activities/{activity_id}/restore              3 + 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /activities/{activity_id}/people               + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PUT    /activities/{activity_id}/people               3 + 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /joint-work                                    + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /meeting-decisions                             + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /meeting-decisions.{suffix}                    + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
POST   /meeting-decisions                             + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /meeting-decisions/{decision_id}               + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PATCH  /meeting-decisions/{decision_id}               + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /meeting-decisions/{decision_id}/carry-out     3 + 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /meeting-decisions/{decision_id}/reopen        3 + 4   3   3 3   3 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /meeting-decisions/{decision_id}/void          + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /base-schools                                  + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /base-schools.{suffix}                         + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
PUT    /base-schools/{pairing_id}/{school_year}/{term} + + 4   +   3 3   + + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /activity-plans                                + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /activity-plans/{activity_plan_id}             + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
POST   /activity-plans/{activity_plan_id}/cancel      + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /planned-activities                            + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /planned-activities.{suffix}                   + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /planned-activities/{planned_id}               + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
POST   /planned-activities/{planned_id}/move          + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /planned-activities/{planned_id}/cancel        + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /planned-activities/{planned_id}/restore       + 3 4   +   3 3   + 3 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /pairing-board                                 + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /files                                         + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 3 3 3 3
POST   /files                                         3 + 4   3   3 3   3 + 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /files/{file_id}                               + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 3 3 3 3
GET    /files/{file_id}/thumbnail                     + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 3 3 3 3
POST   /files/{file_id}/void                          3 + 4   3   3 3   3 + 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /assignments                                   + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /assignments.{suffix}                          + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
POST   /assignments                                   3 3 3   3   3 3   3 2 2   + 3 2   3 3 3   3 3   3 3 3 3 3 3
GET    /assignments/{assignment_id}                   + + 4   +   + 4   + + 4   + + 4   + + +   3 3   3 3 + 3 + 4
PATCH  /assignments/{assignment_id}                   3 3 3   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignments/{assignment_id}/confirm           + + 4   +   3 3   + 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignments/{assignment_id}/arrive            3 + 4   3   3 3   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignments/{assignment_id}/refuse            + 3 4   +   3 3   + 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignments/{assignment_id}/extend            3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignments/{assignment_id}/complete          3 + 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignments/{assignment_id}/incomplete        3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignments/{assignment_id}/terminate         3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignments/{assignment_id}/void              3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /agenda                                        + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /agenda/items                                  + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /agenda/items.{suffix}                         + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /whereabouts                                   + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /whereabouts.{suffix}                          + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /whereabouts/day                               + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /whereabouts/schools                           + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /whereabouts/schools.{suffix}                  + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
POST   /assignments/{assignment_id}/swap              3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignments/{assignment_id}/substitute        3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignments/{assignment_id}/relieve           3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignments/{assignment_id}/correct-facts     3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /assignment-goals                              + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /assignment-goals.{suffix}                     + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
POST   /assignment-goals                              + + 4   +   + 4   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /assignment-goals/of/{assignment_id}           + + 4   +   + 4   + + 4   + + 4   + + +   3 3   3 3 + 3 + 4
GET    /assignment-goals/{assignment_goal_id}         + + 4   +   + 4   + + 4   + + 4   + + +   3 3   3 3 + 3 + 4
PATCH  /assignment-goals/{assignment_goal_id}         + + 4   +   + 4   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignment-goals/{assignment_goal_id}/agree   + + 4   +   + 4   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignment-goals/{assignment_goal_id}/revise  + + 4   +   + 4   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignment-goals/{assignment_goal_id}/progress + + 4   +   + 4   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignment-goals/{assignment_goal_id}/judge   3 + 4   3   3 4   3 + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /assignment-goals/{assignment_goal_id}/void    + + 4   +   + 4   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /personal-plans                                + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /personal-plans.{suffix}                       + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
POST   /personal-plans                                + 3 4   +   + 4   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /personal-plans/templates                      + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /personal-plans/{personal_plan_id}             + + 4   +   + 4   + + 4   + + 4   + + +   3 3   3 3 + 3 + 4
PATCH  /personal-plans/{personal_plan_id}             + 3 4   +   + 4   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /personal-plans/{personal_plan_id}/submit      + 3 4   +   + 4   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /personal-plans/{personal_plan_id}/return      3 + 4   3   3 4   3 + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /personal-plans/{personal_plan_id}/accept      3 + 4   3   3 4   3 + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /summaries                                     + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /summaries.{suffix}                            + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
POST   /summaries                                     + 3 4   +   + 4   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /summaries/due                                 + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /summaries/due.{suffix}                        + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /summaries/tally                               + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /summaries/{summary_id}                        + + 4   +   + 4   + + 4   + + 4   + + +   3 3   3 3 + 3 + 4
PATCH  /summaries/{summary_id}                        + 3 4   +   + 4   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /summaries/{summary_id}/submit                 + 3 4   +   + 4   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /summaries/{summary_id}/return                 3 + 4   3   3 4   3 + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /summaries/{summary_id}/review                 3 3 4   3   3 4   3 + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /summaries/{summary_id}/forward                3 + 4   3   3 4   3 + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /summaries/{summary_id}/file                   + 3 4   +   3 4   + 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /refusals                                      3 3 3   +   + +   + + +   + 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /refusals.{suffix}                             3 3 3   +   + +   + + +   + 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /refusals                                      3 3 3   +   3 3   + 2 2   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /refusals/{refusal_id}                         3 3 3   +   + 4   + 4 4   4 3 3   3 3 3   3 3   3 3 3 3 3 3
PATCH  /refusals/{refusal_id}                         3 3 3   +   3 4   + 4 4   4 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /refusals/{refusal_id}/state                   3 3 3   3   + 4   3 4 4   4 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /refusals/{refusal_id}/hear                    3 3 3   +   3 4   + 4 4   4 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /refusals/{refusal_id}/decide                  3 3 3   3   3 4   + 4 4   4 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /refusals/{refusal_id}/dismiss                 3 3 3   3   3 4   + 4 4   4 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /refusals/{refusal_id}/withdraw                3 3 3   +   3 4   + 4 4   4 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /refusals/{refusal_id}/lift                    3 3 3   3   3 4   + 4 4   4 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /refusals/{refusal_id}/void                    3 3 3   3   3 4   + 4 4   4 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /arrivals                                      + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /arrivals.{suffix}                             + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /arrivals/{assignment_id}                      + + 4   +   + 4   + + 4   + + 4   + + +   3 3   3 3 + 3 + 4
PUT    /arrivals/{assignment_id}                      3 + 4   3   3 3   3 + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /handovers                                     + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /handovers.{suffix}                            + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /handovers/{assignment_id}                     + + 4   +   + 4   + + 4   + + 4   + + +   3 3   3 3 + 3 + 4
POST   /handovers/{assignment_id}/hand-over           3 + 4   3   3 4   3 + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /handovers/{assignment_id}/correct             3 + 4   3   3 4   3 + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /handovers/{assignment_id}/give-feedback       + 3 4   +   + 4   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /handovers/{assignment_id}/edit-feedback       + 3 4   +   + 4   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /handovers/{assignment_id}/read-feedback       + 3 4   +   3 4   + 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /handovers/{assignment_id}/share               + 3 4   +   3 4   + 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /disagreements                                 + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /disagreements.{suffix}                        + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
POST   /disagreements                                 + + 4   +   3 3   + + 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /disagreements/{disagreement_id}               + + 4   +   4 4   + + 4   + + 4   + + +   3 3   3 3 + 3 + 4
POST   /disagreements/{disagreement_id}/answer        + + 4   +   3 3   + + 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /disagreements/{disagreement_id}/keep          3 3 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /disagreements/{disagreement_id}/withdraw      3 + 4   3   3 3   3 3 4   3 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /covers                                        + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /covers.{suffix}                               + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
POST   /covers                                        + 3 4   +   3 3   + 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /covers/candidates                             + 3 4   +   3 3   + 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /covers/{cover_id}/void                        + 3 4   +   3 3   + 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /teams                                         + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /teams.{suffix}                                + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
POST   /teams                                         3 3 3   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /teams/numbers                                 + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /teams/numbers.{suffix}                        + + +   +   + +   + + +   + + +   + + +   3 3   3 3 + 3 + +
GET    /teams/{team_id}                               + + 4   +   4 4   + + 4   + + 4   + + +   3 3   3 3 + 3 + 4
PATCH  /teams/{team_id}                               3 3 3   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /teams/{team_id}/add-members                   3 3 3   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /teams/{team_id}/remove-members                3 3 3   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /teams/{team_id}/set-leader                    + 3 4   +   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /teams/{team_id}/confirm                       3 3 3   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /teams/{team_id}/start                         3 + 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /teams/{team_id}/complete                      3 + 4   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
POST   /teams/{team_id}/void                          3 3 3   3   3 3   3 3 4   + 3 4   3 3 3   3 3   3 3 3 3 3 3
GET    /reports                                       + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
GET    /reports.{suffix}                              + + +   +   3 3   + + +   + + +   3 3 +   3 3   3 3 + 3 + +
POST   /reports/accept                                3 3 3   3   3 3   + + +   + 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /reports/remind                                3 3 3   3   3 3   4 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /reports/teams/{team_id}                       + + 4   +   3 3   + + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
GET    /reports/{report_id}                           4 + 4   4   3 3   4 + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
PUT    /reports/{report_id}/draft                     4 + 4   4   3 3   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /reports/{report_id}/reset-draft               4 + 4   4   3 3   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /reports/{report_id}/submit                    4 + 4   4   3 3   3 3 3   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /reports/{report_id}/return                    3 3 3   3   3 3   4 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
POST   /reports/{report_id}/accept                    3 3 3   3   3 3   4 + 4   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /reports/{report_id}/receipt                   4 + 4   4   3 3   4 + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
GET    /reports/{report_id}/revisions                 4 + 4   4   3 3   4 + 4   + + 4   3 3 +   3 3   3 3 + 3 + 4
GET    /notices                                       + + +   +   3 3   + + +   + + +   3 3 3   3 3   3 3 3 3 3 3
POST   /notices/read-all                              + + +   +   3 3   + + +   + + +   3 3 3   3 3   3 3 3 3 3 3
POST   /notices/{notice_id}/read                      + 4 4   +   3 3   4 4 4   4 4 4   3 3 3   3 3   3 3 3 3 3 3
GET    /workbench                                     + + +   +   + +   + + +   + + +   + + +   + +   + + + + + +
POST   /workbench/dismiss-first-week                  3 3 3   3   3 3   + + +   3 3 3   3 3 3   3 3   3 3 3 3 3 3
GET    /statistics/refusals                           + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /statistics/refusals.{suffix}                  + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /statistics/reporting                          + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /statistics/reporting.{suffix}                 + + +   +   3 3   + + +   + + +   + + +   3 3   3 + 3 3 3 +
GET    /events                                        3 3 3   3   3 3   + + +   + + +   3 3 +   + +   3 3 3 + 3 +
GET    /events.{suffix}                               3 3 3   3   3 3   + + +   + + +   3 3 +   + +   3 3 3 + 3 +
GET    /changes                                       3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + +   3 3 3 + 3 +
GET    /changes/snapshot.ndjson                       3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + +   3 3 3 + 3 +
GET    /changes/snapshot.ndjson.gz                    3 3 3   3   3 3   3 3 3   3 3 3   3 3 +   + +   3 3 3 + 3 +
GET    /search                                        + + +   +   + +   + + +   + + +   + + +   + +   + + + + + +
GET    /codes                                         + + +   +   + +   + + +   + + +   + + +   + +   + + + + + +
GET    /codes/{name}                                  + + +   +   + +   + + +   + + +   + + +   + +   + + + + + +
GET    /imports                                       3 3 3   3   3 3   + + +   + + +   3 3 3   + +   3 3 3 3 3 3
GET    /imports.{suffix}                              3 3 3   3   3 3   + + +   + + +   3 3 3   + +   3 3 3 3 3 3
POST   /imports                                       3 3 3   3   3 3   + 3 3   3 3 3   3 3 3   + 3   3 3 3 3 3 3
GET    /imports/templates/{kind}.xlsx                 3 3 3   3   3 3   + + +   + + +   3 3 3   + +   3 3 3 3 3 3
GET    /imports/{import_id}                           3 3 3   3   3 3   + 4 4   4 4 4   3 3 3   + 4   3 3 3 3 3 3
GET    /imports/{import_id}/rows                      3 3 3   3   3 3   + 4 4   4 4 4   3 3 3   + 4   3 3 3 3 3 3
GET    /imports/{import_id}/rows.{suffix}             3 3 3   3   3 3   + 4 4   4 4 4   3 3 3   + 4   3 3 3 3 3 3
GET    /imports/{import_id}/errors.xlsx               3 3 3   3   3 3   + 4 4   4 4 4   3 3 3   + 4   3 3 3 3 3 3
POST   /imports/{import_id}/confirm                   3 3 3   3   3 3   + 4 4   4 4 4   3 3 3   + 4   3 3 3 3 3 3
POST   /imports/{import_id}/cancel                    3 3 3   3   3 3   + 4 4   4 4 4   3 3 3   + 4   3 3 3 3 3 3
GET    /exports                                       + + +   +   + +   + + +   + + +   + + +   + +   + + + + + +
GET    /exports.{suffix}                              + + +   +   + +   + + +   + + +   + + +   + +   + + + + + +
POST   /auth/sign-out                                 + + +   +   + +   + + +   + + +   + + +   + +   + + + + + +
"""
"""Columns: reporters of the sending, receiving and third school; leader; teachers sent and other; counties home,
receiving and third; city, province, third province; finance, hr, auditor; administrators; clients without scope,
with statistics, records, changes, named records, and of the third province."""


LAST = ("POST", "/auth/sign-out")
"""Nobody calls anything after it."""


def outcomes() -> dict[tuple[str, str], dict[str, str]]:
    """Method and path (below /api/v1) → kind → expected outcome."""
    table = {}
    parts = (TABLE, PAIRING_TABLE, STAFF_MOVE_TABLE, STATISTICS_TABLE, WEBHOOK_TABLE, SANDBOX_TABLE)
    for line in "\n".join(parts).splitlines():
        if line.strip() and not line.startswith("#"):
            method, path, *letters = line.split()
            table[method, path] = dict(zip(KINDS, "".join(letters), strict=True))
    table[LAST] = table.pop(LAST)
    return table
