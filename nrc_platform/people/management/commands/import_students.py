"""`import_students FILE --school UAI --promotion CODE`: add and correct a class from a list."""

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nrc_platform.core.errors import DomainError
from nrc_platform.people.facts import ImportPreview
from nrc_platform.people.models import Promotion
from nrc_platform.people.rules import BadList, LineError, StudentList, read_students
from nrc_platform.people.selectors import import_preview, promotion_of
from nrc_platform.people.services import import_students

BAD_INPUT = 2
TITLES = (
    ("added", "Ajoutés"),
    ("changed", "Changés"),
    ("unchanged", "Inchangés"),
    ("absent", "Absents du fichier (jamais retirés)"),
)


class Command(BaseCommand):
    """Import the students of a class."""

    help = (
        "Inscrit et corrige les étudiants d’une promotion depuis une liste CSV (UTF-8 ou "
        "Windows-1252, séparée par « ; », « , » ou tabulation). Les étudiants absents de la liste "
        "sont signalés, jamais retirés. La même liste peut être importée plusieurs fois."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the list, the class and the form of the report."""
        parser.add_argument("file", help="fichier CSV : Nom, Prénom, puis adresse, naissance…")
        parser.add_argument("--school", required=True, metavar="UAI", help="UAI du lycée")
        parser.add_argument(
            "--promotion", required=True, metavar="CODE", help="promotion, par exemple 2025-2027"
        )
        parser.add_argument("--dry-run", action="store_true", help="montre sans rien écrire")
        parser.add_argument("--json", action="store_true", help="compte rendu en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the list, then preview or import it; wrong lines stop everything."""
        promotion = self._promotion(options["school"], options["promotion"])
        listed = self._listed(Path(options["file"]))
        preview = import_preview(promotion, listed.students)
        errors = sorted([*listed.errors, *preview.refused], key=lambda error: error.line)
        if errors:
            self._refuse(errors, as_json=options["json"])
        if not options["dry_run"]:
            try:
                preview = import_students(promotion, listed.students, actor=None)
            except DomainError as error:
                raise CommandError(error.message, returncode=BAD_INPUT) from error
        self._report(preview, is_dry=options["dry_run"], as_json=options["json"])

    def _promotion(self, uai: str, code: str) -> Promotion:
        found = promotion_of(uai.strip().upper(), code.strip())
        if found is None:
            raise CommandError(
                f"Aucune promotion {code} dans l’établissement {uai} : vérifiez l’UAI et le code.",
                returncode=BAD_INPUT,
            )
        return found

    def _listed(self, path: Path) -> StudentList:
        try:
            return read_students(path.read_bytes())
        except OSError as error:
            raise CommandError(
                f"Le fichier {path} n’est pas lisible : vérifiez son nom et ses droits.",
                returncode=BAD_INPUT,
            ) from error
        except BadList as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error

    def _refuse(self, errors: list[LineError], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(orjson.dumps({"errors": [e.as_dict() for e in errors]}).decode())
        for error in errors:
            self.stderr.write(f"Ligne {error.line} : {error.message}")
        lines = "1 ligne est fausse" if len(errors) == 1 else f"{len(errors)} lignes sont fausses"
        raise CommandError(
            f"{lines} : rien n’a été importé. Corrigez et relancez.", returncode=BAD_INPUT
        )

    def _report(self, preview: ImportPreview, *, is_dry: bool, as_json: bool) -> None:
        if as_json:
            report = {"dry_run": is_dry, **preview.as_dict()}
            self.stdout.write(orjson.dumps(report).decode())
            return
        if is_dry:
            self.stdout.write("Aperçu : rien n’est écrit.")
        names = preview.names()
        for key, title in TITLES:
            self.stdout.write(f"{title} : {len(names[key])}")
            for name in names[key]:
                self.stdout.write(f"  {name}")
