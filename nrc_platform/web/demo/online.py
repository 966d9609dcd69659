"""People of the demo who act online: they ask for their code, read it in their mail, and act."""

from collections.abc import Callable
from typing import Any

from internships.services import signing
from nrc_platform.companies.models import Contact
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.secrets import unseal
from nrc_platform.signatures import services
from nrc_platform.signatures.facts import OnlineSignature, Origin
from nrc_platform.signatures.models import AccessLink, LinkSession, Signer
from nrc_platform.signatures.rules import consent_of
from nrc_platform.signatures.selectors import ASKED

KIND = "internships.convention"
NONCE = "navigateur de la démonstration"
ORIGIN = Origin(ip="192.0.2.10", user_agent="Navigateur de la démonstration")


def visit_of(signer: Signer) -> LinkSession:
    """Open a visit by the code that just came, of the account or of the link."""
    if signer.user is not None:
        link = services.account_link(signer.user)
    else:
        link = AccessLink.objects.live().get(signer=signer)
    services.request_code(link, nonce=NONCE, ip=ORIGIN.ip)
    mails = Message.objects.filter(template="emails/signatures/link_code", to_email=link.email)
    code = unseal(mails.latest("created_at").sealed_secrets)["code"]
    given = services.verify_code(link, nonce=NONCE, code=code)
    if given.session is None:
        raise RuntimeError(given.message)
    return given.session


def proof_of(signer: Signer) -> dict[str, Any]:
    """Return what every online act needs: a visit, and where it comes from."""
    return {"session": visit_of(signer), "origin": ORIGIN}


def signature_of(signer: Signer) -> OnlineSignature:
    """Return what the page sends when that person signs."""
    request = signer.request
    return OnlineSignature(
        document_sha256=request.document.blob_id if request.document else "",
        consent_sha256=consent_of(signer, request, request.school.name).sha256,
        typed_name=signer.name,
        button="Signer le document",
    )


class OnlineSteps:
    """The steps of a story told online; whoever has no address signs on paper."""

    held: dict[str, Any]
    signatory: Contact
    _seal: Callable[[str, Any], None]
    _on_paper: Callable[[Signer], None]

    def _asked(self) -> list[Signer]:
        """Return those who are asked now, by rank."""
        rows = Signer.objects.filter(
            request__kind=KIND,
            request__subject_id=self.held["convention"],
            request__state="open",
            state__in=ASKED,
        ).select_related("user", "request__school", "request__document")
        return list(rows.order_by("rank", "name", "id"))

    def _sign_online(self, *, but: str = "") -> None:
        """Have each sign online in turn, that capacity apart, until nobody else is asked."""
        while left := [row for row in self._asked() if but not in row.capacities]:
            signer = left[0]
            if signer.email:
                given = signature_of(signer)
                signing.sign_online(signer, given=given, **proof_of(signer))
            else:
                self._on_paper(signer)

    def sign_online(self) -> None:
        """Have everybody sign online; the worker seals."""
        self._sign_online()
        self._seal(KIND, self.held["convention"])

    def sign_until_head(self) -> None:
        """Have everybody sign online but the head of the school."""
        self._sign_online(but="school_head")

    def sign_until_host(self) -> None:
        """Have the student sign online; the company opens the document."""
        self._sign_online(but="host_signatory")
        self._as_host(lambda host: services.open_act(host, **proof_of(host)))

    def ask_change(self) -> None:
        """Have the company ask for a correction."""
        self._sign_online(but="host_signatory")
        remark = "Le magasin ouvre à 10 h le lundi : l’horaire est à revoir."
        self._as_host(lambda host: signing.ask_change(host, comment=remark, **proof_of(host)))

    def decline(self) -> None:
        """Have the company refuse to sign."""
        self._sign_online(but="host_signatory")
        why = "L’entreprise ne peut plus accueillir de stagiaire en janvier."
        self._as_host(lambda host: signing.decline_online(host, reason=why, **proof_of(host)))

    def delegate(self) -> None:
        """Have the company name a colleague."""
        self._sign_online(but="host_signatory")
        self._as_host(
            lambda host: signing.propose_delegate(
                host,
                **proof_of(host),
                name="Claudine Roche",
                quality="Directrice adjointe",
                email=f"roche@{self.signatory.email.rpartition('@')[2]}",
                message="Je suis en congé jusqu’à la fin du mois.",
            )
        )

    def _as_host(self, act: Callable[[Signer], Any]) -> None:
        [host] = [row for row in self._asked() if "host_signatory" in row.capacities]
        act(host)
