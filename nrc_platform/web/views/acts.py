"""The acts that a link may open: one view for each purpose, shown once the code is given."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from internships.views import assessments, company
from nrc_platform.signatures.models import AccessLink, LinkSession
from nrc_platform.web.views import sign
from projects.views import opinion

Act = Callable[[HttpRequest, AccessLink, LinkSession], HttpResponseBase]

# Purpose of the link → view of the app that owns the act. It answers GET and POST at the link's
# own address; `action` continue, code, verify and leave are the door's, every other value its own.
ACTS: dict[str, Act] = {
    "internships.company_check": company.company_check,
    "internships.tutor_assessment": assessments.tutor_assessment,
    "projects.sponsor_opinion": opinion.sponsor_opinion,
    "signatures.sign": sign.by_link,
}
