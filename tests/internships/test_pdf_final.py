"""The final file: the body unchanged, then who signed, how, and how to check it."""

import io
import re
import subprocess
import time
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from internships.pdf.final import final_html, render_final
from internships.pdf.printing import render_attestation, render_avenant, render_convention
from nrc_platform.documents.engine import Attached, Printed
from nrc_platform.signatures.facts import FinalFact
from tests.internships.finals import (
    ATTACHED,
    CLAIRE,
    MARC,
    MOMENT,
    NADIA,
    PHILIPPE,
    digest,
    drawing,
    sample_final,
    sample_signature,
)
from tests.internships.printed import (
    ADDRESS,
    sample_attestation,
    sample_avenant,
    sample_convention,
)

CONVENTION = "internships.convention"
BODIES: dict[str, tuple[Any, Any]] = {
    CONVENTION: (sample_convention, render_convention),
    "internships.avenant": (sample_avenant, render_avenant),
    "internships.attestation": (sample_attestation, render_attestation),
}


def printed(
    kind: str = CONVENTION,
    *,
    final: FinalFact | None = None,
    attachments: tuple[Attached, ...] = (),
    **changes: Any,
) -> Printed:
    shape = BODIES[kind][0](**changes).as_dict()
    return render_final(
        kind, shape, address=ADDRESS, final=final or sample_final(), attachments=attachments
    )


def pages_of(content: bytes, *, last: int = 0) -> bytes:
    command = ["pdftotext", *(["-l", str(last)] if last else []), "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def last_page(content: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(content)).pages[-1].extract_text().split())


def spaced(text: str) -> str:
    sha = digest(text)
    return " ".join(sha[at : at + 8] for at in range(0, 64, 8))


@pytest.mark.parametrize("kind", list(BODIES))
def test_body_of_the_final_says_what_was_signed_to_the_letter(kind: str) -> None:
    sample, render = BODIES[kind]
    shown = render(sample(), address=ADDRESS)
    final = printed(kind)
    assert final.page_count == shown.page_count + 1
    body = pages_of(final.content, last=shown.page_count)
    assert body == pages_of(shown.content)
    assert f"page {shown.page_count} sur {shown.page_count}" in body.decode()
    assert last_page(final.content).endswith(f"page {final.page_count} sur {final.page_count}")


def test_page_of_signatures_tells_who_signed_when_and_how() -> None:
    page = last_page(printed().content)
    for words in (
        "Convention de stage CV-27-0142, version 2 Signatures",
        "Zoé Dupré Signe comme étudiant",
        "directeur d’agence, Hygial Services Signe comme représentant de l’entreprise",
        "Signé en ligne le mardi 24 novembre 2026 à 9 h 17",
        "lien et code par courriel envoyé à m…r@hygial.example",
        "compte et code par courriel envoyé à c…r@lycee.example",
        "Nom saisi Nadia Lambert",
        "Signé sur papier le vendredi 11 décembre 2026",
        "Enregistré le lundi 14 décembre 2026 à 14 h 05 par Hélène Morin",
        f"Copie {spaced('scan')}",
        f"Preuve {spaced('Marc Tessier')}",
        f"SHA-256 : {spaced('presented')}",
        "23 événements, chacun lié au précédent, jusqu’au lundi 14 décembre 2026 à 14 h 05",
        f"Empreinte du dernier : {spaced('head')}",
        "nrc.example/verification",
        "référence 7KQM-2FXD-9P",
    ):
        assert words in page
    assert page.count("Signé en ligne") == 4


def test_one_person_in_two_capacities_signs_once_for_both() -> None:
    both = replace(MARC, capacities=(*MARC.capacities, "tuteur en entreprise"))
    page = last_page(printed(final=sample_final(signatures=(both,))).content)
    assert "Signe comme représentant de l’entreprise et tuteur en entreprise" in page


def test_document_says_what_it_proves_and_claims_no_more() -> None:
    page = last_page(printed().content)
    for words in (
        "signature électronique simple",
        "cachet d’intégrité",
        "aucune pièce d’identité n’est demandée",
        "Ce document ne porte pas d’horodatage externe.",
    ):
        assert words in page
    for claim in ("avancée", "qualifié"):
        assert claim not in page


def test_stamped_document_says_so_and_denies_nothing() -> None:
    page = last_page(printed(final=sample_final(stamped=True)).content)
    assert "Le cachet porte un horodatage externe." in page
    assert "ne porte pas" not in page


def test_paper_alone_claims_no_electronic_signature() -> None:
    page = last_page(printed(final=sample_final(signatures=(PHILIPPE,))).content)
    assert "électronique" not in page
    assert "Sur papier, signature à la main" in page
    online = last_page(printed(final=sample_final(signatures=(MARC,))).content)
    assert "Sur papier" not in online


def test_drawing_stands_where_the_typed_name_would() -> None:
    reader = PdfReader(io.BytesIO(printed().content))
    images = list(reader.pages[-1].images)
    assert [image.image.size for image in images if image.image] == [(480, 160)]
    typed = printed(final=sample_final(signatures=(replace(NADIA, drawn=b""),)))
    assert not list(PdfReader(io.BytesIO(typed.content)).pages[-1].images)
    shape = sample_convention().as_dict()
    html = final_html(CONVENTION, shape, address=ADDRESS, final=sample_final())
    assert html.count('src="data:image/png;base64,') == 1
    assert "Signature dessinée par Nadia Lambert" in html


def test_same_facts_give_the_same_bytes_and_anything_else_another_name() -> None:
    first = printed(attachments=ATTACHED)
    assert printed(attachments=ATTACHED[::-1]) == first
    drew = replace(CLAIRE, drawn=drawing())
    others = (
        render_convention(sample_convention(), address=ADDRESS),
        printed(subject="Autre sujet"),
        printed(final=sample_final(stamped=True)),
        printed(final=sample_final(signatures=(MARC, drew))),
        printed(final=sample_final(signatures=(MARC, CLAIRE))),
        printed(final=sample_final(completed_at=MOMENT + timedelta(seconds=1))),
    )
    names = {
        PdfReader(io.BytesIO(each.content)).trailer["/ID"][0].original_bytes  # type: ignore[index]
        for each in (first, *others)
    }
    assert len(names) == 7


def test_printed_commands_find_what_was_signed(tmp_path: Path) -> None:
    shown = render_convention(sample_convention(), address=ADDRESS).content
    rows = (ATTACHED[0], replace(ATTACHED[1], content=shown))
    final = sample_final(presented_sha256=sha256(shown).hexdigest())
    content = printed(final=final, attachments=rows).content
    page = last_page(content)
    for command in ("pdfsig -nocert fichier.pdf", "pdfdetach -saveall fichier.pdf"):
        assert command in page
    (tmp_path / "fichier.pdf").write_bytes(content)
    subprocess.run(["pdfdetach", "-saveall", "fichier.pdf"], cwd=tmp_path, check=True)
    done = subprocess.run(
        ["sha256sum", "document-presente.pdf"], cwd=tmp_path, capture_output=True, check=True
    )
    found = done.stdout.decode().split()[0]
    assert " ".join(re.findall(".{8}", found)) in page
    assert (tmp_path / "preuve.json").read_bytes() == ATTACHED[0].content


def test_attachments_are_source_and_supplement_with_a_date_of_their_own() -> None:
    reader = PdfReader(io.BytesIO(printed(attachments=ATTACHED).content))
    kinds: dict[str, tuple[str, str]] = {}
    for each in reader.trailer["/Root"]["/AF"]:  # type: ignore[index]
        row = each.get_object()
        file = row["/EF"]["/F"].get_object()
        kinds[row["/UF"]] = (row["/AFRelationship"], file["/Params"]["/ModDate"])
    assert kinds == {
        "document-presente.pdf": ("/Source", "D:20261124081730Z"),
        "preuve.json": ("/Supplement", "D:20261124081730Z"),
    }


def test_only_our_family_is_embedded() -> None:
    done = subprocess.run(
        ["pdffonts", "-"], input=printed().content, capture_output=True, check=True
    )
    fonts = done.stdout.decode().splitlines()[2:]
    assert len(fonts) == 2
    assert all("Atkinson-Hyperlegible" in line.split()[0] for line in fonts)


@pytest.mark.parametrize(
    "name", ["x" * 199 + "y", "<script>alert(1)</script><b>gras</b> {{ 7 }}" * 4, "w " * 100]
)
def test_hostile_names_stay_inside_the_page(name: str) -> None:
    hostile = sample_signature(
        name,
        name[:80],
        quality=name,
        organisation=name,
        assurance=name,
        sent_to=f"{name[:60]}@{name[:60]}",
    )
    paper = replace(PHILIPPE, name=name, recorded_by=name)
    final = sample_final(signatures=(hostile, paper, hostile, hostile, paper))
    started = time.process_time()
    content = printed(final=final).content
    assert time.process_time() - started < 20
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True
    )
    edges = re.findall(r'xMax="([\d.]+)"[^>]*>[^<]*</word>', done.stdout.decode())
    assert max(float(edge) for edge in edges) <= 595.3 - 45
    html = final_html(CONVENTION, sample_convention().as_dict(), address=ADDRESS, final=final)
    assert "<script" not in html
