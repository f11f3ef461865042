"""From the overview to a number, to the rows behind it and back, with scripts and without."""

import pytest

from tests.e2e.conftest import DESKTOP, OpenPage


@pytest.mark.parametrize("scripts", [True, False])
def test_a_clerk_filters_looks_behind_a_number_and_comes_back(open_page: OpenPage, *, scripts: bool) -> None:
    with open_page(DESKTOP, "demo.chencang", scripts=scripts) as page:
        page.goto("/statistics")
        page.get_by_role("link", name="交流总人数").click()
        page.get_by_label("分组").select_option("direction")
        page.get_by_label("职务").select_option("teacher")
        page.get_by_role("button", name="查看").click()
        page.wait_for_url("**/statistics/S-01?**")
        heading = page.get_by_role("heading", level=1)
        assert heading.inner_text() == "交流总人数，按方向看"
        assert page.get_by_label("职务").input_value() == "teacher"
        number = page.get_by_role("link", name="合计人次，看名单")
        counted = number.inner_text().split()[0]
        number.click()
        page.wait_for_url("**/rows?**")
        assert f"共{counted}条" in page.get_by_role("navigation", name="翻页").inner_text()
        page.get_by_role("link", name="回到统计").click()
        page.wait_for_url("**/statistics/S-01?**")
        assert heading.inner_text() == "交流总人数，按方向看"
        assert page.get_by_label("职务").input_value() == "teacher"
        assert page.locator(".chart-row rect").count() > 1
