"""`verify_document FILE`: say whether a file is one we issued; exit 0 only when it is."""

import hashlib
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nrc_platform.documents import services as documents

WORDS = {
    "known": "identique à l’original",
    "replaced": "authentique, mais remplacé par une version plus récente",
    "withdrawn": "retiré par l’établissement : il ne vaut plus",
    "unknown": "inconnu",
}


class Command(BaseCommand):
    """Check a file as the public page does."""

    help = (
        "Dit, en JSON, si un fichier est un document produit ici (code 0 seulement dans ce cas)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", metavar="FICHIER", help="le PDF à vérifier")
        parser.add_argument("--json", action="store_true", help="répond en JSON (toujours)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Hash the file, look it up, print the verdict."""
        try:
            content = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(
                f"Le fichier {options['file']} ne peut pas être lu : vérifiez son nom.",
                returncode=2,
            ) from error
        sha256 = hashlib.sha256(content).hexdigest()
        answer = documents.verify_sha256(sha256)
        document = answer.document
        verdict = {
            "state": answer.state,
            "verdict": WORDS[answer.state],
            "sha256": sha256,
            "reference": document.printed_reference if document else None,
            "version": document.version if document else None,
        }
        self.stdout.write(json.dumps(verdict, ensure_ascii=False))
        if answer.state in ("unknown", "withdrawn"):
            sys.exit(1)
