"""What the final file of a round says, without a database."""

import io
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from PIL import Image, ImageDraw

from nrc_platform.documents.engine import Attached
from nrc_platform.signatures.facts import FinalFact, SignatureFact

MOMENT = datetime(2026, 11, 24, 8, 17, 30, tzinfo=UTC)


def digest(text: str) -> str:
    """Return a sha256 that looks like one."""
    return sha256(text.encode()).hexdigest()


def drawing() -> bytes:
    """Return a signature drawn with a finger, as a PNG."""
    image = Image.new("L", (480, 160), 255)
    pen = ImageDraw.Draw(image)
    pen.line([(20, 120), (90, 20), (130, 130), (200, 40), (260, 120), (460, 70)], fill=0, width=5)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def sample_signature(name: str, *capacities: str, **changes: Any) -> SignatureFact:
    """Return a signature given online with a link and a code."""
    values: dict[str, Any] = {
        "name": name,
        "capacities": capacities,
        "quality": "",
        "organisation": "",
        "method": "online",
        "signed_at": MOMENT,
        "signed_on": None,
        "recorded_by": "",
        "typed_name": name,
        "drawn": b"",
        "assurance": "lien et code par courriel",
        "sent_to": "m…r@hygial.example",
        "evidence_sha256": digest(name),
        "scan_sha256": "",
        **changes,
    }
    return SignatureFact(**values)


ZOE_SIGNED = sample_signature("Zoé Dupré", "étudiant", sent_to="z…e@lycee.example")
MARC = sample_signature(
    "Marc Tessier",
    "représentant de l’entreprise",
    quality="directeur d’agence",
    organisation="Hygial Services",
)
NADIA = sample_signature(
    "Nadia Lambert",
    "tuteur en entreprise",
    quality="responsable de secteur",
    organisation="Hygial Services",
    drawn=drawing(),
    sent_to="n…t@hygial.example",
)
CLAIRE = sample_signature(
    "Claire Vasseur",
    "enseignant référent",
    organisation="Lycée Marie-Curie",
    assurance="compte et code par courriel",
    sent_to="c…r@lycee.example",
)
PHILIPPE = sample_signature(
    "Philippe Aubert",
    "chef d’établissement",
    quality="chef d’établissement",
    organisation="Lycée Marie-Curie",
    method="paper",
    signed_on=date(2026, 12, 11),
    signed_at=datetime(2026, 12, 14, 13, 5, tzinfo=UTC),
    recorded_by="Hélène Morin",
    typed_name="",
    assurance="papier",
    sent_to="",
    scan_sha256=digest("scan"),
)
ATTACHED = (
    Attached("preuve.json", b'{"rows":[]}', "Preuves de signature", "Supplement", MOMENT),
    Attached("document-presente.pdf", b"%PDF-1.7", "Document signé", "Source", MOMENT),
)


def sample_final(**changes: Any) -> FinalFact:
    """Return a round of five: four signed online, one of them drew, one signed on paper."""
    values: dict[str, Any] = {
        "presented_sha256": digest("presented"),
        "signatures": (ZOE_SIGNED, MARC, NADIA, CLAIRE, PHILIPPE),
        "evidence_head": digest("head"),
        "events": 23,
        "stamped": False,
        "completed_at": datetime(2026, 12, 14, 13, 5, tzinfo=UTC),
        **changes,
    }
    return FinalFact(**values)
