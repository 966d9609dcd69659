"""What comes from others is what its manifest says, with its licence beside it."""

import hashlib
import runpy
from pathlib import Path

import pytest
from django.conf import settings

from nrc_platform.web.vendor import manifest, vendored

STATIC = Path(settings.BASE_DIR) / "static"
OPEN_LICENCES = {"MIT", "OFL-1.1", "0BSD"}


def test_each_file_has_the_digest_of_the_manifest() -> None:
    lines = manifest()
    assert len(lines) >= 3
    for line in lines:
        content = (STATIC / line["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == line["sha256"], line["file"]


def test_no_vendored_file_is_outside_the_manifest() -> None:
    named = {line["file"] for line in manifest()}
    held = {
        str(path.relative_to(STATIC))
        for path in (STATIC / "vendor").rglob("*")
        if path.is_file() and path.name not in ("LICENSE", "manifest.json")
    }
    assert held <= named


def test_each_package_has_an_open_licence_kept_beside_it() -> None:
    for name, _version, licence in vendored():
        assert licence in OPEN_LICENCES
        assert (STATIC / "vendor" / name / "LICENSE").read_text(encoding="utf-8").strip()


def test_no_vendored_style_points_to_a_source_map() -> None:
    for path in (STATIC / "vendor").rglob("*.css"):
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8")


def test_each_icon_that_a_page_names_is_in_the_sprite() -> None:
    sprite = (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")
    names = (Path(settings.BASE_DIR) / "scripts" / "icons.txt").read_text("ascii").split()
    assert all(f'id="{name}"' in sprite for name in names)


def test_every_pair_of_colours_is_read_easily(capsys: pytest.CaptureFixture[str]) -> None:
    script = Path(settings.BASE_DIR) / "scripts" / "check_contrast.py"
    main = runpy.run_path(str(script))["main"]
    assert main() == 0
    assert "MISS" not in capsys.readouterr().out
