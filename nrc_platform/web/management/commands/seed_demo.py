"""`seed_demo`: the demo school, built by services only, into an empty database."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nrc_platform.people.models import School
from nrc_platform.web.demo.build import build_demo


class Command(BaseCommand):
    """Build the demo school."""

    help = "Construit l’établissement de démonstration dans une base vide."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept to find a school already there."""
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="ne rien faire quand un établissement existe déjà",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse production and a database that holds a school."""
        if not settings.DEMO:
            raise CommandError("La démonstration ne se construit pas en production.", returncode=2)
        if School.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(
                "Un établissement existe déjà : la démonstration se construit dans une base vide.",
                returncode=2,
            )
        count = build_demo(password=settings.DEMO_PASSWORD)
        self.stdout.write(f"Démonstration construite : {count} comptes.")
