"""The monthly report as its pages show it: rows, section summaries, who may do what."""

from dataclasses import dataclass, replace

from services.contracts.codes import PersonState, ReportSection, ReportStatus
from services.contracts.reports import ChangeOut, GoalRow, PersonLine, PersonRow, ReportContent, ReportDetail
from services.web import clock
from services.web.forms import Form
from services.web.pages.reports import lines
from services.web.pages.reports.forms import form_of, ordered
from services.web.pages.reports.mending import Elsewhere, elsewhere
from services.web.wording import deadline

FOLD_OVER = 8
"""People above which those without a change are folded away."""
SENT = frozenset({ReportStatus.submitted, ReportStatus.accepted, ReportStatus.published})


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One person with this month's answer; `name` is the start of the inputs' names."""

    row: PersonRow
    line: PersonLine
    name: str

    @property
    def state(self) -> PersonState:
        """The answer."""
        return lines.state_of(self.line)

    @property
    def sub(self) -> str:
        """What stands beside the name."""
        return lines.person_sub(self.row)

    @property
    def details(self) -> str:
        """Days and category of the answer."""
        return lines.line_details(self.line)


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """One goal with this month's running total."""

    row: GoalRow
    value: str
    name: str

    @property
    def rule(self) -> str:
        """What stands below the title."""
        unit = self.row.unit
        return f"上月{self.row.last_value}{unit}，目标{self.row.target}{unit}"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the form in the rail."""

    title: str
    summary: str
    href: str
    good: bool


@dataclass(slots=True)
class Sheet:
    """A report with the content to show, which may be typed and not stored."""

    detail: ReportDetail
    content: ReportContent
    changes: list[ChangeOut]
    draft_version: int
    form: Form

    @classmethod
    def of(cls, detail: ReportDetail) -> "Sheet":
        """Show what is stored."""
        content = ordered(detail, detail.content)
        return cls(detail, content, detail.changes, detail.draft_version, form_of(content))

    @property
    def editable(self) -> bool:
        """Whether the caller may send it now."""
        return "submit" in self.detail.allowed_actions

    @property
    def sent(self) -> bool:
        """Whether it lies with the county, or is accepted."""
        return self.detail.status in SENT

    @property
    def people(self) -> list[PersonEntry]:
        """Everybody serving at the school this month."""
        pairs = zip(self.detail.people, self.content.people, strict=True)
        return [PersonEntry(row, line, f"people.{index}") for index, (row, line) in enumerate(pairs)]

    @property
    def goals(self) -> list[GoalEntry]:
        """Every goal."""
        pairs = zip(self.detail.goals, self.content.goals, strict=True)
        return [GoalEntry(row, line.value, f"goals.{index}.value") for index, (row, line) in enumerate(pairs)]

    @property
    def fold_over(self) -> int:
        """How many people are shown before those without a change are folded away."""
        return FOLD_OVER

    @property
    def open_people(self) -> list[PersonEntry]:
        """Those who are always shown: all of a few, of many those with something to say."""
        people = self.people
        return people if len(people) <= FOLD_OVER else [each for each in people if not self._plain(each)]

    @property
    def folded_people(self) -> list[PersonEntry]:
        """The others."""
        people = self.people
        return [] if len(people) <= FOLD_OVER else [each for each in people if self._plain(each)]

    def _plain(self, entry: PersonEntry) -> bool:
        wrong = any(each.field.startswith(f"{entry.name}.") for each in self.form.errors)
        return entry.state is PersonState.at_post and entry.row.last_state in {"", PersonState.at_post} and not wrong

    def wrong(self, *starts: str) -> bool:
        """Tell whether an input with one of these beginnings has an error."""
        return any(each.field.startswith(starts) for each in self.form.errors)

    def name_errors(self) -> None:
        """Say in the summary whose input is wrong."""
        names = {entry.name: entry.row.name or "" for entry in self.people}
        names |= {goal.name.removesuffix(".value"): goal.row.title for goal in self.goals}
        self.form.errors = [
            replace(each, about=about) if about and about not in each.text else each
            for each in self.form.errors
            for about in [names.get(each.field.rpartition(".")[0], "")]
        ]

    @property
    def late(self) -> bool:
        """Whether the deadline has passed."""
        return clock.now() > self.detail.due_at

    @property
    def early(self) -> str:
        """What to know before sending a month that is not over; empty afterwards, and of one that came back."""
        days = lines.days_left(self.detail.month)
        if not days or self.detail.status is ReportStatus.returned:
            return ""
        return (
            f"{int(self.detail.month[5:])}月还有{days}天。报送后再有活动、请假或离岗，要请县里退回才能补进来；"
            f"{deadline(self.detail.due_at)}前报都算按时。"
        )

    @property
    def elsewhere(self) -> list[Elsewhere]:
        """What came back and only another school can put right."""
        return elsewhere(self.detail) if self.detail.status is ReportStatus.returned else []

    @property
    def people_summary(self) -> str:
        """6人在岗, or 在岗5，请假1."""
        return lines.states_text(self.content.people)

    @property
    def activities_summary(self) -> str:
        """3次，34人次."""
        return lines.activities_text(self.detail.activity_count, self.detail.person_times)

    @property
    def goals_summary(self) -> str:
        """2项，1项有更新."""
        if not self.detail.goals:
            return "没有帮扶目标"
        updated = sum(1 for goal in self.goals if goal.value != str(goal.row.last_value))
        return f"{len(self.detail.goals)}项，" + (f"{updated}项有更新" if updated else "和上月相同")

    @property
    def sections(self) -> list[Section]:
        """The rail of the form."""
        problem = "有问题" if self.content.has_problem else "没有问题"
        return [
            self._section(1, ReportSection.people, self.people_summary, "people."),
            self._section(2, ReportSection.activities, self.activities_summary, "activities"),
            self._section(3, ReportSection.goals, self.goals_summary, "goals."),
            self._section(4, ReportSection.texts, problem, "problem", "has_problem", "plan", "public_line"),
        ]

    def _section(self, number: int, section: ReportSection, summary: str, *starts: str) -> Section:
        wrong, back = self.wrong(*starts), section in self._to_mend
        others = back and any(each.whole for each in self.elsewhere if each.section is section)
        mend = "退回了，要对方学校改" if others else "退回了，要改这一节"
        said = "有内容要改" if wrong else mend if back else summary
        return Section(f"{number} {section.label}", said, f"#{section.value}", not wrong and not back)

    @property
    def _to_mend(self) -> set[ReportSection]:
        """The sections a return is about in which nothing was changed since."""
        back = self.detail.returned if self.detail.status is ReportStatus.returned else None
        asked = {comment.section for comment in back.comments} if back else set()
        return asked - {change.section for change in self.detail.changes_since_return}

    @property
    def same_facts(self) -> list[tuple[str, str]]:
        """What is sent when nothing has changed."""
        base = ordered(self.detail, self.detail.baseline)
        count, times = self.detail.activity_count, self.detail.person_times
        month = f"{int(self.detail.month[5:])}月"
        goals = f"{len(self.detail.goals)}项，进度与上月相同" if self.detail.goals else "没有帮扶目标"
        return [
            ("人员", lines.all_states_text(base.people)),
            ("活动", f"{month}已记录{lines.activities_text(count, times)}" if count else f"{month}没有记录活动"),
            ("目标", goals),
            ("问题", lines.problem_text(base)),
        ]

    @property
    def compared_with(self) -> str:
        """10月, or nothing at the first report."""
        base = self.detail.baseline_month
        return f"{int(base[5:])}月" if base else ""
