"""`verify_document FILE`: say what a file is worth; exit 0 only when it is authentic."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nrc_platform.web import checks


class Command(BaseCommand):
    """Check a file as the public page does, its seal included."""

    help = (
        "Dit, en JSON, ce que vaut un fichier\u00a0: authentique, présenté, remplacé, modifié, "
        "d’un autre émetteur ou inconnu (code de sortie 0 s’il est authentique, 1 sinon, 2 si le "
        "fichier ne peut pas être lu)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", metavar="FICHIER", help="le PDF à vérifier")
        parser.add_argument("--json", action="store_true", help="répond en JSON (toujours)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Hash the file, look it up, check its seal, print the verdict."""
        try:
            content = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(
                f"Le fichier {options['file']} ne peut pas être lu\u00a0: vérifiez son nom et vos "
                "droits.",
                returncode=2,
            ) from error
        found = checks.examine(content)
        self.stdout.write(json.dumps(found.as_dict(), ensure_ascii=False))
        if not found.decision.is_authentic:
            sys.exit(1)
