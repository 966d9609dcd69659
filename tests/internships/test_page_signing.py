"""Signatures on paper: five pages recorded, each vouched for; addresses and signers mended."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from internships import services
from internships.models import Convention
from internships.states import ConventionState
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import Signer
from nrc_platform.signatures.states import SignerState
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention
from tests.internships.signed import seal_round

pytestmark = pytest.mark.django_db
Browser = Callable[[User], HouseClient]


@pytest.fixture
def sent(alice: User, promotion: Promotion, bob: User, head: User) -> Convention:
    """Alice's convention, being signed."""
    row = make_convention(alice, promotion, referent=bob, teacher_review=True)
    return services.send_convention(row, actor=bob)


@pytest.fixture
def teacher(bob: User, signed_in: Browser) -> HouseClient:
    """Bob's browser."""
    return signed_in(bob)


def _scan(name: str = "page.png") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 40), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue())


def _url(signer: Signer, name: str = "paper") -> str:
    return reverse(f"internships:signer_{name}", args=[signer.pk])


def _signers(row: Convention) -> list[Signer]:
    return list(Signer.objects.filter(request__subject_id=row.pk).order_by("rank", "name"))


def _paper(**fields: Any) -> dict[str, Any]:
    today = f"{clock.today():%d/%m/%Y}"
    return {"file": _scan(), "signed_on": today, "vouch": "on"} | fields


def _state(row: Convention) -> str:
    return str(Convention.objects.get(pk=row.pk).state)


def test_five_pages_sign_the_convention(
    teacher: HouseClient, sent: Convention, freeze: Callable[..., Any]
) -> None:
    signers = _signers(sent)
    assert len(signers) == 5
    page = teacher.get(reverse("internships:convention", args=[sent.pk])).content.decode()
    assert "Il manque 5\u00a0signatures" in page
    for place, signer in enumerate(signers, start=1):
        assert _url(signer) in page
        answer = teacher.post(_url(signer), _paper())
        assert answer.url == reverse("internships:convention", args=[sent.pk])
        page = teacher.get(answer.url).content.decode()
        assert f"{place} sur 5" in page
        assert _state(sent) == ConventionState.PARTLY_SIGNED
    assert "Scellement en cours" in page
    seal_round(sent)
    assert _state(sent) == ConventionState.SIGNED
    page = teacher.get(reverse("internships:convention", args=[sent.pk])).content.decode()
    assert "Tout est signé" in page
    assert "sur papier, attesté par Bob Besson" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"file": ""}, "Joignez la page signée"),
        ({"file": SimpleUploadedFile("page.pdf", b"")}, "Ce fichier est vide"),
        ({"file": SimpleUploadedFile("page.pdf", b"MZ programme")}, "PDF"),
        ({"signed_on": "01/01/2099"}, "dans le futur"),
        ({"signed_on": "01/01/2001"}, "ne peut pas être plus ancienne"),
        ({"signed_on": "31/06/2026"}, "n’existe pas au calendrier"),
        ({"vouch": ""}, "Cochez pour attester"),
    ],
)
def test_a_wrong_page_gets_a_sentence_and_signs_nothing(
    teacher: HouseClient, sent: Convention, fields: dict[str, Any], sentence: str
) -> None:
    [signer, *_] = _signers(sent)
    page = teacher.post(_url(signer), _paper(**fields)).content.decode()
    assert sentence in page
    assert Signer.objects.get(pk=signer.pk).state == SignerState.WAITING


def test_nobody_signs_twice(teacher: HouseClient, sent: Convention) -> None:
    [signer, *_] = _signers(sent)
    teacher.post(_url(signer), _paper())
    answer = teacher.post(_url(signer), _paper())
    assert answer.status_code == 409
    assert "déjà" in answer.content.decode()


def test_the_signed_page_is_read_by_who_may_see_the_convention(
    teacher: HouseClient, sent: Convention, alice: User, schoolmate: User, signed_in: Browser
) -> None:
    [signer, *_] = _signers(sent)
    assert teacher.get(_url(signer, "scan")).status_code == 404
    teacher.post(_url(signer), _paper())
    answer = signed_in(alice).get(_url(signer, "scan"))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    b"".join(answer)
    assert signed_in(schoolmate).get(_url(signer, "scan")).status_code == 404


def test_student_and_head_vouch_for_nothing(
    sent: Convention, alice: User, head: User, signed_in: Browser
) -> None:
    [signer, *_] = _signers(sent)
    for person in (alice, head):
        assert signed_in(person).get(_url(signer)).status_code == 404
        assert signed_in(person).post(_url(signer), _paper()).status_code == 403
    assert Signer.objects.get(pk=signer.pk).state == SignerState.WAITING


def test_an_address_is_mended_without_touching_signatures(
    teacher: HouseClient, sent: Convention
) -> None:
    signed, *_, host = sorted(_signers(sent), key=lambda row: "host_tutor" in row.capacities)
    teacher.post(_url(signed), _paper())
    page = teacher.post(_url(host, "address"), {"email": "nadia"}).content.decode()
    assert "Cette adresse n’est pas lisible" in page
    teacher.post(_url(host, "address"), {"email": "nadia@entreprise.example"})
    assert Signer.objects.get(pk=host.pk).email == "nadia@entreprise.example"
    assert Signer.objects.get(pk=signed.pk).state == SignerState.SIGNED


def test_the_company_names_somebody_else_to_sign(teacher: HouseClient, sent: Convention) -> None:
    host = next(row for row in _signers(sent) if "host_signatory" in row.capacities)
    page = teacher.post(_url(host, "replace"), {"name": "Ève Faure"}).content.decode()
    assert "Écrivez pourquoi une autre personne signe." in page
    teacher.post(_url(host, "replace"), {"name": "Ève Faure", "reason": "Départ."})
    assert Signer.objects.get(pk=host.pk).state == SignerState.REPLACED
    page = teacher.get(reverse("internships:convention", args=[sent.pk])).content.decode()
    assert "Ève Faure" in page
    assert "Remplacé" in page


def test_a_student_is_not_replaced(teacher: HouseClient, sent: Convention) -> None:
    student = next(row for row in _signers(sent) if "student" in row.capacities)
    answer = teacher.post(_url(student, "replace"), {"name": "Autre", "reason": "Absent."})
    assert answer.status_code == 409
    assert "personne ne signe à sa place" in answer.content.decode()


def test_a_reopened_convention_keeps_its_former_round_readable(
    teacher: HouseClient, sent: Convention
) -> None:
    [signer, *_] = _signers(sent)
    teacher.post(_url(signer), _paper())
    reopen = reverse("internships:convention_reopen", args=[sent.pk])
    assert "ne valent plus" in teacher.get(reopen).content.decode()
    teacher.post(reopen, {"reason": "Les dates changent."})
    assert _state(sent) == ConventionState.RETURNED
    page = teacher.get(reverse("internships:convention", args=[sent.pk])).content.decode()
    assert f"{signer.name}" in page
    assert "Les dates changent." in page
    assert _url(signer) not in page
