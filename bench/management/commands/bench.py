"""`bench [NAME…]`: run benchmarks, print one JSON line each, exit 1 when one does not hold."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bench.suite import BENCHES, SIZED


class Command(BaseCommand):
    """Run the suite or the named benchmarks."""

    help = "Mesure les performances : une ligne JSON chacune, sortie 1 si l’une ne tient pas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the names; `--json` is the only form and is accepted for symmetry."""
        parser.add_argument(
            "names", nargs="*", metavar="NOM", help="les mesures à faire, toutes par défaut"
        )
        parser.add_argument(
            "--n", type=int, metavar="N", help="nombre de conventions de seal-latency et burst"
        )
        parser.add_argument(
            "--json", action="store_true", help="une ligne JSON par mesure (toujours)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run in the order of the suite."""
        names: list[str] = options["names"] or list(BENCHES)
        unknown = [name for name in names if name not in BENCHES]
        if unknown:
            known = ", ".join(BENCHES)
            raise CommandError(
                f"Mesure inconnue : {', '.join(unknown)}. Possibles : {known}.", returncode=2
            )
        held = True
        for name in names:
            sized = SIZED.get(name) if options["n"] else None
            for measure in sized(options["n"]) if sized else BENCHES[name]():
                self.stdout.write(measure.line())
                self.stdout.flush()
                held = held and (measure.holds or not measure.gated)
        if not held:
            sys.exit(1)
