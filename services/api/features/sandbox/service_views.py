"""How a story is told of: its steps, what to expect, and the rows to look at."""

from services.api.features.sandbox.models import Sandbox, SandboxStory
from services.api.features.sandbox.play import ROWS, Play
from services.api.features.sandbox.rules import Step
from services.api.features.sandbox.stories import STORIES
from services.api.features.sandbox.words_en import STEPS_EN, STORIES_EN
from services.contracts.codes import SandboxScenario
from services.contracts.sandbox import SandboxChange, SandboxRow, SandboxStep, SandboxStoryOut

NOTE = (
    "这里的地区、学校和人都是编的，只有这个接口看得到。重置以后是新的地区和新的记录，run加1，"
    "原来的记录不再属于这个接口，副本要从快照重新建。"
)


def told(sandbox: Sandbox, scenario: SandboxScenario, row: SandboxStory | None) -> SandboxStoryOut:
    """A story as far as it is told."""
    story, done = STORIES[scenario], row.done if row is not None else 0
    titles = STEPS_EN[scenario]
    steps = [
        _step(step, titles[step.name], sandbox.school_year, done=number < done)
        for number, step in enumerate(story.steps)
    ]
    return SandboxStoryOut(
        name=scenario, title=scenario.label, title_en=STORIES_EN[scenario], summary=story.summary,
        next_step=steps[done].name if done < len(steps) else None, steps=steps,
        rows=_rows(row) if row is not None else [],
        statistics=[path.format(year=sandbox.school_year) for path in story.statistics],
    )  # fmt: skip


def _step(step: Step[Play], title_en: str, school_year: int, *, done: bool) -> SandboxStep:
    changes = [
        SandboxChange(entity=entity, action=action, count=count) for (entity, action), count in step.changes.items()
    ]
    return SandboxStep(
        name=step.name, title=step.title, title_en=title_en, told_on=step.told_on(school_year), done=done,
        changes=changes, expect=step.expect,
    )  # fmt: skip


def _rows(row: SandboxStory) -> list[SandboxRow]:
    found = []
    for name, row_id in row.ids.items():
        entity, _, part = name.partition(":")
        if entity in ROWS:
            path = f"/api/v1/{ROWS[entity]}/{row_id}"
            found.append(SandboxRow(what=part, entity=entity, id=row_id, path=path))
    return found
