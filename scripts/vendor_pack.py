"""Copy the few third-party files we ship from unpacked npm packages, and write their manifest."""

import hashlib
import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
SPRITE = ROOT / "static" / "img" / "icons.svg"
SVG = "http://www.w3.org/2000/svg"
# The closed list of icons; `scripts/vendor` must run again after a change.
ICON_NAMES = (ROOT / "scripts" / "icons.txt").read_text(encoding="ascii").split()
FONTS = [
    f"atkinson-hyperlegible-{subset}-{weight}-normal.woff2"
    for subset in ("latin", "latin-ext")
    for weight in (400, 700)
]
LICENCES = {
    "bootstrap": "MIT",
    "bootstrap-icons": "MIT",
    "atkinson-hyperlegible": "OFL-1.1",
    "sortablejs": "MIT",
}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(target: Path, content: bytes) -> Path:
    """Write a shipped file, its source map reference taken out."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".css":
        content = re.sub(rb"\n?/\*# sourceMappingURL=.*?\*/\s*", b"\n", content)
    target.write_bytes(content)
    return target


def sprite(folder: Path) -> bytes:
    """Return one SVG holding each icon as a symbol."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.Element(f"{{{SVG}}}svg")
    for name in sorted(ICON_NAMES):
        drawing = ElementTree.parse(folder / f"{name}.svg").getroot()
        symbol = ElementTree.SubElement(
            root, f"{{{SVG}}}symbol", {"id": name, "viewBox": drawing.get("viewBox", "0 0 16 16")}
        )
        symbol.extend(list(drawing))
    return ElementTree.tostring(root, encoding="utf-8") + b"\n"


def entry(name: str, version: str, source: str, path: Path) -> dict[str, str]:
    """Return one line of the manifest."""
    return {
        "name": name,
        "version": version,
        "licence": LICENCES[name],
        "source": source,
        "file": str(path.relative_to(ROOT / "static")),
        "sha256": digest(path),
    }


def main() -> None:
    """Copy, then write `static/vendor/manifest.json`."""
    work, bootstrap, icons, font, sortable = Path(sys.argv[1]), *sys.argv[2:6]
    boot = work / f"bootstrap-{bootstrap}"
    pictures = work / f"bootstrap-icons-{icons}"
    drag = work / f"sortablejs-{sortable}"
    letters = work / f"fontsource-atkinson-hyperlegible-{font}"
    css = "dist/css/bootstrap.min.css"
    lines = [
        entry(
            "bootstrap",
            bootstrap,
            css,
            write(VENDOR / "bootstrap" / "bootstrap.min.css", (boot / css).read_bytes()),
        ),
        entry("bootstrap-icons", icons, "icons/*.svg", write(SPRITE, sprite(pictures / "icons"))),
    ]
    for name in FONTS:
        kept = write(
            VENDOR / "atkinson-hyperlegible" / name, (letters / "files" / name).read_bytes()
        )
        lines.append(entry("atkinson-hyperlegible", font, f"files/{name}", kept))
    script = "Sortable.min.js"
    kept = write(VENDOR / "sortablejs" / script, (drag / script).read_bytes())
    lines.append(entry("sortablejs", sortable, script, kept))
    for folder, name in (
        (boot, "bootstrap"),
        (pictures, "bootstrap-icons"),
        (letters, "atkinson-hyperlegible"),
        (drag, "sortablejs"),
    ):
        write(VENDOR / name / "LICENSE", (folder / "LICENSE").read_bytes())
    (VENDOR / "manifest.json").write_text(
        json.dumps(lines, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
