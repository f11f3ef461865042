"""Builds `static/vendor/`: copies the few files the browser gets from the npm packages and draws the icon sprite.

Run by `make assets` after `npm ci`; the result is not committed. Nothing is downloaded here.
"""

import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[2]
WEB = Path(__file__).resolve().parent
NODE_MODULES = ROOT / "node_modules"
VENDOR = WEB / "static" / "vendor"

# installed file -> file in static/vendor/
COPIES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "swagger-ui-dist/swagger-ui.css": "swagger-ui/swagger-ui.css",
    "swagger-ui-dist/swagger-ui-bundle.js": "swagger-ui/swagger-ui-bundle.js",
    "swagger-ui-dist/favicon-32x32.png": "swagger-ui/favicon-32x32.png",
}

# Icons are found where templates and Python ask for them: icon("calendar") or {{ icon('calendar') }}
ICON_CALL = re.compile(r"""\bicon\(\s*["']([a-z0-9-]+)["']""")
SVG = "{http://www.w3.org/2000/svg}"


class BuildError(Exception):
    """An asset is missing; the message says which."""


def used_icons(folder: Path) -> list[str]:
    """Return the icon names used by the templates and views under `folder`, sorted."""
    sources = [path for suffix in ("*.html", "*.py") for path in folder.rglob(suffix) if path != Path(__file__)]
    return sorted({name for path in sources for name in ICON_CALL.findall(path.read_text("utf-8"))})


def symbol(name: str, drawing: str) -> str:
    """Return one `<symbol>` of the sprite for a 24 × 24 outline drawing."""
    root = ET.fromstring(drawing)  # noqa: S314 - a file of a package locked by hash
    shapes = [_shape(child) for child in root if child.get("d") != "M0 0h24v24H0z"]
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        f' stroke-linecap="round" stroke-linejoin="round">{"".join(shapes)}</symbol>'
    )


def _shape(element: ET.Element) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in element.attrib.items())
    return f"<{element.tag.removeprefix(SVG)}{attributes}/>"


def sprite(names: list[str], drawings: Path) -> str:
    """Return the SVG sprite of the named icons.

    Raises:
        BuildError: an icon does not exist in the package.
    """
    missing = [name for name in names if not (drawings / f"{name}.svg").is_file()]
    if missing:
        raise BuildError(f"no such icon: {', '.join(missing)}")
    symbols = [symbol(name, (drawings / f"{name}.svg").read_text("utf-8")) for name in names]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def copy_files(source: Path, target: Path) -> None:
    """Copy the listed files.

    Raises:
        BuildError: a file is missing, usually because `npm ci` has not run.
    """
    for origin, name in COPIES.items():
        if not (source / origin).is_file():
            raise BuildError(f"missing node_modules/{origin}: run `make assets`")
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / origin, target / name)


def main() -> int:
    """Build everything; returns the exit code."""
    try:
        copy_files(NODE_MODULES, VENDOR)
        icons = used_icons(WEB)
        (VENDOR / "icons.svg").write_text(sprite(icons, NODE_MODULES / "@tabler/icons/icons/outline"), "utf-8")
    except BuildError as error:
        print(f"网页资源未能生成 / browser assets not built: {error}", file=sys.stderr)
        return 1
    print(f"网页资源已生成 / browser assets built: {len(COPIES)} files, {len(icons)} icons")
    return 0


if __name__ == "__main__":
    sys.exit(main())
