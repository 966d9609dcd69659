"""`make run`: every process of the product names the same address."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT

# Stand for Django and honcho: the second says what honcho tells its second process.
STUBS = {"python": "true", "honcho": 'PORT=$((PORT + 100)); echo "worker $PORT $BASE_URL"'}


def said(folder: Path, **given: str) -> str:
    """Run the script in a tree of stubs; return what a worker would know."""
    (folder / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "run", folder / "scripts" / "run")
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name, body in STUBS.items():
        stub = folder / ".venv" / "bin" / name
        stub.write_text(f"#!/usr/bin/env bash\n{body}\n", encoding="utf-8")
        stub.chmod(0o755)
    env = {key: value for key, value in os.environ.items() if key not in {"PORT", "BASE_URL"}}
    done = subprocess.run(
        [str(folder / "scripts" / "run")],
        env={**env, **given},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"PORT": "8130"}, "http://localhost:8130"),
        ({"PORT": "8130", "BASE_URL": "https://nrc.example"}, "https://nrc.example"),
    ],
)
def test_the_worker_writes_the_address_of_the_site(
    given: dict[str, str], address: str, tmp_path: Path
) -> None:
    assert said(tmp_path, **given).split()[2] == address
