"""`create_api_key`: make a key and print it once."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nrc_platform.api.services import MAX_DAYS, create_key, revoke_keys
from nrc_platform.api.states import Scope
from nrc_platform.core.errors import Invalid
from nrc_platform.people.models import User


class Command(BaseCommand):
    """Make a key of a person."""

    help = (
        "Crée une clé d’API pour une personne et l’affiche une seule fois. "
        "Elle ouvre ce que la personne voit, rien de plus."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("email", metavar="EMAIL", help="adresse du compte")
        parser.add_argument(
            "--scope", default=Scope.READ.value, help="portée : read (lecture) ou write (écriture)"
        )
        parser.add_argument(
            "--days", type=int, default=90, help=f"durée en jours, {MAX_DAYS} au plus"
        )
        parser.add_argument("--label", default="", help="usage, pour s’y retrouver")
        parser.add_argument(
            "--revoke", action="store_true", help="retire toutes les clés de la personne"
        )
        parser.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the account, make the key, print it."""
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError("Aucun compte n’a cette adresse.", returncode=2)
        if options["revoke"]:
            count = revoke_keys(user, actor=user)
            self.stdout.write(
                json.dumps({"revoked": count}) if options["json"] else f"Clés retirées : {count}."
            )
            return
        try:
            key, secret = create_key(
                user,
                scope=options["scope"],
                days=options["days"],
                label=options["label"],
                actor=user,
            )
        except Invalid as error:
            raise CommandError(error.message, returncode=2) from error
        if options["json"]:
            shape = {"key": secret, "scope": key.scope, "expires_at": key.expiry}
            self.stdout.write(json.dumps(shape, default=lambda moment: moment.isoformat()))
            return
        self.stdout.write(secret)
        self.stderr.write("Gardez cette clé : elle ne sera plus affichée.")
