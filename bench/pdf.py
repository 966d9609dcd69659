"""Printing: our path against the bare render, tuned against naive, and what renders leave."""

import gc
import hashlib
import statistics
from io import BytesIO
from pathlib import Path

import weasyprint
from pypdf import PdfReader

from bench.measure import Measure, at_most, cpu_ratio, cpu_seconds
from exams.facts import FicheFacts, facts_from_dict
from exams.jobs import render_fiche
from exams.models import Fiche
from exams.pdf import fiche_html
from exams.pdf import render_fiche as render
from exams.selectors import visa_snapshot
from exams.states import FicheState
from nrc_platform.documents import engine
from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Document
from nrc_platform.jobs.handlers import Run
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.runner import claim
from nrc_platform.journal.moves import service

ROUNDS = 11
WARM_RENDERS, COUNTED_RENDERS = 50, 200


def _visaed() -> list[Fiche]:
    return list(Fiche.objects.filter(state=FicheState.VISAED).order_by("pk"))


def _facts(fiche: Fiche) -> FicheFacts:
    kept = visa_snapshot(fiche)
    if kept is None:
        raise RuntimeError("A visaed fiche has kept no facts.")
    return facts_from_dict(kept.facts)


def _identifier(facts: FicheFacts) -> bytes:
    return hashlib.sha256(facts.sha256.encode()).digest()[:16]


def _html(facts: FicheFacts) -> str:
    return fiche_html(facts, address=documents.verification_address(facts.reference))


def _bare(html: str, identifier: bytes) -> bytes:
    """Call WeasyPrint with the shared fonts and style, and nothing of ours around it."""
    fonts, style = engine.print_style()
    content: bytes = weasyprint.HTML(string=html, url_fetcher=engine.Guard()).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3a", pdf_tags=True,
        pdf_identifier=identifier,
    )  # fmt: skip
    return content


@service
def _finish(job: Job, fiche: Fiche) -> None:
    end = render_fiche(Run(job), fiche=str(fiche.pk))
    if end is not None:
        end()


def pdf_fiche() -> list[Measure]:
    """Compare row to stored bytes with the bare tuned render of the same page."""
    ratios = []
    fiches = _visaed()[: ROUNDS + 1]
    for number, fiche in enumerate(fiches):
        held = Job.objects.filter(payload__fiche=str(fiche.pk)).order_by("created_at").last()
        job = claim(held.pk) if held else None
        if job is None:
            raise RuntimeError("The demo filed no job for this fiche.")
        facts = _facts(fiche)
        html, identifier = _html(facts), _identifier(facts)
        if number % 2:
            base = cpu_seconds(lambda: _bare(html, identifier))  # noqa: B023
            cost = cpu_seconds(lambda: _finish(job, fiche))  # noqa: B023
        else:
            cost = cpu_seconds(lambda: _finish(job, fiche))  # noqa: B023
            base = cpu_seconds(lambda: _bare(html, identifier))  # noqa: B023
        stored = Document.objects.get(source_id=fiche.pk)
        if stored.blob.sha256 != hashlib.sha256(_bare(html, identifier)).hexdigest():
            raise RuntimeError("The stored bytes are not those of the bare render.")
        if number:  # the first pair warms the process
            ratios.append(cost / base)
    value = statistics.median(ratios)
    return [
        at_most(
            "pdf-fiche", value, 1.10, unit="ratio of cpu",
            reference="bare tuned render of the same page", rounds=len(ratios),
        )
    ]  # fmt: skip


def pdf_naive() -> list[Measure]:
    """Compare our tuned render with the naive call on the same page and style."""
    facts = _facts(_visaed()[0])
    html, identifier = _html(facts), _identifier(facts)
    style = engine.style_text()
    naive_html = html.replace("</head>", f"<style>{style}</style></head>", 1)

    def naive() -> bytes:
        page = weasyprint.HTML(string=naive_html, url_fetcher=engine.Guard())
        content: bytes = page.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True)
        return content

    pages = [
        len(PdfReader(BytesIO(content)).pages)
        for content in (engine.render_pdf(html, identifier=identifier).content, naive())
    ]
    if pages[0] != pages[1] or not pages[0]:
        raise RuntimeError(f"The two renders differ: {pages} pages.")
    value = cpu_ratio(lambda: engine.render_pdf(html, identifier=identifier), naive, rounds=ROUNDS)
    return [
        at_most(
            "pdf-naive", value, 0.65, unit="ratio of cpu",
            reference="HTML(string=…).write_pdf() of the same variant", rounds=ROUNDS,
        )
    ]  # fmt: skip


def _resident_kib() -> float:
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return float(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


def pdf_leak() -> list[Measure]:
    """Count what 200 renders leave in memory after 50 to warm up."""
    facts = _facts(_visaed()[0])
    address = documents.verification_address(facts.reference)
    first = render(facts, address=address)
    for _ in range(WARM_RENDERS):
        render(facts, address=address)
    before = _resident_kib()
    for _ in range(COUNTED_RENDERS):
        last = render(facts, address=address)
    if last != first:
        raise RuntimeError("The same facts gave other bytes.")
    leaked = (_resident_kib() - before) / COUNTED_RENDERS
    return [
        at_most(
            "pdf-leak", leaked, 5, unit="KiB a render",
            reference=f"{COUNTED_RENDERS} renders after {WARM_RENDERS}", rounds=1,
        )
    ]  # fmt: skip
