"""The definitions in docs/statistics.md, written from the registry: `python -m tests.support.statistics_doc`."""

from pathlib import Path

from services.api.features.statistics.indicators import REGISTRY
from services.api.features.statistics.indicators_missing import MISSING
from services.api.features.statistics.rules_indicators import definition
from services.contracts.indicators import IndicatorOut, PartOut

PAGE = Path(__file__).parents[2] / "docs" / "statistics.md"
BEGIN = "<!-- written from the registry: python -m tests.support.statistics_doc -->\n"


def page_with_definitions(text: str) -> str:
    """The page with what stands after the mark written anew."""
    head, _, _ = text.partition(BEGIN)
    missing = "".join(f"- {id_} {each.name}：{each.why}\n" for id_, each in MISSING.items())
    without = f"\n### 还没有的指标\n问到它们，回答404 `statistics.not_counted`和原因。\n{missing}"
    return head + BEGIN + "".join(_section(definition(each)) for each in REGISTRY.values()) + without


def _section(found: IndicatorOut) -> str:
    bases = "、".join(f"`{basis.value}`" for basis in found.year_bases)
    lines = [
        f"\n### {found.id} {found.name}",
        f"{found.formula}。（version {found.version}；`unit` {found.unit.value}；`basis` {bases}）",
        f"- 分子 `numerator`：{_part(found.numerator)}",
    ]
    if found.denominator is not None:
        lines.append(f"- 分母 `denominator`：{_part(found.denominator)}")
    lines += [f"- `also.{part.name}`：{_part(part)}" for part in found.also]
    lines += [f"- {term.term}：{term.meaning}" for term in found.terms]
    lines.append("- 分组和筛选：" + "、".join(f"`{each.name}`" for each in found.dimensions))
    if found.threshold_rule is not None:
        lines.append(f"- 对照的规则：`{found.threshold_rule}`")
    lines.append(f"- 来源：{'、'.join(found.sources)}")
    return "\n".join(lines) + "\n"


def _part(part: PartOut) -> str:
    return f"{part.label}（{part.unit.value}）。{part.counts}"


if __name__ == "__main__":
    PAGE.write_text(page_with_definitions(PAGE.read_text()))
