"""QR codes of printed documents, as one SVG path (one shape per dot costs half as much again)."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString


def qr_svg(address: str, *, title: str = "Adresse de vérification") -> SafeString:
    """Return the QR of an address as inline SVG, with its title."""
    code = segno.make_qr(address, error="m")
    border = 2
    width, height = code.symbol_size(border=border)
    lines = []
    for row, bits in enumerate(code.matrix):
        for start, length in _runs(bits):
            lines.append(f"M{start + border} {row + border}.5h{length}")
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'shape-rendering="crispEdges"><title>{}</title><path stroke="#000" d="{}"/></svg>',
        width,
        height,
        title,
        "".join(lines),
    )


def _runs(bits: bytearray) -> list[tuple[int, int]]:
    """Return where dark dots begin and how many follow one another."""
    runs: list[tuple[int, int]] = []
    for column, bit in enumerate(bits):
        if not bit:
            continue
        if runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((column, 1))
    return runs
