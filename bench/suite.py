"""The benchmarks by name, in the order in which they run."""

from collections.abc import Callable

from bench.conventions import pdf_class, pdf_convention, pdf_growth
from bench.coverage import coverage
from bench.measure import Measure
from bench.pdf import pdf_fiche, pdf_leak, pdf_naive
from bench.queue import kill, queue
from bench.seal import seal_convention
from bench.sealing import burst, seal_latency
from bench.wall import web_wall
from bench.web import api_list, web_class, web_conventions

BENCHES: dict[str, Callable[[], list[Measure]]] = {
    "pdf-fiche": pdf_fiche,
    "pdf-naive": pdf_naive,
    "pdf-leak": pdf_leak,
    "pdf-convention": pdf_convention,
    "pdf-growth": pdf_growth,
    "pdf-class": pdf_class,
    "seal": seal_convention,
    "web-class": web_class,
    "web-conventions": web_conventions,
    "web-wall": web_wall,
    "api-list": api_list,
    "coverage": coverage,
    "queue": queue,
    "kill": kill,
    "seal-latency": seal_latency,
    "burst": burst,
}
# Those whose number of rounds may be asked: `--n 30`.
SIZED: dict[str, Callable[[int], list[Measure]]] = {"seal-latency": seal_latency, "burst": burst}
