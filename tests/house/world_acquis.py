"""What `own` holds of competences, for the access matrix: words of each side, a paper."""

from types import SimpleNamespace

from curriculum.models import Competence
from nrc_platform.people.models import Promotion, User
from tests.curriculum.factories import EvidenceFactory
from tests.exams.factories import TrainingPaperFactory


def make_acquis(people: dict[str, User], promotion: Promotion, things: SimpleNamespace) -> None:
    """Make an observation of `teacher`, the word of `own`, and a marked paper."""
    whose = {"student": people["own"], "promotion": promotion}
    c31 = Competence.objects.get(code="C31")
    things.evidence = EvidenceFactory(**whose, competence=c31, by=people["teacher"])
    things.own_evidence = EvidenceFactory(**whose, competence=c31, own=True)
    things.paper = TrainingPaperFactory(**whose, marked_by=people["teacher"])
