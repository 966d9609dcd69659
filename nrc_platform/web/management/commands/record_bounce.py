"""`record_bounce < MESSAGE`: note that a mail came back; called by the pipe of the mail server."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nrc_platform.core.errors import DomainError
from nrc_platform.notifications import services
from nrc_platform.notifications.bounces import LARGEST, NotReturned, read_returned


class Command(BaseCommand):
    """Read one returned mail on standard input; only a failure for good is noted."""

    help = (
        "Lit sur l’entrée standard un avis de non-remise et le note sur le courrier concerné "
        "(code 2 si ce n’en est pas un)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Note the bounce, and say what was done; nothing of the message is repeated."""
        try:
            returned = read_returned(sys.stdin.buffer.read(LARGEST + 1))
            if not returned.reason:
                self.stdout.write(
                    "Cet avis ne dit pas que l’échec est définitif\u00a0: rien n’est changé."
                )
                return
            row = services.record_bounce(returned.message_id, returned.reason)
        except (NotReturned, DomainError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"Courrier {row.pk} revenu\u00a0: {row.bounce_reason}.")
