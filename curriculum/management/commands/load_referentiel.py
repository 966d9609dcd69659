"""`load_referentiel [FILE] [--json]`: load a diploma, and say what it changed."""

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from curriculum.rules.source import BrokenSource
from curriculum.services.referentiel import Change, LoadReport, load_referentiel

DELIVERED = Path(__file__).resolve().parents[2] / "data" / "nrc-2003.yaml"
BAD_INPUT = 2


class Command(BaseCommand):
    """Load the référentiel of a diploma."""

    help = (
        "Charge un référentiel depuis un fichier YAML ou JSON (par défaut celui qui est livré). "
        "Dit ce qui est ajouté, changé, inchangé et retiré ; un fichier faux est refusé avec la "
        "ligne et la raison, sans toucher à la base."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and the form of the report."""
        parser.add_argument("file", nargs="?", default=str(DELIVERED), help="fichier à charger")
        parser.add_argument("--json", action="store_true", help="compte rendu en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file and print the report."""
        path = Path(options["file"])
        try:
            report = load_referentiel(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(
                f"Le fichier {path} n’est pas lisible : vérifiez son nom et ses droits.",
                returncode=BAD_INPUT,
            ) from error
        except UnicodeDecodeError as error:
            raise CommandError(
                f"Le fichier {path} n’est pas en UTF-8 : enregistrez-le en UTF-8.",
                returncode=BAD_INPUT,
            ) from error
        except BrokenSource as error:
            raise CommandError(f"{path} : {error.message}", returncode=BAD_INPUT) from error
        if options["json"]:
            self.stdout.write(orjson.dumps(report.as_dict()).decode())
        else:
            self._print(report)

    def _print(self, report: LoadReport) -> None:
        self.stdout.write(f"Référentiel {report.referentiel}")
        self._lines("Ajoutés", report.added)
        self._lines("Changés", report.changed)
        self._lines("Retirés", report.retired)
        self.stdout.write(f"Inchangés : {report.unchanged}")

    def _lines(self, title: str, changes: list[Change]) -> None:
        self.stdout.write(f"{title} : {len(changes)}")
        by_kind: dict[str, list[str]] = {}
        for change in changes:
            detail = f" ({', '.join(change.fields)})" if change.fields else ""
            by_kind.setdefault(change.kind, []).append(f"{change.code}{detail}")
        for kind, codes in by_kind.items():
            self.stdout.write(f"  {kind} : {', '.join(codes)}")
