"""The command that checks a file."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nrc_platform.documents import storage
from tests.documents.factories import DocumentFactory


def test_the_very_file_is_known(
    db: None, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    document = DocumentFactory()
    call_command("verify_document", str(storage.path_of(document.blob_id)))
    verdict = json.loads(capsys.readouterr().out)
    assert (verdict["verdict"], verdict["title"]) == ("authentic", "Identique à l’original")
    assert verdict["reference"] == document.printed_reference


def test_one_byte_more_is_unknown_and_exits_1(
    db: None, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    document = DocumentFactory()
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(storage.path_of(document.blob_id).read_bytes() + b"\n")
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_document", str(altered))
    assert stopped.value.code == 1
    assert json.loads(capsys.readouterr().out)["state"] == "unknown"


def test_a_file_that_is_not_there_exits_2(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ne peut pas être lu") as refused:
        call_command("verify_document", str(tmp_path / "absent.pdf"))
    assert refused.value.returncode == 2
