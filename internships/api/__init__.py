"""Stages in the REST API: conventions and their moves, what follows, and who signs."""

from internships.api.conventions import ConventionViewset
from internships.api.endings import AttestationViewset, AvenantViewset
from internships.api.follow_up import AssessmentViewset, LogEntryViewset, VisitViewset
from internships.api.signing import SignerViewset, SigningRequestViewset
from internships.api.stages import InternshipViewset
from nrc_platform.core.api import Viewset

ROUTES: list[tuple[str, type[Viewset], str]] = [
    ("internships", InternshipViewset, "internship"),
    ("conventions", ConventionViewset, "convention"),
    ("avenants", AvenantViewset, "avenant"),
    ("attestations", AttestationViewset, "attestation"),
    ("visits", VisitViewset, "visit"),
    ("log-entries", LogEntryViewset, "log-entry"),
    ("assessments", AssessmentViewset, "assessment"),
    ("signing-requests", SigningRequestViewset, "signing-request"),
    ("signers", SignerViewset, "signer"),
]
