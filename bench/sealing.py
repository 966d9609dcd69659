"""Sealing through the queue: how long after a last signature, and how soon a burst is drained."""

import statistics
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from bench.conventions import blank_convention
from bench.measure import Measure, percentile, told
from bench.queue import broker, drain
from bench.workers import worker
from internships.jobs.documents import SHEETS, filing_of, seal_request
from internships.jobs.sealing import print_final
from internships.models import Convention
from internships.selectors.printed import CONVENTION, printed_convention
from internships.states import ConventionState
from nrc_platform.core import clock
from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Document, Standing
from nrc_platform.documents.seals import sealing
from nrc_platform.documents.seals.checking import validate_own
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.journal.moves import service
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.states import Event, RequestState

LATENCY, BURST, WARM, ALONE = 20, 300, 6, 7
LATENCY_TARGET, BURST_TARGET, CHECK_TARGET = 10.0, 1.0, 0.5
PAUSE, SECONDS_EACH, FIRST = 1.0, 10, 1000
CAPACITIES = ("student", "host_signatory", "host_tutor", "referent", "school_head")
SEAL, MAIL = "internships.seal_convention", "notifications.deliver"


def _specs() -> list[SignerSpec]:
    mark = uuid.uuid4().hex[:8]
    return [
        SignerSpec(capacity, 1, f"Camille {capacity} {mark}", email=f"{capacity}.{mark}@m.example")
        for capacity in CAPACITIES
    ]


@service
def _presented(number: int, like: Document | None) -> SigningRequest:
    """Open a round on a new convention that is sent, its presented file that of another one."""
    actor = User.objects.get(email="prof@demo.example")
    promotion = Promotion.objects.select_related("school").get(
        school__uai="0491234A", label="NRC2"
    )
    row = blank_convention(promotion, number)
    now = clock.now()
    Convention.objects.filter(pk=row.pk).update(
        state=ConventionState.READY_TO_SIGN, checked_at=now, sent_at=now, state_since=now
    )
    specs = _specs()
    facts = printed_convention(
        row, on=clock.today(), signers=specs, reference=documents.new_reference()
    )
    request = signatures.open_request(
        school=promotion.school,
        kind=CONVENTION,
        subject_id=row.pk,
        title=f"Convention {row.number}",
        facts=facts.as_dict(),
        template=facts.template,
        signers=specs,
        actor=actor,
    )
    return signatures.present(request, _present(request, like))


def _present(request: SigningRequest, like: Document | None) -> Document:
    given = {
        **filing_of(request),
        "title": SHEETS[request.kind].title(request.facts),
    }
    if like is not None:
        return documents.store(
            like.blob,
            page_count=like.page_count,
            worth=documents.Worth(Standing.PRESENTED, like.certificate_sha256),
            **given,
        )
    made = seal_request(request)
    return documents.store(
        made.blob,
        page_count=made.page_count,
        worth=documents.Worth(Standing.PRESENTED, made.sealed.certificate_sha256),
        **given,
    )


def _sign(request: SigningRequest, count: int) -> None:
    actor = User.objects.get(email="prof@demo.example")
    scan = documents.put(b"%PDF-1.7 page de signatures")
    for signer in request.signers.awaited().order_by("pk")[:count]:
        signatures.record_paper(
            signer, scan=scan, scan_name="page", signed_on=clock.today(), actor=actor
        )


def _almost_signed(count: int) -> list[SigningRequest]:
    """Return rounds that miss one signature each; nothing else is left to do."""
    rows: list[SigningRequest] = []
    first, like = FIRST + Convention.objects.count(), None
    for at in range(count):
        rows.append(_presented(first + at, like))
        like = rows[0].document
        with transaction.atomic():
            _sign(rows[-1], len(CAPACITIES) - 1)
    drain()
    return rows


def _complete(rows: list[SigningRequest]) -> int:
    held = SigningRequest.objects.filter(pk__in=[row.pk for row in rows])
    return held.filter(state=RequestState.COMPLETE).count()


def _wait(holds: Callable[[], bool], seconds: float, watch: Callable[[], None]) -> float:
    started = time.perf_counter()
    while not holds():
        if time.perf_counter() - started > seconds:
            raise RuntimeError("The seals were not done in time.")
        watch()
        time.sleep(0.25)
    return time.perf_counter() - started


def _check(rows: list[SigningRequest]) -> None:
    """Refuse an end where a round is not complete, once, on one sealed file that holds."""
    for row in rows:
        held = SigningRequest.objects.select_related("final").get(pk=row.pk)
        finals = Document.objects.filter(source_id=row.subject_id, standing=Standing.FINAL)
        closed = held.evidence.filter(event=Event.COMPLETED).count()
        signed = Convention.objects.get(pk=row.subject_id).state == ConventionState.SIGNED
        if held.state != RequestState.COMPLETE or finals.count() != 1 or closed != 1 or not signed:
            raise RuntimeError(f"{row.title} is not complete, or twice.")
    final = Document.objects.get(source_id=rows[-1].subject_id, standing=Standing.FINAL)
    with documents.open_document(final)[0] as content:
        validate_own(content.read(), field=sealing.FINAL)


def _warm() -> None:
    """Have both children of the worker load their code."""
    rows = _almost_signed(WARM)
    for row in rows:
        _sign(row, 1)
    _wait(lambda: _complete(rows) == WARM, 60, lambda: None)


def seal_latency(count: int = LATENCY) -> list[Measure]:
    """Measure the time from a last signature to its round complete, one convention a second."""
    rows = _almost_signed(count)
    signed: dict[str, float] = {}
    with worker():
        _warm()
        for row in rows:
            _sign(row, 1)
            signed[f"seal:{row.pk}"] = clock.now().timestamp()
            time.sleep(PAUSE)
        _wait(lambda: _complete(rows) == count, SECONDS_EACH * count, lambda: None)
    _check(rows)
    ends = Job.objects.filter(key__in=signed).values_list("key", "finished_at")
    waits = [end.timestamp() - signed[key] for key, end in ends if end is not None]
    reference = f"{count} conventions, one a second; last signature to complete"
    return [
        told(
            f"seal-latency-{name}", value, target=LATENCY_TARGET, unit="s",
            reference=reference, rounds=count,
        )
        for name, value in (("p50", statistics.median(waits)), ("p95", percentile(waits, 0.95)))
    ]  # fmt: skip


def _alone(rows: list[SigningRequest]) -> tuple[float, float]:
    """Return the median seconds of one warm render and seal, and of its check, in this process."""
    made, checked = [], []
    for row in rows:
        started = time.perf_counter()
        sealed = sealing.seal(print_final(row).content, field=sealing.FINAL, reason="Mesure")
        middle = time.perf_counter()
        validate_own(sealed.content, field=sealing.FINAL)
        made.append(middle - started)
        checked.append(time.perf_counter() - middle)
    return statistics.median(made[1:]), statistics.median(checked[1:])


class _Memory:
    """The most that the processes of a worker held together, in MB of their own (PSS)."""

    def __init__(self, group: int) -> None:
        self.group, self.peak = group, 0.0

    def look(self) -> None:
        total = 0.0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[2]) == self.group:
                    lines = (folder / "smaps_rollup").read_text().splitlines()
                    total += next(float(x.split()[1]) for x in lines if x.startswith("Pss:"))
            except (OSError, StopIteration):
                continue
        self.peak = max(self.peak, total / 1024)


def burst(count: int = BURST) -> list[Measure]:
    """Compare conventions completed at once, drained by two slots, with as many warm seals."""
    rows = _almost_signed(count + ALONE)
    spare, rows = rows[:ALONE], rows[ALONE:]
    with worker() as process:
        _warm()
        drain()
        memory = _Memory(process.pid)
        with transaction.atomic():
            for row in rows:
                _sign(row, 1)
        limit = float(SECONDS_EACH * count + 60)
        spent = _wait(lambda: _complete(rows) == count, limit, memory.look)
        mails = Job.objects.filter(kind=MAIL, state__in=[JobState.PENDING, JobState.LEASED])
        after = _wait(lambda: not mails.exists(), limit, memory.look)
    _check(rows)
    with transaction.atomic():
        for row in spare:
            _sign(row, 1)
    one, check = _alone(spare)
    return [
        told(
            "burst", spent / (count * one), target=BURST_TARGET, unit="ratio of time",
            reference=f"{count} warm renders and seals in a row, {one:.3f} s each", rounds=count,
        ),
        told(
            "burst-rate", count / spent, unit="seals a second",
            reference=f"two slots, broker {broker()}", rounds=count,
        ),
        told(
            "burst-mails", after, unit="s", reference="last seal to last mail", rounds=count,
        ),
        told(
            "burst-memory", memory.peak, unit="MB of PSS", reference="the worker, two slots",
            rounds=count,
        ),
        told(
            "burst-check", check / (one + check), target=CHECK_TARGET, unit="share of time",
            reference=f"our own check, {check:.3f} s, in one render, seal and check", rounds=ALONE,
        ),
    ]  # fmt: skip
