"""代码表: every list that answers and tables use, and the published standards beside them."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.code_lists import CodeSetOut, Confidence
from services.web.api_client.codes import CodesClient
from services.web.visit import Visitor

router = APIRouter()

GROUPS: Mapping[str, Sequence[str]] = {
    "学校": (
        "school_kind", "school_type", "ownership", "stage", "locality", "urban_rural", "school_flag",
        "succession_kind", "region_level",
    ),
    "人员": (
        "post", "title", "sex", "education_level", "degree", "certificate_type", "honour_type", "honour_level",
        "record_kind", "service_source",
    ),
    "结对": (
        "pairing_status", "partner_kind", "pair_relation", "pair_category", "pair_level", "aid_area", "group_role",
        "promised_by",
        "commitment_measure", "commitment_period", "commitment_state", "plan_span", "term_plan_status",
    ),
    "听评课和共享材料": ("lesson_status", "lesson_rating", "resource_kind"),
    "师徒": ("mentor_pair_status", "mentor_kind", "mentor_result", "rule_effect", "school_term"),
    "薄弱学校改造": (
        "improvement_status", "improvement_side", "improvement_result", "guidance_kind", "milestone_state",
    ),
    "学期考核总结": ("term_review_status", "contribution_kind", "contribution_state", "evidence_kind"),
    "编制和调动": (
        "staff_move_kind", "staff_move_reason", "staff_move_status", "surplus_method", "headcount_state",
    ),
    "师徒供需": ("listing_kind", "listing_status", "mentor_purpose"),
    "对口教学支援班": ("support_class_status", "class_post"),
    "经费和物资": (
        "support_kind", "support_giver", "support_status", "fund_type", "fund_source", "goods_type", "goods_condition",
    ),
    "交流支教": (
        "assignment_status", "exchange_mode", "direction", "workload", "outcome", "year_basis", "assignment_party",
        "disagreement_status", "swap_of", "vacancy_state", "goal_status", "goal_standing", "goal_speaker",
        "personal_plan_status",
        "summary_status", "appraisal_grade", "handover_status", "feedback_status", "handover_item",
        "refusal_status", "hearing_kind", "refusal_measure", "dismissal_ground",
        "arrival_item", "living_arrangement",
        "day_state", "agenda_kind", "team_status", "team_direction",
    ),
    "月报和活动": (
        "report_status", "report_section", "person_state", "leave_category", "left_category", "activity_type",
        "activity_payer", "responsible_side", "decision_status", "plan_repeat", "planned_status",
    ),
    "统计": (
        "unit", "without_value", "age_band", "length_band", "honour_held", "subject_group", "pair_shape",
        "activity_group", "summary_state", "support_item",
    ),
    "账号和接口": (
        "role", "invitation_status", "invitation_channel", "sign_in_way", "client_scope", "field_set", "confidence",
    ),
    "变更推送": (
        "webhook_status", "webhook_stop", "webhook_hold", "delivery_kind", "delivery_state", "delivery_reason",
    ),
}  # fmt: skip
"""Our lists by what they are about, in the order in which people meet them."""
REST = "其他"


@router.get("/codes")
async def codes(visit: Visitor) -> Response:
    """All lists: the standards with what they rest on, then ours."""
    found = (await CodesClient(visit.api).sets()).items
    own = [each for each in found if not each.set.startswith("std_")]
    published = [each for each in found if each.set.startswith("std_")]
    version = found[0].version if found else ""
    published.sort(key=lambda each: not each.items)
    lists = {"groups": _grouped(own), "own_count": len(own), "published": published, "twice": _twice(found)}
    return visit.page("codes/list.html", {**lists, "version": version, "validity": validity})


@router.get("/codes/{name}")
async def code_list(visit: Visitor, name: str) -> Response:
    """One list with what its codes stand for."""
    client = CodesClient(visit.api)
    found, every = await asyncio.gather(client.one(name), client.sets())
    sets = {each.set: each for each in every.items}
    ours = {each.code: _ours(each.maps_to, sets) for each in found.items}
    return visit.page("codes/detail.html", {"found": found, "facts": _facts(found), "ours": ours})


def _grouped(own: Sequence[CodeSetOut]) -> list[tuple[str, list[CodeSetOut]]]:
    """Our lists under their headings; one that is new and in no group yet stands at the end."""
    by_name = {each.set: each for each in own}
    groups = [(title, [by_name.pop(name) for name in names if name in by_name]) for title, names in GROUPS.items()]
    return [(title, sets) for title, sets in [*groups, (REST, list(by_name.values()))] if sets]


def _twice(found: Sequence[CodeSetOut]) -> set[str]:
    """Names that a list of ours and a published one share, so that the page tells them apart."""
    counted = Counter(each.name for each in found)
    return {name for name, count in counted.items() if count > 1}


class Ours(NamedTuple):
    """What a published code stands for here: our list, where it is shown, and our codes with their words."""

    name: str
    href: str
    codes: str


def _ours(maps_to: Mapping[str, Sequence[str]], sets: Mapping[str, CodeSetOut]) -> list[Ours]:
    found = []
    for name, codes in maps_to.items():
        labels = {each.code: each.label for each in sets[name].items}
        words = "、".join(f"{labels.get(code, '')}（{code}）" for code in codes)
        found.append(Ours(sets[name].name, f"/codes/{name}", words))
    return found


def validity(found: CodeSetOut) -> str:
    """Return 2017年起, 2011年至2015年, or that nobody has written it down; a list of ours is valid as it stands."""
    if found.confidence is Confidence.own:
        return "现行"
    if not found.valid_from:
        return f"至{found.valid_to}" if found.valid_to else "没有写明"
    return f"{_when(found.valid_from)}至{_when(found.valid_to)}" if found.valid_to else f"{_when(found.valid_from)}起"


def _when(value: str) -> str:
    return f"{value}年" if len(value) == len("2017") else value


def _facts(found: CodeSetOut) -> list[tuple[str, str]]:
    return [
        ("接口里叫", found.set),
        ("依据", found.standard or "平台自定"),
        ("有效期", validity(found)),
        ("可信度", found.confidence.label),
        ("收录版本", found.version),
        *([("说明", found.note)] if found.note else []),
    ]
