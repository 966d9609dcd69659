"""`sample_documents`: one sample of each printed document, to look at."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from exams.facts import facts_from_dict
from exams.models import Fiche
from exams.pdf import render_fiche
from exams.selectors import visa_snapshot
from exams.states import FicheState
from internships.jobs.samples import stage_samples
from nrc_platform.documents.engine import Printed
from nrc_platform.documents.services import verification_address


class Command(BaseCommand):
    """Print the samples under the run-time folder."""

    help = "Imprime un exemplaire de chaque document dans le dossier « samples »."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the first fiche that bears a visa, the last papers of stages, the blank forms."""
        fiche = Fiche.objects.filter(state=FicheState.VISAED).order_by("visa_at", "pk").first()
        kept = visa_snapshot(fiche) if fiche else None
        if kept is None:
            raise CommandError(
                "Aucune fiche visée : construisez d’abord la démonstration.", returncode=2
            )
        facts = facts_from_dict(kept.facts)
        address = verification_address(facts.reference)
        self._keep("fiche-e4", render_fiche(facts, address=address))
        for name, printed in stage_samples():
            self._keep(name, printed)

    def _keep(self, name: str, printed: Printed) -> None:
        folder = settings.VAR_DIR / "samples"
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{name}.pdf"
        target.write_bytes(printed.content)
        self.stdout.write(f"{target.name} : {printed.page_count} pages.")
