"""A well-formed call for every route of the authorisation matrix."""

from collections.abc import Callable
from typing import Any

import httpx

from services.api.kernel.ids import new_id
from tests.api.matrix_joint_work import JOINT_WORK_BODIES
from tests.api.matrix_mentor_listings import MENTOR_LISTING_BODIES
from tests.api.matrix_refusals import REFUSAL_BODIES
from tests.api.matrix_staff_moves import STAFF_MOVE_BODIES
from tests.api.matrix_statistics import STATISTICS_BODIES
from tests.api.matrix_support_classes import SUPPORT_CLASS_BODIES
from tests.api.matrix_term_reviews import TERM_REVIEW_BODIES
from tests.api.matrix_webhooks import WEBHOOK_BODIES
from tests.api.matrix_world import REASON, STALE, Matrix, photo
from tests.factories.world import CITY, HOME

_HONOUR = {"kind": "honour", "type": "backbone_teacher", "level": "county", "awarded_on": "2021-09-10"}
_OFFICE = {"contact_office": "教育局人事股", "contact_name": "周敏", "contact_phone": "6210 0123"}

_AGREEMENT = {
    "start_on": "2026-09-01",
    "end_on": "2029-08-31",
    "aid_areas": ["teaching", "research"],
    "goals": "三年内语文、数学两科教研常态化",
}

_HANDED_OVER = {
    "handed_over_on": "2026-12-01", "items": ["lessons"], "grade": "qualified", "appraisal": "工作扎实",
}  # fmt: skip


def _rename(matrix: Matrix) -> dict[str, Any]:
    """A plan on a version that nobody has seen, so that every row stays as it is."""
    school = {"id": matrix.ids["school_id"], "version": STALE}
    return {"kind": "rename", "on": "2026-12-01", "schools": [school], "new_name": "县实验学校", **REASON}


def _end(day: str = "2027-01-31") -> dict[str, str]:
    return {"end_on": day, **REASON}


Body = dict[str, Any] | None
BODIES: dict[tuple[str, str], Callable[[Matrix, str], Body]] = {
    ("POST", "/me/password"): lambda _m, _k: {"current_password": "x", "new_password": "xin-de-mi-ma-27"},
    ("POST", "/users"): lambda m, k: {
        "username": f"new.{k}".replace("_", "-"),
        "name": "贺小满",
        "role": "school_reporter",
        "school_id": m.ids["school_id"],
    },
    ("PATCH", "/users/{user_id}"): lambda _m, _k: {"phone": "6210 0199"},
    ("POST", "/users/{user_id}/disable"): lambda _m, _k: REASON,
    ("POST", "/users/{user_id}/hand-over"): lambda _m, k: {"username": f"next.{k}".replace("_", "-"), "name": "贺小满"},
    ("POST", "/users/{user_id}/view-as"): lambda _m, _k: REASON,
    ("POST", "/invitations"): lambda m, _k: {"user_id": m.ids["user_id"], "channel": "link"},
    ("POST", "/invitations/batch"): lambda _m, _k: {"channel": "printed"},
    ("POST", "/sessions/revoke-all"): lambda _m, _k: {"keep_this": True},
    ("POST", "/me/identity"): lambda _m, _k: {"code": "x", "nonce": "x", "code_verifier": "x"},
    ("POST", "/regions"): lambda _m, k: {"name": f"{k}新区", "parent_code": CITY, "valid_from": "2026-09-01"},
    ("PUT", "/regions/{code}/settings"): lambda _m, _k: {"source": "测试", **_OFFICE},
    ("PUT", "/policy-rules/{code}/{rule_key}"): lambda _m, _k: {
        "effective_from": "2026-09-01",
        "effect": "refuse",
        "source": "测试",
    },
    ("POST", "/schools"): lambda m, k: {
        "code": f"2161{100000 + list(m.callers).index(k)}",
        "name": f"{k}小学",
        "county_code": HOME,
        "kind": "primary",
        "stages": ["primary"],
        "locality": "rural",
        "since": "2026-09-01",
    },
    ("PATCH", "/schools/{school_id}"): lambda _m, _k: {"township": "白果镇"},
    ("POST", "/schools/{school_id}/decide-locality"): lambda _m, _k: {
        "locality": "rural",
        "start_on": "2026-12-01",
        "basis": "县里认定",
    },
    ("POST", "/schools/{school_id}/set-flag"): lambda _m, _k: {
        "flag": "weak",
        "value": True,
        "start_on": "2026-12-01",
        "basis": "县里认定",
    },
    ("POST", "/schools/{school_id}/correct"): lambda _m, _k: {"township": "白果镇", "reason": "抄错了"},
    ("POST", "/schools/{school_id}/change"): lambda _m, _k: {
        "township": "白果镇",
        "from_on": "2026-12-01",
        "basis": "区划调整",
    },
    ("POST", "/schools/{school_id}/set-headcount"): lambda _m, _k: {
        "approved": 60,
        "senior_posts": 12,
        "middle_posts": 24,
        "junior_posts": 24,
        "start_on": "2026-09-01",
        "basis": "区编发〔2026〕3号",
    },
    ("POST", "/schools/{school_id}/facts/{fact_id}/correct"): lambda _m, _k: {"basis": "县里认定", "reason": "抄错了"},
    ("POST", "/successions/preview"): lambda m, _k: _rename(m),
    ("POST", "/successions"): lambda m, _k: _rename(m),
    ("POST", "/successions/planned/{plan_id}/cancel"): lambda _m, _k: REASON,
    ("POST", "/delegations"): lambda m, _k: {
        "school_id": str(m.world.rural.id),
        "centre_school_id": m.ids["school_id"],
        "start_on": "2026-12-01",
        "basis": "县里规定",
    },
    ("POST", "/delegations/{delegation_id}/end"): lambda _m, _k: {"end_on": "2026-12-31"},
    ("POST", "/schools/{school_id}/close"): lambda _m, _k: {"closed_on": "2026-12-31", "reason": "撤并"},
    ("POST", "/staff"): lambda m, _k: {
        "name": "秦望舒",
        "sex": "2",
        "birth_on": "1990-02-03",
        "school_id": m.ids["school_id"],
        "stage": "primary",
        "hired_on": "2015-09-01",
    },
    ("PATCH", "/staff/{staff_id}"): lambda _m, _k: {"subject": "数学"},
    ("POST", "/staff/{staff_id}/end"): lambda _m, _k: {"ended_on": "2026-12-01", **REASON},
    ("POST", "/persons/{person_id}/correct"): lambda _m, _k: {"subject": "数学", **REASON},
    ("POST", "/persons/{person_id}/change"): lambda _m, _k: {"title": "senior", "start_on": "2026-12-01", **REASON},
    ("POST", "/persons/{person_id}/describe"): lambda _m, _k: {"can_mentor": True},
    ("POST", "/persons/{person_id}/health"): lambda _m, _k: {"ok": True},
    ("POST", "/persons/{person_id}/records/{record_id}/verify"): lambda _m, _k: {},
    ("POST", "/persons/{person_id}/records/{record_id}/evidence"): lambda _m, _k: {"file_ids": []},
    ("POST", "/persons/{person_id}/records"): lambda _m, _k: {"record": _HONOUR},
    ("POST", "/persons/{person_id}/records/{record_id}/correct"): lambda _m, _k: {"record": _HONOUR, **REASON},
    ("POST", "/persons/{person_id}/records/{record_id}/void"): lambda _m, _k: REASON,
    ("POST", "/persons/{person_id}/unmask"): lambda _m, _k: REASON,
    ("POST", "/staff/identified.{suffix}"): lambda _m, _k: REASON,
    ("POST", "/persons/{person_id}/distinct"): lambda m, _k: {"other_person_id": m.ids["kept_id"], **REASON},
    ("POST", "/person-merges"): lambda m, _k: {
        "kept_person_id": m.ids["kept_id"],
        "merged_person_id": m.ids["merged_id"],
        **REASON,
    },
    ("POST", "/person-merges/{merge_id}/undo"): lambda _m, _k: REASON,
    ("POST", "/clients"): lambda _m, _k: {"name": "省平台", "region_code": CITY, "scopes": ["stats:read"]},
    ("PATCH", "/clients/{client_id}"): lambda _m, _k: {"name": "省数据平台"},
    ("POST", "/clients/{client_id}/end-secret"): lambda m, _k: {"secret_id": m.ids["client_id"]},
    ("POST", "/pairings"): lambda m, _k: {
        "supporting_school_id": m.ids["school_id"],
        "recipient_school_id": str(m.world.neighbour.id),
        "category": "primary",
        "start_on": "2026-12-01",
    },
    ("PATCH", "/pairings/{pairing_id}/contacts"): lambda _m, _k: {
        "side": "supporting",
        "leader": "秦望舒",
        "liaison": "贺小满",
    },
    ("POST", "/pairings/{pairing_id}/sign"): lambda _m, _k: {"side": "supporting", "signed_on": "2026-12-01"},
    ("POST", "/pairings/{pairing_id}/suspend"): lambda _m, _k: REASON,
    ("POST", "/pairings/{pairing_id}/end"): lambda _m, _k: _end(),
    ("POST", "/pairings/{pairing_id}/void"): lambda _m, _k: REASON,
    ("PUT", "/pairings/{pairing_id}/agreement"): lambda _m, _k: _AGREEMENT,
    ("POST", "/pairings/{pairing_id}/agreement/correct"): lambda _m, _k: {**_AGREEMENT, **REASON},
    ("POST", "/pairings/{pairing_id}/renew"): lambda _m, _k: {"start_on": "2029-09-01"},
    ("POST", "/pairings/{pairing_id}/goals"): lambda _m, _k: {"title": "公开课", "unit": "节", "target": 4},
    ("POST", "/activities"): lambda m, _k: {
        "pairing_id": m.ids["pairing_id"],
        "host_school_id": m.ids["school_id"],
        "type": "demo_lesson",
        "held_on": "2026-11-20",
        "topic": "三年级古诗",
    },
    **JOINT_WORK_BODIES,
    **WEBHOOK_BODIES,
    ("PATCH", "/activities/{activity_id}"): lambda _m, _k: {"topic": "四年级古诗"},
    ("POST", "/activities/{activity_id}/void"): lambda _m, _k: REASON,
    **SUPPORT_CLASS_BODIES,
    **STAFF_MOVE_BODIES,
    **STATISTICS_BODIES,
    **MENTOR_LISTING_BODIES,
    **REFUSAL_BODIES,
    ("POST", "/supports"): lambda m, _k: {
        "pairing_id": m.ids["pairing_id"],
        "giver": "supporting",
        "kind": "fund",
        "school_year": 2026,
        "term": "autumn",
        "purpose": "秋季教研",
        "amount": "10000.00",
        "fund_type": "teaching_research",
    },
    ("PATCH", "/supports/{support_id}"): lambda _m, _k: {"purpose": "春季教研"},
    ("POST", "/supports/{support_id}/give"): lambda _m, _k: {"given_on": "2026-11-20"},
    ("POST", "/supports/{support_id}/dispute"): lambda _m, _k: REASON,
    ("POST", "/supports/{support_id}/void"): lambda _m, _k: REASON,
    ("POST", "/term-plans"): lambda m, _k: {
        "pairing_id": m.ids["pairing_id"],
        "school_year": 2027,
        "span": "year",
    },
    ("PATCH", "/term-plans/{term_plan_id}"): lambda _m, _k: {"goals": "每月一次集中教研"},
    ("POST", "/term-plans/{term_plan_id}/return"): lambda _m, _k: REASON,
    ("POST", "/term-plans/{term_plan_id}/revise"): lambda _m, _k: REASON,
    ("POST", "/term-plans/{term_plan_id}/void"): lambda _m, _k: REASON,
    ("POST", "/commitments"): lambda m, _k: {
        "pairing_id": m.ids["pairing_id"],
        "side": "both",
        "aid_area": "teaching",
        "item": "联席会议",
        "measure": "activities",
        "kinds": ["joint_meeting"],
        "minimum": 1,
        "period": "term",
        "start_on": "2026-12-01",
    },
    ("POST", "/commitments/from-template"): lambda m, _k: {
        "pairing_id": m.ids["pairing_id"],
        "template": "houzhuang",
        "rules": ["HZ-04"],
        "start_on": "2026-12-01",
    },
    **TERM_REVIEW_BODIES,
    ("POST", "/improvement-plans"): lambda m, _k: {"school_id": str(m.world.neighbour.id), "school_year": 2027},
    ("PATCH", "/improvement-plans/{improvement_plan_id}"): lambda _m, _k: {"goals": "两年内补齐实验室"},
    ("POST", "/improvement-plans/{improvement_plan_id}/return"): lambda _m, _k: REASON,
    ("POST", "/improvement-plans/{improvement_plan_id}/close"): lambda _m, _k: {
        "result": "achieved",
        "conclusion": "都做到了",
    },
    ("POST", "/improvement-plans/{improvement_plan_id}/void"): lambda _m, _k: REASON,
    ("POST", "/improvement-plans/{improvement_plan_id}/milestones"): lambda _m, _k: {
        "what": "补齐图书",
        "due_on": "2027-06-30",
    },
    ("PATCH", "/improvement-plans/{improvement_plan_id}/milestones/{milestone_id}"): lambda _m, _k: {"what": "补书"},
    ("POST", "/improvement-plans/{improvement_plan_id}/milestones/{milestone_id}/done"): lambda _m, _k: {
        "done_on": "2026-11-02",
    },
    ("PATCH", "/commitments/{commitment_id}"): lambda _m, _k: {"minimum": 2},
    ("POST", "/commitments/{commitment_id}/void"): lambda _m, _k: REASON,
    ("POST", "/mentor-pairs"): lambda m, _k: {
        "mentor_staff_id": str(m.world.staff[1].id),
        "mentee_staff_id": m.ids["mentee_staff_id"],
        "pairing_id": m.ids["pairing_id"],
        "subject": "语文",
        "start_on": "2026-10-08",
        "end_on": "2027-07-10",
    },
    ("POST", "/leading-groups"): lambda m, _k: {
        "pairing_id": m.ids["pairing_id"],
        "from_on": "2026-11-01",
        "members": [{"role": "head", "name": "马文涛", "post": "校长"}],
    },
    ("POST", "/leading-groups/{group_id}/void"): lambda _m, _k: REASON,
    ("POST", "/partners"): lambda m, k: {
        "name": f"{k}进修学校",
        "kind": "training_school",
        "pairing_id": m.ids["pairing_id"],
        "start_on": "2026-09-01",
    },
    ("PATCH", "/partners/{partner_id}"): lambda _m, _k: {"helps_with": "每月一次送教"},
    ("POST", "/partners/{partner_id}/end"): lambda _m, _k: _end("2026-11-30"),
    ("POST", "/partners/{partner_id}/void"): lambda _m, _k: REASON,
    ("POST", "/lesson-records"): lambda m, _k: {
        "pairing_id": m.ids["pairing_id"],
        "teacher_staff_id": m.ids["mentee_staff_id"],
        "observer_staff_id": str(m.world.staff[0].id),
        "class_name": "三年级1班",
        "subject": "语文",
        "topic": "古诗二首",
        "held_on": "2026-11-06",
        "lesson_no": 3,
        "rating": "good",
    },
    ("POST", "/shared-resources"): lambda m, _k: {
        "pairing_id": m.ids["pairing_id"],
        "kind": "work_plan",
        "title": "秋季学期工作计划",
        "shared_on": "2026-11-06",
        "file_ids": [m.ids["file_id"]],
    },
    ("POST", "/shared-resources/{shared_resource_id}/void"): lambda _m, _k: REASON,
    ("PATCH", "/lesson-records/{lesson_record_id}"): lambda _m, _k: {"suggestions": "多让学生开口读"},
    ("POST", "/lesson-records/{lesson_record_id}/reflect"): lambda _m, _k: {"reflection": "下次留出朗读的时间。"},
    ("POST", "/lesson-records/{lesson_record_id}/void"): lambda _m, _k: REASON,
    ("PATCH", "/mentor-pairs/{mentor_pair_id}"): lambda _m, _k: {"goal": "每月听评课两次"},
    ("POST", "/mentor-pairs/{mentor_pair_id}/summarise"): lambda _m, _k: {"summary": "徒弟能独立上公开课。"},
    ("POST", "/mentor-pairs/{mentor_pair_id}/review"): lambda _m, _k: {"result": "passed"},
    ("POST", "/mentor-pairs/{mentor_pair_id}/end"): lambda _m, _k: _end("2026-11-30"),
    ("POST", "/mentor-pairs/{mentor_pair_id}/void"): lambda _m, _k: REASON,
    ("POST", "/files/{file_id}/void"): lambda _m, _k: REASON,
    ("POST", "/assignments"): lambda m, _k: {
        "staff_id": str(m.world.staff[1].id),
        "receiving_school_id": str(m.world.neighbour.id),
        "mode": "support_teaching",
        "workload": "full_time",
        "start_on": "2027-02-20",
        "end_on": "2027-07-10",
    },
    ("PATCH", "/assignments/{assignment_id}"): lambda _m, _k: {"subject": "数学"},
    ("POST", "/assignments/{assignment_id}/arrive"): lambda _m, _k: {"arrived_on": "2026-09-01"},
    ("POST", "/assignments/{assignment_id}/refuse"): lambda _m, _k: REASON,
    ("POST", "/assignments/{assignment_id}/extend"): lambda _m, _k: _end("2027-12-31"),
    ("POST", "/assignments/{assignment_id}/incomplete"): lambda _m, _k: _end(),
    ("POST", "/assignments/{assignment_id}/terminate"): lambda _m, _k: _end(),
    ("POST", "/assignments/{assignment_id}/void"): lambda _m, _k: REASON,
    ("POST", "/assignments/{assignment_id}/swap"): lambda m, _k: {
        "other_id": m.ids["assignment_id"],
        "other_version": 1,
    },
    ("POST", "/assignments/{assignment_id}/substitute"): lambda m, _k: {"staff_id": str(m.world.staff[1].id), **REASON},
    ("POST", "/assignments/{assignment_id}/relieve"): lambda m, _k: {
        "staff_id": str(m.world.staff[1].id),
        "start_on": "2026-11-20",
        **REASON,
    },
    ("POST", "/assignments/{assignment_id}/correct-facts"): lambda _m, _k: {"post": "principal", **REASON},
    ("POST", "/assignment-goals"): lambda m, _k: {
        "assignment_id": m.ids["assignment_id"],
        "description": "带教青年教师",
        "target": 2,
        "unit": "人",
        **REASON,
    },
    ("PATCH", "/assignment-goals/{assignment_goal_id}"): lambda _m, _k: {"target": 3},
    ("POST", "/assignment-goals/{assignment_goal_id}/revise"): lambda _m, _k: {"description": "上公开课", **REASON},
    ("POST", "/assignment-goals/{assignment_goal_id}/progress"): lambda _m, _k: {"standing": "on_track"},
    ("POST", "/assignment-goals/{assignment_goal_id}/judge"): lambda _m, _k: {"achieved": 2},
    ("POST", "/assignment-goals/{assignment_goal_id}/void"): lambda _m, _k: REASON,
    ("POST", "/personal-plans"): lambda m, _k: {"assignment_id": m.ids["assignment_id"], "goals": "教好语文"},
    ("PATCH", "/personal-plans/{personal_plan_id}"): lambda _m, _k: {"measures": "每周听课两节"},
    ("POST", "/personal-plans/{personal_plan_id}/return"): lambda _m, _k: REASON,
    ("POST", "/summaries"): lambda m, _k: {"assignment_id": m.ids["assignment_id"], "text": "教了三年级语文。"},
    ("PATCH", "/summaries/{summary_id}"): lambda _m, _k: {"workload": "每周14节"},
    ("POST", "/summaries/{summary_id}/return"): lambda _m, _k: REASON,
    ("POST", "/summaries/{summary_id}/review"): lambda _m, _k: {"opinion": "工作扎实", "grade": "excellent"},
    ("PUT", "/arrivals/{assignment_id}"): lambda _m, _k: {"housing": "provided", "contact": "办公室"},
    ("POST", "/handovers/{assignment_id}/hand-over"): lambda _m, _k: _HANDED_OVER,
    ("POST", "/handovers/{assignment_id}/correct"): lambda _m, _k: _HANDED_OVER,
    ("POST", "/handovers/{assignment_id}/give-feedback"): lambda _m, _k: {"learnt": "学会了分层作业"},
    ("POST", "/handovers/{assignment_id}/edit-feedback"): lambda _m, _k: {"learnt": "学会了分层作业"},
    ("POST", "/handovers/{assignment_id}/share"): lambda _m, _k: {"shared_on": "2026-12-01"},
    ("POST", "/disagreements"): lambda m, _k: {"assignment_id": m.ids["assignment_id"], "words": "这个学期缺人。"},
    ("POST", "/disagreements/{disagreement_id}/answer"): lambda _m, _k: {"words": "可以晚一个月。"},
    ("POST", "/disagreements/{disagreement_id}/keep"): lambda _m, _k: REASON,
    ("POST", "/covers"): lambda m, _k: {
        "assignment_id": m.ids["assignment_id"],
        "covering_staff_id": str(m.world.staff[1].id),
    },
    ("POST", "/teams"): lambda m, _k: {"name": "团队二", "pairing_id": m.ids["pairing_id"], "school_year": 2026},
    ("PATCH", "/teams/{team_id}"): lambda _m, _k: {"name": "团队三"},
    ("POST", "/teams/{team_id}/add-members"): lambda m, _k: {"assignment_ids": [m.ids["assignment_id"]]},
    ("POST", "/teams/{team_id}/remove-members"): lambda m, _k: {"assignment_ids": [m.ids["assignment_id"]]},
    ("POST", "/teams/{team_id}/set-leader"): lambda m, _k: {"assignment_id": m.ids["assignment_id"]},
    ("POST", "/teams/{team_id}/void"): lambda _m, _k: REASON,
    ("POST", "/reports/accept"): lambda m, _k: {"items": [{"id": m.ids["report_id"], "version": STALE}]},
    ("POST", "/reports/remind"): lambda m, _k: {"report_ids": [m.ids["report_id"]]},
    ("PUT", "/reports/{report_id}/draft"): lambda _m, _k: {"draft_version": STALE, "content": {}},
    ("POST", "/reports/{report_id}/submit"): lambda _m, _k: {"no_change": True},
    ("POST", "/reports/{report_id}/return"): lambda _m, _k: {"comments": [{"section": "people", "text": "请补上日期"}]},
}
"""Well-formed bodies, so that a refusal is about the caller. A stale version keeps every row as it is."""


QUERIES = {
    "/search": "?q=xx",
    "/mentor-pairs/people": "?q=xx",
    "/support-classes/{support_class_id}/people": "?q=xx",
    "/mentor-listings/board": "?pairing_id={pairing_id}",
    "/staff-moves/schools": "?q=xx",
    "/lesson-records/people": "?q=xx&pairing_id={pairing_id}",
    "/covers/candidates": "?assignment_id={assignment_id}",
    "/reports/teams/{team_id}": "?month=2026-11",
    "/staff-bases/preview": f"?region_code={HOME}&school_year=2025",
    "/files": "?kind=activity_photo&owner_id={activity_id}",
    "/person-merges/preview": "?kept_person_id={kept_id}&merged_person_id={merged_id}",
}

CREATING = {("POST", "/imports"): f"?kind=schools&county_code={HOME}", ("POST", "/files"): ""}


async def call(matrix: Matrix, kind: str, route: tuple[str, str], version: int) -> httpx.Response:
    """One call of one kind of caller, with a version in If-Match."""
    method, template = route
    body = BODIES.get(route)
    content = {} if method == "GET" else {"json": body(matrix, kind) if body else {}}
    if route == ("POST", "/files"):
        content = photo(matrix.ids["activity_id"])
    key = {"key": new_id().hex} if method == "POST" else {}
    caller = matrix.callers[kind]
    query = CREATING[route] if route in CREATING else QUERIES.get(template, "")
    path = matrix.path(template) + query.format_map(matrix.ids)
    return await caller.request(method, path, version=version, **key, **content)
