"""Indicators as data: the page that explains them is the registry's, and small numbers are kept back (§E-S)."""

from hypothesis import given
from hypothesis import strategies as st

from services.api.features.persons.service_honours import BITS
from services.api.features.statistics.dimensions import DIMENSIONS
from services.api.features.statistics.indicators import REGISTRY, is_of_today, known_dimensions
from services.api.features.statistics.rules_small import hidden
from services.contracts.codes import HonourHeld, HonourType
from services.contracts.statistics import SMALLEST
from tests.support.statistics_doc import PAGE, page_with_definitions


def test_the_page_says_what_the_registry_says() -> None:
    text = PAGE.read_text()
    assert page_with_definitions(text) == text, "run: python -m tests.support.statistics_doc"


def test_every_indicator_has_words_sources_and_known_dimensions() -> None:
    for each in REGISTRY.values():
        assert each.formula
        assert each.terms
        assert each.sources[0] == each.id
        always = {"province", "city", "county"} | ({"school_year"} if not is_of_today(each) else set())
        assert always <= set(known_dimensions(each)) <= set(DIMENSIONS)
        assert not {"numerator", "denominator", "county", "person", "amount"} & set(each.also)


def test_each_honour_keeps_its_bit() -> None:
    """They are frozen on rows: a new one goes to the end."""
    assert {honour.value: bit for honour, bit in BITS.items()} == {
        "special_grade": 1, "subject_leader": 2, "teaching_expert": 4, "master_teacher": 8, "backbone_teacher": 16,
        "master_principal": 32, "backbone_principal": 64, "teaching_star": 128, "excellent_teacher": 256,
        "model_principal": 512, "minbei_master": 1024,
    }  # fmt: skip
    assert {each.value: each.label for each in HonourHeld if each.value != "none"} == {
        each.value: each.label for each in HonourType
    }


CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["610302", "610303", "610304", "610402", "610403"]), st.sampled_from("ab")),
    st.integers(0, 12), max_size=10,
)  # fmt: skip


@given(CELLS)
def test_no_sum_over_a_line_gives_a_small_number_away(cells: dict[tuple[str, str], int]) -> None:
    groups = [{"county": county, "sex": sex} for county, sex in cells]
    sizes = list(cells.values())
    away = hidden(groups, sizes)
    assert all(is_hidden for size, is_hidden in zip(sizes, away, strict=True) if 0 < size < SMALLEST)
    lines = [
        *([n for n, group in enumerate(groups) if group["county"] == county] for county, _ in cells),
        *([n for n, group in enumerate(groups) if group["sex"] == sex] for _, sex in cells),
        *([n for n, group in enumerate(groups) if (group["sex"], group["county"][:4]) == (sex, county[:4])]
          for county, sex in cells),
    ]  # fmt: skip
    for line in lines:
        kept_back, told = [n for n in line if away[n] and sizes[n]], [n for n in line if not away[n] and sizes[n]]
        if kept_back and told:
            assert len(kept_back) > 1
            assert sum(sizes[n] for n in kept_back) >= SMALLEST
