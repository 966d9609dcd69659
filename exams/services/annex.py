"""Annexes of a fiche: a PDF of two pages at most, read apart in a bounded process."""

import json
import subprocess
import sys

from exams import access
from exams.models import Fiche, FicheAnnex
from exams.rules import ANNEX_PAGES
from exams.services.fiche import lock, require_open
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.text import clean_text
from nrc_platform.documents import services as documents
from nrc_platform.journal import services as journal
from nrc_platform.journal.moves import service
from nrc_platform.people.models import User

MAX_BYTES = 5 * 1024 * 1024
SECONDS = 5
MEMORY = 256 * 1024 * 1024
_MARK = b"%PDF-"
# Reads the file in a process of its own: a hostile PDF may loop or swell, the site may not.
_READER = """
import io, json, resource, sys
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from pypdf import PdfReader
BAD = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")
reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()), strict=False)
if reader.is_encrypted:
    print(json.dumps({"refused": "encrypted"}))
    sys.exit(0)
pages = len(reader.pages)
root = reader.trailer["/Root"].get_object()
names = root.get("/Names")
names = names.get_object() if names is not None else {}
active = "/JavaScript" in names or "/EmbeddedFiles" in names or "/AA" in root
action = root.get("/OpenAction")
action = action.get_object() if action is not None else None
if hasattr(action, "get") and action.get("/S") != "/GoTo":
    active = True
for page in list(reader.pages)[:5]:
    page.extract_text()
    active = active or "/AA" in page
    for note in page.get("/Annots") or []:
        step = note.get_object().get("/A")
        step = step.get_object() if step is not None else {}
        active = active or step.get("/S") in BAD
print(json.dumps({"refused": "active"} if active else {"pages": pages}))
"""
UNREADABLE = (
    "Ce fichier n’est pas un PDF lisible. Ouvrez-le, enregistrez-le de nouveau en PDF, "
    "puis joignez-le."
)
_REFUSALS = {
    "encrypted": "Ce PDF est protégé par un mot de passe. Enregistrez-le sans protection, "
    "puis joignez-le.",
    "active": "Ce PDF contient un programme ou un fichier caché. Imprimez-le en PDF, "
    "puis joignez cette copie.",
}


def count_pages(content: bytes) -> int:
    """Return the number of pages of a PDF, or refuse it with a sentence."""
    if len(content) > MAX_BYTES:
        size = f"{len(content) / 1024 / 1024:.1f}".replace(".", ",")
        raise Invalid({"file": [f"Ce fichier pèse {size} Mo ; la limite est de 5 Mo."]})
    if not content[:1024].lstrip().startswith(_MARK):
        raise Invalid({"file": ["Joignez un PDF : ce fichier est d’un autre format."]})
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-c", _READER, str(MEMORY), str(SECONDS)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise Invalid({"file": [UNREADABLE]}) from error
    if done.returncode != 0:
        raise Invalid({"file": [UNREADABLE]})
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Invalid({"file": [_REFUSALS[answer["refused"]]]})
    pages = int(answer["pages"])
    if pages < 1:
        raise Invalid({"file": [UNREADABLE]})
    return pages


@service
def add_annex(fiche: Fiche, *, actor: User, label: str, content: bytes) -> FicheAnnex:
    """Join a PDF to the fiche: two pages at most in all (circular)."""
    pages = count_pages(content)
    row = lock(fiche.pk)
    require_open(row)
    require(access.can_annex_fiche(actor, row), "Une annexe se joint par l’auteur de la fiche.")
    held = sum(row.annexes.order_by().values_list("page_count", flat=True))
    if held + pages > ANNEX_PAGES:
        before = f" et la fiche en a déjà {held}" if held else ""
        raise Invalid(
            {
                "file": [
                    f"Ce PDF compte {pages} page{'s' if pages > 1 else ''}{before} ; "
                    f"la limite est de {ANNEX_PAGES} par fiche. Gardez l’essentiel."
                ]
            }
        )
    annex = FicheAnnex.objects.create(
        fiche=row,
        blob=documents.put(content),
        label=(clean_text(label) or "annexe")[:120],
        page_count=pages,
        size=len(content),
    )
    journal.record(
        "exams.annex.add",
        actor=actor,
        about=row,
        school_id=row.promotion.school_id,
        data={"pages": pages},
    )
    return annex


@service
def remove_annex(annex: FicheAnnex, *, actor: User) -> None:
    """Take an annex off an open fiche; its bytes stay until the purge."""
    row = lock(annex.fiche_id)
    require_open(row)
    require(access.can_annex_fiche(actor, row), "Une annexe se retire par l’auteur de la fiche.")
    deleted, _ = FicheAnnex.objects.filter(pk=annex.pk).delete()
    if not deleted:
        raise DomainError("Cette annexe est déjà retirée.")
    journal.record("exams.annex.remove", actor=actor, about=row, school_id=row.promotion.school_id)
