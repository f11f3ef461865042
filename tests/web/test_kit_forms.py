"""A form never loses what was typed."""

import pytest
from starlette.datastructures import FormData

from services.contracts.problems import FieldProblem, ProblemOut
from services.web.api_client.base import ApiProblem, ApiUnavailable
from services.web.field_names import field_id
from services.web.forms import Form, kept_fields


def problem(status: int, errors: list[FieldProblem] | None = None) -> ApiProblem:
    """An API problem."""
    return ApiProblem(
        ProblemOut(title="标题", status=status, code="a.b", detail="怎么办", request_id="r1", errors=errors or [])
    )


def typed() -> Form:
    """A form somebody filled in."""
    return Form.of(FormData([("name", "陈立群"), ("goals", "1"), ("goals", "2")]))


def test_typed_values_win_over_defaults_and_repeated_ones_stay_together() -> None:
    form = typed()
    assert form.value("name", "别的") == "陈立群"
    assert form.value("plan", "原来的") == "原来的"
    assert form.all("goals") == ["1", "2"]


def test_field_problems_go_to_their_inputs() -> None:
    form = typed()
    fault = FieldProblem(field="content.people.0.to_on", code="date.before", detail="结束日期要在11月18日或之后")
    status = form.take(problem(422, [fault]), lambda path: path.removeprefix("content."))
    assert status == 422
    assert form.error("people.0.to_on") == "结束日期要在11月18日或之后"
    assert form.errors[0].anchor == "f-people-0-to_on"
    assert form.value("name") == "陈立群"


def test_a_conflict_of_state_is_told_on_top() -> None:
    form = typed()
    assert form.take(problem(409)) == 409
    assert (form.headline, form.errors[0].text) == ("标题", "怎么办")


def test_a_stale_form_is_marked_and_lists_what_differs() -> None:
    form = typed()
    assert form.take(problem(412)) == 412
    assert form.stale
    conflicts = form.conflicts({"name": "吴婉清", "plan": None}, {"name": "姓名", "plan": "打算"})
    assert [(each.label, each.typed, each.stored) for each in conflicts] == [("姓名", "陈立群", "吴婉清")]


@pytest.mark.parametrize(
    "error", [ApiUnavailable("ConnectError", starting=True), ApiUnavailable("ReadTimeout"), problem(500), problem(507)]
)
def test_our_own_faults_keep_the_form_and_say_so(error: ApiProblem | ApiUnavailable) -> None:
    form = typed()
    assert form.take(error) >= 500
    assert form.notice
    assert form.value("name") == "陈立群"


def test_an_api_that_starts_is_no_fault_and_one_that_does_not_answer_is() -> None:
    starting, silent = typed(), typed()
    starting.take(ApiUnavailable("ConnectError", starting=True))
    silent.take(ApiUnavailable("ReadTimeout"))
    assert starting.notice == "系统正在启动，请过几秒再试。你填的内容已保留。"
    assert silent.notice == "系统出了点问题，你填的内容已保留。请过几分钟再试。"


def test_a_row_that_is_gone_is_not_the_forms_business() -> None:
    with pytest.raises(ApiProblem):
        typed().take(problem(404))


def test_secrets_and_tokens_are_not_offered_again() -> None:
    pairs = FormData([("csrf", "t"), ("new_password", "geheim"), ("note", "写的"), ("idempotency_key", "k")])
    assert kept_fields(pairs) == [("note", "写的"), ("idempotency_key", "k")]
    assert kept_fields(None) == []


def test_ids_of_inputs_are_safe_in_selectors() -> None:
    assert field_id("people.0.state") == "f-people-0-state"
