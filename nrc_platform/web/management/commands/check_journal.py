"""`check_journal`: walk every hash chain; exit 1 on a break."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from nrc_platform.journal import selectors as journal
from nrc_platform.signatures import selectors as signatures


class Command(BaseCommand):
    """Check that nothing was changed in, or taken from, what people did."""

    help = (
        "Relit le journal, les preuves de chaque tour de signature et les textes de consentement, "
        "et signale toute ligne modifiée, retirée, déplacée ou ajoutée (code de sortie 1)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the chains and say what was found."""
        found = {**journal.chains(), **signatures.chains()}
        reports = [check() for check in found.values()]
        if options["json"]:
            shape = [
                {"name": each.name, "lines": each.lines, "breaks": each.breaks} for each in reports
            ]
            self.stdout.write(json.dumps({"chains": shape}, ensure_ascii=False))
        else:
            for each in reports:
                state = "intacte" if not each.breaks else "rompue"
                plural = "s" if each.lines > 1 else ""
                self.stdout.write(
                    f"{each.name}\u00a0: {each.lines} ligne{plural}, chaîne {state}."
                )
                for sentence in each.breaks:
                    self.stdout.write(f"  {sentence}")
        if any(each.breaks for each in reports):
            sys.exit(1)
