"""One assignment with all that is told on its page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.api.features.assignments import fields, queries, queries_told, rules
from services.api.features.assignments.hooks import tellers_of
from services.api.features.assignments.service_checks import findings
from services.api.features.assignments.service_read import month_hook, names_of, row_fields, row_in_scope
from services.api.features.pairings import service as pairings
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.contracts.assignments import AssignmentDetail, FrozenFacts


async def detail(ctx: Ctx, assignment_id: UUID) -> AssignmentDetail:
    """One assignment with frozen facts, extensions, corrections, months and history. Raises 404
    `resource.not_found`."""
    row = await row_in_scope(ctx, assignment_id)
    extensions = await queries.extensions(ctx.db, assignment_id)
    corrections = await queries_told.corrections(ctx.db, assignment_id)
    deciders = {each.extended_by for each in extensions} | {each.corrected_by for each in corrections}
    names = await names_of(ctx, [row], deciders)
    values = {
        **row_fields(ctx, row, names),
        "receiving_post": row.receiving_post,
        "planned_end_on": row.planned_end_on,
        "closed_reason": row.closed_reason,
        "extensions": [_extension(each, names) for each in extensions],
        "corrections": [_correction(each, names) for each in corrections],
        "links": _links(row, await queries_told.linked(ctx.db, ctx.scope, row)),
        "facts": {name: getattr(row, name) for name in FrozenFacts.model_fields},
        "findings": await _findings(ctx, row),
        "months": [state.model_dump() for ask in month_hook for state in await ask(ctx.db, assignment_id)],
        "timeline": [item.model_dump() for item in await pairings.timeline(ctx, await _told(ctx, assignment_id))],
    }
    return AssignmentDetail.model_validate(fields.shown(values, values["field_set"]))


async def _findings(ctx: Ctx, row: Any) -> list[dict[str, Any]]:
    """They tell the age, so only those have them who are given that."""
    if "findings.text" not in fields.FIELDS[fields.field_set_of(ctx.principal, row)]:
        return []
    return [
        {
            "rule_key": each.found.rule_key, "title": each.title, "is_met": each.found.is_met,
            "text": each.found.text, "effect": each.rule.effect, "source": each.rule.source,
        }
        for each in await findings(ctx, row)
    ]  # fmt: skip


async def _told(ctx: Ctx, assignment_id: UUID) -> list[Told]:
    """Its own history and that of what hangs on it: one read of the log."""
    tellers = await tellers_of(ctx, assignment_id)
    return [
        tellers[m.entity_id](m)
        if m.entity_id in tellers
        else Told(m.at, m.action, rules.timeline_text(m.action, m.became), m.user_id, m.action in rules.BAD)
        for m in await history(ctx.db, [assignment_id, *tellers])
    ]


def _extension(row: Any, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "from_end_on": row.from_end_on,
        "to_end_on": row.to_end_on,
        "reason": row.reason or None,
        "extended_at": row.extended_at,
        "extended_by": names.get(row.extended_by),
    }


def _correction(row: Any, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "field": row.field,
        "was": row.was,
        "became": row.became,
        "reason": row.reason,
        "corrected_at": row.corrected_at,
        "corrected_by": names.get(row.corrected_by),
    }


def _links(row: Any, found: Sequence[Any]) -> list[dict[str, Any]]:
    kinds = {row.replaces_id: "replaces", row.swapped_with_id: "swapped_with"}
    return [{"how": kinds.get(each.id, "replaced_by"), "assignment_id": each.id, "name": each.name} for each in found]
