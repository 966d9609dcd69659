"""The final file: the body that was shown, unchanged, then a page that tells who signed."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson
from django.template.loader import render_to_string

from internships.facts.frozen import Frozen
from internships.facts.words import counted
from internships.pdf.acts import ACTS
from internships.pdf.sheet import Item
from nrc_platform.core import dates
from nrc_platform.documents.engine import Attached, Printed, render_pdf
from nrc_platform.signatures.facts import FinalFact, SignatureFact
from nrc_platform.signatures.states import Method

TEMPLATE = "pdf/internships/final.html"
GROUP = 8
STAMPED = "Le cachet porte un horodatage externe."
UNSTAMPED = "Ce document ne porte pas d’horodatage externe."
SEAL = (
    "Le fichier porte un cachet d’intégrité\u00a0: une modification faite après lui se voit à la "
    "vérification."
)
SIMPLE = (
    "En ligne, signature électronique simple (règlement UE n°\u00a0910/2014, "
    "article\u00a025\u00a0; code civil, articles\u00a01366 et\u00a01367)\u00a0: le code prouve "
    "l’accès à l’adresse de courriel\u00a0; aucune pièce d’identité n’est demandée."
)
PAPER = (
    "Sur papier, signature à la main sur le document imprimé\u00a0; qui l’a enregistrée en répond."
)
RECIPE = (
    ("pdfsig -nocert fichier.pdf", "dit si le cachet est intact."),
    (
        "pdfdetach -saveall fichier.pdf",
        "sort les deux fichiers joints\u00a0: document-presente.pdf et preuve.json.",
    ),
    (
        "sha256sum document-presente.pdf",
        "donne l’empreinte du document présenté, écrite ci-dessus.",
    ),
)


@dataclass(frozen=True)
class SignatureBlock:
    """A signature as it is printed: who, the sign itself, when and how."""

    name: str
    who: str
    capacities: str
    typed: str
    # The address of the drawing, `data:` and nothing else.
    drawing: str
    items: Sequence[Item]
    # Label and digest, in groups.
    hashes: Sequence[tuple[str, str]]


def spaced(sha256: str) -> str:
    """Return a digest in groups of eight: what an eye can compare."""
    return " ".join(sha256[at : at + GROUP] for at in range(0, len(sha256), GROUP))


def _moment(value: datetime) -> str:
    """Return « mardi 24 novembre 2026 à 9 h 17 »."""
    return f"{dates.day(value)} à {dates.hour(value)}"


def _online(fact: SignatureFact) -> list[Item]:
    sent = f"\nenvoyé à {fact.sent_to}" if fact.sent_to else ""
    items = [
        Item("Signé en ligne", f"le {_moment(fact.signed_at)}"),
        Item("Moyen", f"{fact.assurance}{sent}"),
    ]
    if fact.drawn and fact.typed_name:
        items.append(Item("Nom saisi", fact.typed_name))
    return items


def _on_paper(fact: SignatureFact) -> list[Item]:
    day = f"le {dates.day(fact.signed_on)}" if fact.signed_on else "à la date écrite dessus"
    by = f"\npar {fact.recorded_by}" if fact.recorded_by else ""
    return [
        Item("Signé sur papier", day),
        Item("Enregistré", f"le {_moment(fact.signed_at)}{by}"),
    ]


def _block(fact: SignatureFact) -> SignatureBlock:
    online = fact.method == Method.ONLINE
    items = _online(fact) if online else _on_paper(fact)
    hashes = (("Copie", fact.scan_sha256), ("Preuve", fact.evidence_sha256))
    drawn = base64.b64encode(fact.drawn).decode("ascii") if online else ""
    return SignatureBlock(
        name=fact.name,
        who=", ".join(part for part in (fact.quality, fact.organisation) if part),
        capacities=" et ".join(fact.capacities),
        typed=fact.typed_name if online else "",
        drawing=f"data:image/png;base64,{drawn}" if drawn else "",
        items=items,
        hashes=[(label, spaced(sha256)) for label, sha256 in hashes if sha256],
    )


def _proof(final: FinalFact) -> list[Item]:
    """Return what the document proves, and what it does not."""
    methods = {fact.method for fact in final.signatures}
    said = [
        text
        for method, text in ((Method.ONLINE, SIMPLE), (Method.PAPER, PAPER))
        if method in methods
    ]
    return [
        Item("Signatures", "\n".join(said)),
        Item("Cachet", SEAL),
        Item("Horodatage", STAMPED if final.stamped else UNSTAMPED),
        Item("Document présenté", f"SHA-256\u00a0: {spaced(final.presented_sha256)}"),
        Item(
            "Preuves",
            f"{counted(final.events, 'événement', 'événements')}, chacun lié au précédent, "
            f"jusqu’au {_moment(final.completed_at)} (heures de Paris).\n"
            f"Empreinte du dernier\u00a0: {spaced(final.evidence_head)}",
        ),
    ]


def _digest(final: FinalFact) -> str:
    """Return the digest of what the page of signatures says."""
    shape = asdict(final)
    for row in shape["signatures"]:
        row["drawn"] = hashlib.sha256(row["drawn"]).hexdigest() if row["drawn"] else ""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
    return hashlib.sha256(orjson.dumps(shape, option=options)).hexdigest()


def identifier_of(facts: Frozen, final: FinalFact) -> bytes:
    """Return the identifier of the final file: of the facts and of the signatures."""
    return hashlib.sha256(f"{facts.sha256}:{_digest(final)}".encode()).digest()[:16]


def final_html(kind: str, shape: Mapping[str, Any], *, address: str, final: FinalFact) -> str:
    """Return the page of a final file: the template of the body, and the signatures after it."""
    act = ACTS[kind]
    facts = act.facts(shape)
    blocks: list[SignatureBlock | None] = [_block(fact) for fact in final.signatures]
    if len(blocks) % 2:
        blocks.append(None)
    context = {
        **act.context(facts, address=address),
        "body": act.template,
        "act_name": act.name(facts),
        "blocks": [blocks[at : at + 2] for at in range(0, len(blocks), 2)],
        "proof": _proof(final),
        "recipe": RECIPE,
    }
    return render_to_string(TEMPLATE, context)


def render_final(
    kind: str,
    shape: Mapping[str, Any],
    *,
    address: str,
    final: FinalFact,
    attachments: Sequence[Attached] = (),
) -> Printed:
    """
    Return the final PDF of a round where everybody signed: same facts, same bytes.

    - the pages of the body say what the file that was signed said, to the letter;
    - the page of signatures follows, and the attachments are carried inside.
    """
    return render_pdf(
        final_html(kind, shape, address=address, final=final),
        identifier=identifier_of(ACTS[kind].facts(shape), final),
        attachments=attachments,
    )
