"""The command `load_referentiel`: what the operator reads, and what stays untouched."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from curriculum.models import Referentiel, RuleSet, Savoir
from tests.curriculum.nrc2003 import FILE

pytestmark = pytest.mark.django_db


def _run(*args: str) -> str:
    out = StringIO()
    call_command("load_referentiel", *args, stdout=out)
    return out.getvalue()


def _file(tmp_path: Path, text: str) -> str:
    path = tmp_path / "diplome.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_operator_loads_the_delivered_file_and_reads_what_was_added() -> None:
    said = _run()
    assert "Référentiel NRC-2003" in said
    assert "S423" in said
    assert Savoir.objects.count() == len(_codes())


def _codes() -> list[str]:
    text = FILE.read_text(encoding="utf-8")
    return [line for line in text.splitlines() if "- code: S" in line]


def test_operator_who_loads_twice_changes_nothing() -> None:
    _run()
    report = json.loads(_run("--json"))
    assert (report["added"], report["changed"], report["retired"]) == ([], [], [])
    assert report["unchanged"] > 150


def test_operator_reads_the_line_of_a_fault_and_the_database_is_untouched(tmp_path: Path) -> None:
    _run()
    before = list(Savoir.objects.order_by("code").values_list("code", "label", "retired_on"))
    text = FILE.read_text(encoding="utf-8").replace("label: Les marchés", "label: Le marché")
    text = text.replace("    unite: U6\n", "")
    with pytest.raises(CommandError) as refused:
        _run(_file(tmp_path, text))
    assert refused.value.returncode == 2
    assert "Ligne " in str(refused.value)
    assert "unite" in str(refused.value)
    after = list(Savoir.objects.order_by("code").values_list("code", "label", "retired_on"))
    assert after == before


def test_operator_of_an_empty_database_leaves_it_empty_with_a_broken_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        _run(_file(tmp_path, "referentiel: [\n"))
    assert not Referentiel.objects.exists()
    assert not RuleSet.objects.exists()


def test_operator_learns_that_the_file_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        _run(str(tmp_path / "absent.yaml"))
    assert refused.value.returncode == 2
    assert "n’est pas lisible" in str(refused.value)


def test_operator_learns_that_the_file_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("label: été".encode("latin-1"))
    with pytest.raises(CommandError) as refused:
        _run(str(path))
    assert "UTF-8" in str(refused.value)
