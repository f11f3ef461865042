"""Titles of stories and steps in English, for integrators who read no Chinese; the guide is in both languages."""

from services.contracts.codes import SandboxScenario

S = SandboxScenario
PREPARED = "Two schools and their pairing are set up"
STORIES_EN = {
    S.two_way_team: "Teachers change places in two teams",
    S.cross_county: "An assignment across two counties",
    S.merge: "Two schools merge",
    S.late_month: "A monthly report that is late and returned",
    S.correction: "A correction afterwards",
}
STEPS_EN = {
    S.two_way_team: {
        "prepare": PREPARED, "form": "A team for each way is formed and four people are planned",
        "confirm": "Both schools and the county confirm", "start": "The four arrive, the teams begin",
        "end_early": "One goes home early",
    },
    S.cross_county: {
        "prepare": "A school is set up in each of two counties",
        "plan": "The city plans support teaching across counties", "confirm": "Both schools confirm",
        "change": "The city changes the last day", "confirm_again": "Both schools and the city confirm",
        "arrive": "Arrival", "extend": "Extended to the end of the school year",
    },
    S.merge: {
        "prepare": "Three schools and a pairing are set up", "post": "Somebody of the town goes to the small school",
        "merge": "The small school becomes part of the large one", "rename": "The merged school gets another name",
    },
    S.late_month: {
        "prepare": PREPARED, "open": "The reports of September are opened",
        "submit": "The school in town reports in time", "submit_late": "The rural school reports late",
        "return": "The county returns it", "submit_again": "The rural school reports again",
        "accept": "The county accepts",
    },
    S.correction: {
        "prepare": "Two schools are set up, somebody arrives", "report": "The receiving school reports September",
        "correct_facts": "The county puts the title right", "return": "The county returns the report",
        "submit_again": "The receiving school mends it and reports again", "accept": "The county accepts",
    },
}  # fmt: skip
"""Step by step; a story tells its steps by these names."""
