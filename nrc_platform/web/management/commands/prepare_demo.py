"""`prepare_demo`: everything `make run` needs before the servers start, in one process."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Migrate, make the cache table and the queue folders, load the référentiel, seed if empty."""

    help = (
        "Prépare la base, le référentiel et l’établissement de démonstration (si elle est vide)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order; each is safe to run again."""
        if not settings.DEMO:
            raise CommandError("La démonstration ne se prépare pas en production.", returncode=2)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        for name in ("data_folder_in", "control_folder", "processed_folder"):
            if folder := settings.CELERY_BROKER_TRANSPORT_OPTIONS.get(name):
                Path(str(folder)).mkdir(parents=True, exist_ok=True)
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("load_referentiel", stdout=self.stdout)
        call_command("seed_demo", "--if-empty", stdout=self.stdout)
