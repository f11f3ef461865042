"""Rows of other tables, each beside the assignment it belongs to."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from services.api.features.assignments.queries import directory
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.kernel.scope import Party


def told() -> tuple[list[Any], Any, Any, Any, Any]:
    """What a row says of its assignment, and the tables it is from: assignment, person, sending, receiving school."""
    task, person = directory(), staff.directory()
    sending, receiving = schools.directory().alias("sending"), schools.directory().alias("receiving")
    columns = [
        task.c.person_id, task.c.sending_school_id, task.c.receiving_school_id, task.c.home_county_code,
        task.c.receiving_county_code, task.c.mode, task.c.start_on, task.c.end_on, task.c.arrived_on,
        task.c.status.label("assignment_status"), person.c.name.label("person_name"),
        sending.c.name.label("sending_name"), sending.c.code.label("sending_code"),
        receiving.c.name.label("receiving_name"), receiving.c.code.label("receiving_code"),
    ]  # fmt: skip
    return columns, task, person, sending, receiving


def beside(model: Any) -> tuple[Select[Any], Any, Any]:
    """The rows of a table with an `assignment_id`, each with its assignment, the person's name and both schools.

    And the columns of the assignment and of the person, to narrow them by. No scope of its own.
    """
    columns, task, person, sending, receiving = told()
    statement = (
        select(*model.__table__.c, *columns)
        .join_from(model, task, task.c.id == model.assignment_id)
        .join(person, person.c.staff_id == task.c.staff_id)
        .join(sending, sending.c.id == task.c.sending_school_id)
        .join(receiving, receiving.c.id == task.c.receiving_school_id)
    )
    return statement, task.c, person.c


def told_alone() -> tuple[Select[Any], Any, Any]:
    """Assignments told like that, with their id as `assignment_id`, and the columns of assignment and person."""
    columns, task, person, sending, receiving = told()
    statement = (
        select(task.c.id.label("assignment_id"), *columns)
        .join_from(task, person, person.c.staff_id == task.c.staff_id)
        .join(sending, sending.c.id == task.c.sending_school_id)
        .join(receiving, receiving.c.id == task.c.receiving_school_id)
    )
    return statement, task.c, person.c


def parties(task: Any) -> Sequence[Party]:
    """Both sides of an assignment and its person, by the columns of the directory."""
    return (
        Party(task.home_county_code, task.sending_school_id, task.person_id),
        Party(task.receiving_county_code, task.receiving_school_id, task.person_id),
    )
