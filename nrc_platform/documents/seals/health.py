"""A seal made for the test, and how long its certificate still holds."""

import logging
from dataclasses import dataclass
from enum import StrEnum

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.documents.seals.checking import validate_own
from nrc_platform.documents.seals.keys import certificate_facts
from nrc_platform.documents.seals.report import PRESENTED
from nrc_platform.documents.seals.sealing import seal

logger = logging.getLogger(__name__)


class Alarm(StrEnum):
    """How much the state of the seal presses."""

    NONE = "none"
    NOTICE = "notice"
    WARNING = "warning"
    URGENT = "urgent"
    BROKEN = "broken"


THRESHOLDS = ((7, Alarm.URGENT), (30, Alarm.WARNING), (90, Alarm.NOTICE))
SENTENCES = {
    Alarm.NONE: "Le cachet fonctionne\u00a0; son certificat est valable encore {days}.",
    Alarm.NOTICE: (
        "Le certificat du cachet expire dans {days}. Commandez son renouvellement dès maintenant."
    ),
    Alarm.WARNING: (
        "Le certificat du cachet expire dans {days}. Installez le nouveau sans attendre\u00a0: "
        "après cette date, plus aucun document ne sera scellé."
    ),
    Alarm.URGENT: (
        "URGENT\u00a0: le certificat du cachet expire dans {days}. Installez le nouveau "
        "aujourd’hui, sinon les conventions ne pourront plus être scellées."
    ),
}
EXPIRED = (
    "Le certificat du cachet a expiré\u00a0: plus aucun document n’est scellé. Installez le "
    "nouveau certificat (SEAL_P12 ou SEAL_PKCS11)\u00a0; les travaux en attente reprendront seuls."
)
PROBE_REASON = "Essai du cachet"


@dataclass(frozen=True)
class SealHealth:
    """Whether documents can be sealed now, and what to do if not or soon not."""

    ok: bool
    alarm: Alarm
    sentence: str
    days_left: int | None


def test_seal() -> SealHealth:
    """Seal a page of nothing, check it in a fresh process, and count the days left."""
    days: int | None = None
    try:
        days = (certificate_facts().not_after - clock.now()).days
        sealed = seal(PROBE, field=PRESENTED, reason=PROBE_REASON)
        validate_own(sealed.content, field=PRESENTED)
    except DomainError as error:
        expired = days is not None and days < 0
        return SealHealth(False, Alarm.BROKEN, EXPIRED if expired else error.message, days)
    alarm = next((level for limit, level in THRESHOLDS if days <= limit), Alarm.NONE)
    told = f"{days}\u00a0{'jours' if days > 1 else 'jour'}"
    return SealHealth(True, alarm, SENTENCES[alarm].format(days=told), days)


def _blank_page() -> bytes:
    """Return the smallest PDF that can be sealed, the same bytes each time."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
    )
    content, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R "
        b"/ID [<00> <00>] >>\nstartxref\n%d\n%%%%EOF\n" % (size, table, size, len(content))
    )


PROBE = _blank_page()
