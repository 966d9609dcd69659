"""One sample of each paper of stages, to look at."""

from collections.abc import Iterator

from internships.jobs.documents import SHEETS
from internships.models import Convention
from internships.pdf.blank import FORMS, render_blank
from internships.pdf.calendar import render_calendar
from internships.selectors.printed import printed_calendar
from nrc_platform.core import clock
from nrc_platform.documents.engine import Printed
from nrc_platform.documents.services import new_reference, verification_address
from nrc_platform.signatures.models import SigningRequest


def stage_samples() -> Iterator[tuple[str, Printed]]:
    """Yield the last paper of each kind that was sent, a calendar, and each blank form."""
    for kind, sheet in SHEETS.items():
        held = SigningRequest.objects.filter(kind=kind).order_by("opened_at", "id").last()
        if held is not None:
            yield kind.rpartition(".")[2], sheet.printer(held.facts)
    dated = Convention.objects.filter(terms__ends_on__isnull=False).order_by("created_at", "id")
    if (convention := dated.first()) is not None:
        reference = new_reference()
        facts = printed_calendar(convention, on=clock.today(), reference=reference)
        address = verification_address(reference)
        yield "calendrier", render_calendar(facts, address=address)
    for name, form in FORMS.items():
        yield f"{name}-vierge", render_blank(form())
