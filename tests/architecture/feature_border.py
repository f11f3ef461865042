"""A contract for import-linter: a feature reaches another feature through its `service` and no other module.

A large service is split into `service_<part>` modules, which are doors too. The plain module `features/models.py`
lists all tables for the migrations and is no feature.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FeatureBorderContract(Contract):
    """Every direct import between two children of `features` names the other one's `service` (architecture §2)."""

    type_name = "feature_border"

    features = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Return the check with the list of imports that cross a border elsewhere."""
        packages = {child for child in graph.find_children(str(self.features)) if graph.find_children(child)}
        children = {package: {package, *graph.find_descendants(package)} for package in packages}
        crossings = [
            f"{importer} -> {imported}"
            for feature, modules in children.items()
            for importer in modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if _crosses(feature, imported, set(children))
        ]
        return ContractCheck(kept=not crossings, metadata={"crossings": sorted(crossings)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each illegal import on a line."""
        for crossing in check.metadata["crossings"]:
            output.print_error(f"- {crossing}", bold=False)
        output.new_line()


def _crosses(feature: str, imported: str, features: set[str]) -> bool:
    other = next((each for each in features if imported == each or imported.startswith(f"{each}.")), feature)
    door = imported.removeprefix(f"{other}.").split(".")[0]
    return other != feature and door != "service" and not door.startswith("service_")
