"""What must work before the site takes visitors: database, worker, printing, seal."""

import ctypes
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.models import Q

from nrc_platform.core import clock
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState

OLDEST_JOB = timedelta(minutes=2)
OLDEST_TRIAL = timedelta(days=1)
# Loading the library itself: importing the printer would cost the web process 50 MiB.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
OK = "ok"


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "La base de données ne répond pas."
    return OK


def _worker() -> str:
    limit = clock.now() - OLDEST_JOB
    waiting = Q(state=JobState.PENDING, run_at__lt=limit)
    silent = Q(state=JobState.LEASED, lease_until__lt=limit)
    try:
        stuck = Job.objects.filter(waiting | silent).count()
    except DatabaseError:
        return "La liste des travaux ne peut pas être lue."
    if stuck:
        return (
            f"Travaux en attente depuis plus de 2\u00a0minutes\u00a0: {stuck}. Relancez le worker."
        )
    return OK


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _printing() -> str:
    missing = [package for library, package in LIBRARIES.items() if not _can_load(library)]
    if missing:
        return f"Pour fabriquer les PDF, installez {', '.join(missing)}."
    return OK


def _seal() -> str:
    """
    Say what the last trial of the seal found (`documents.probe_seal`, every ten minutes).

    Without any trial yet, the site has just begun: the worker's own check says if none comes.
    """
    try:
        tried = Job.objects.filter(kind="documents.probe_seal", state=JobState.DONE)
        last = tried.order_by("-finished_at").first()
    except DatabaseError:
        return "La liste des travaux ne peut pas être lue."
    if last is None:
        return OK
    if last.finished_at is None or last.finished_at < clock.now() - OLDEST_TRIAL:
        return "Le cachet n’a pas été essayé depuis plus d’un jour. Relancez le worker."
    found = last.result or {}
    return OK if found.get("ok") == "true" else str(found.get("sentence", ""))


def checks() -> dict[str, str]:
    """Return each check with « ok », or the sentence that says how to mend it. 3 queries."""
    return {
        "database": _database(),
        "worker": _worker(),
        "printing": _printing(),
        "seal": _seal(),
    }
