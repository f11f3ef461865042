"""All stories of the sandbox."""

from services.api.features.sandbox.play import Play
from services.api.features.sandbox.rules import Story
from services.api.features.sandbox.stories_exchange import CROSS_COUNTY, TWO_WAY_TEAM
from services.api.features.sandbox.stories_reports import CORRECTION, LATE_MONTH
from services.api.features.sandbox.stories_schools import MERGE
from services.contracts.codes import SandboxScenario

S = SandboxScenario
STORIES: dict[SandboxScenario, Story[Play]] = {
    S.two_way_team: TWO_WAY_TEAM,
    S.cross_county: CROSS_COUNTY,
    S.merge: MERGE,
    S.late_month: LATE_MONTH,
    S.correction: CORRECTION,
}
