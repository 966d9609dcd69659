"""`sweep`: ring again every job that is due or whose worker went silent."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from nrc_platform.jobs import tasks


class Command(BaseCommand):
    """Do once what the beat does every half minute."""

    help = "Relance les travaux dus, et ceux dont l’exécutant ne répond plus."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ring, and say how many jobs."""
        count = tasks.sweep()
        if options["json"]:
            self.stdout.write(json.dumps({"rung": count}))
            return
        plural = ("travaux", "relancés") if count > 1 else ("travail", "relancé")
        self.stdout.write(f"{count} {plural[0]} {plural[1]}.")
