"""`check_journal`: walk every hash chain, hold the stamped heads against it; exit 1 on a break."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from nrc_platform.documents.seals.heads import HeadsReport, check_heads
from nrc_platform.journal import selectors as journal
from nrc_platform.journal.selectors import ChainReport
from nrc_platform.signatures import selectors as signatures


class Command(BaseCommand):
    """Check that nothing was changed in, or taken from, what people did."""

    help = (
        "Relit le journal, les preuves de chaque tour de signature et les textes de consentement, "
        "signale toute ligne modifiée, retirée, déplacée ou ajoutée, et compare le journal aux "
        "têtes horodatées chaque jour (code de sortie 1 au moindre écart)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the chains and say what was found."""
        found = {**journal.chains(), **signatures.chains()}
        reports, heads = [check() for check in found.values()], check_heads()
        if options["json"]:
            self._answer_json(reports, heads)
        else:
            for each in reports:
                state = "intacte" if not each.breaks else "rompue"
                plural = "s" if each.lines > 1 else ""
                self._say(
                    f"{each.name}\u00a0: {each.lines} ligne{plural}, chaîne {state}.", each.breaks
                )
            self._say(_stamped(heads), heads.breaks)
        if heads.breaks or any(each.breaks for each in reports):
            sys.exit(1)

    def _answer_json(self, reports: list[ChainReport], heads: HeadsReport) -> None:
        shape = [
            {"name": each.name, "lines": each.lines, "breaks": each.breaks} for each in reports
        ]
        stamped = {
            "stamped": heads.stamped,
            "last_at": heads.last_at and heads.last_at.isoformat(),
            "vouched": heads.vouched,
            "breaks": heads.breaks,
        }
        self.stdout.write(json.dumps({"chains": shape, "heads": stamped}, ensure_ascii=False))

    def _say(self, sentence: str, breaks: list[str]) -> None:
        self.stdout.write(sentence)
        for each in breaks:
            self.stdout.write(f"  {each}")


def _stamped(heads: HeadsReport) -> str:
    """Say how many heads an authority stamped, and the last of them."""
    if heads.last is None or heads.last_at is None:
        return "horodatages\u00a0: aucune tête du journal n’est prouvée par un horodatage."
    plural = "s" if heads.stamped > 1 else ""
    known = "" if heads.vouched else " Autorité non vérifiée\u00a0: TSA_ROOTS n’est pas réglé."
    return (
        f"horodatages\u00a0: {heads.stamped} tête{plural} du journal, la dernière le "
        f"{timezone.localtime(heads.last_at):%d/%m/%Y à %H:%M} (ligne {heads.last.seq}).{known}"
    )
