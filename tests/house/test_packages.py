"""The list of system packages is the one the code needs: what printing loads, and no more."""

import os
import re
import shutil
import subprocess
import sys
from functools import cache

import pytest

from tests.house.source import ROOT

# Under CI nothing is skipped: without dpkg the test fails and says so.
pytestmark = pytest.mark.skipif(
    shutil.which("dpkg-query") is None and os.environ.get("CI") != "true", reason="not a Debian"
)
LOADED = """
from pathlib import Path
def libraries():
    lines = Path("/proc/self/maps").read_text().split("\\n")
    return {line.split()[-1] for line in lines if ".so" in line and len(line.split()) > 5}
before = libraries()
import weasyprint
weasyprint.HTML(string="<p>Pré-visa</p>").write_pdf()
print("\\n".join(sorted(libraries() - before)))
"""
# Not a library: the interpreter's venv, and a fallback font for signs that ours does not hold.
NOT_LOADED = {"python3-venv", "fonts-dejavu-core"}


@cache
def wanted() -> frozenset[str]:
    """Return the packages that `scripts/install-system run` installs."""
    command = [str(ROOT / "scripts" / "install-system"), "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return frozenset(done.stdout.split())


@cache
def installed() -> dict[str, set[str]]:
    """Return what each installed package depends on, virtual packages followed."""
    form = "${Package}|${Provides}|${Depends}, ${Pre-Depends}\n"
    done = subprocess.run(
        ["dpkg-query", "-W", "-f", form], capture_output=True, text=True, check=True
    )
    needs: dict[str, set[str]] = {}
    for line in done.stdout.splitlines():
        name, provided, depends = line.split("|", 2)
        names = set(re.findall(r"(?:^|[,|]\s*)([a-z0-9][a-z0-9+.-]*)", depends))
        needs.setdefault(name, set()).update(names)
        for virtual in re.findall(r"([a-z0-9][a-z0-9+.-]*)", provided):
            needs.setdefault(virtual, set()).add(name)
    return needs


def closure(names: frozenset[str]) -> set[str]:
    """Return the packages with all they bring."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left.extend(installed().get(name, set()))
    return found


@cache
def owners() -> dict[str, str]:
    """Return the package of each system library that printing loads."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED],
        capture_output=True,
        text=True,
        check=True,
    )
    system = [path for path in done.stdout.split() if path.startswith(("/usr/lib", "/lib"))]
    found: dict[str, str] = {}
    for path in system:
        # The index may know a merged path by its older name.
        for name in (path, path.removeprefix("/usr"), f"/usr{path}"):
            asked = subprocess.run(
                ["dpkg", "-S", name], capture_output=True, text=True, check=False
            )
            if asked.returncode == 0:
                found[path] = asked.stdout.partition(":")[0]
                break
    return found


def test_every_library_that_printing_loads_comes_with_the_list() -> None:
    assert len(owners()) > 5
    missing = {path: name for path, name in owners().items() if name not in closure(wanted())}
    assert missing == {}


def test_every_package_of_the_list_is_needed() -> None:
    assert wanted() - NOT_LOADED - set(owners().values()) == set()


def test_a_package_that_is_missing_would_be_seen() -> None:
    short = frozenset(name for name in wanted() if "pango" not in name)
    assert not set(owners().values()) <= closure(short)
