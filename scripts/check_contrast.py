"""Check every pair of colours the components use, light and dark; exit 1 on a miss."""

import re
import sys
from pathlib import Path

TONES = ("rest", "wait", "done", "watch", "late")
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2: 1.4.3 text, 1.4.11 controls and graphics
PAIRS = [
    (ink, ground, TEXT)
    for ink in ("ink", "ink-2", "ink-3")
    for ground in ("paper", "surface", "sunken")
]
PAIRS += [
    ("ink", "mark", TEXT),
    ("on-action", "action", TEXT),
    ("on-action", "action-hover", TEXT),
]
PAIRS += [
    ("action", ground, TEXT) for ground in ("paper", "surface", "sunken", "action-soft", "mark")
]
PAIRS += [("action-hover", ground, TEXT) for ground in ("paper", "surface", "action-soft")]
for tone in TONES:
    PAIRS += [
        (f"{tone}-ink", ground, TEXT) for ground in (f"{tone}-soft", "surface", "paper", "sunken")
    ]
    PAIRS += [
        ("ink", f"{tone}-soft", TEXT),
        ("ink-2", f"{tone}-soft", TEXT),
        ("action", f"{tone}-soft", TEXT),
    ]
PAIRS += [("ink-2", "action-soft", TEXT), ("ink", "action-soft", TEXT)]
PAIRS += [("line-strong", ground, SHAPE) for ground in ("paper", "surface")]
PAIRS += [("focus", ground, SHAPE) for ground in ("paper", "surface", "sunken", "action-soft")]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, two: str) -> float:
    """Contrast ratio of two colours."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def blocks(css: str) -> dict[str, dict[str, str]]:
    """The colour tokens of the light block, the chosen dark block and the preferred dark block."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    found = {}
    for name, start in (
        ("light", r":root \{"),
        ("dark", r'\n\[data-bs-theme="dark"\] \{'),
        ("dark by preference", r":root:not\(\[data-bs-theme\]\) \{"),
    ):
        body = re.split(start, css, maxsplit=1)[1].split("}")[0]
        found[name] = dict(re.findall(r"--nrc-([a-z0-9-]+):\s*(#[0-9a-f]{6})\s*;", body))
    return found


def main() -> int:
    """Print one line a pair, worst first in each theme."""
    themes = blocks(
        (Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css").read_text()
    )
    misses = 0
    if themes["dark"] != themes["dark by preference"]:
        print("The two dark blocks differ.")
        misses += 1
    for theme in ("light", "dark"):
        colours = themes[theme]
        rows = sorted((ratio(colours[a], colours[b]) / need, a, b, need) for a, b, need in PAIRS)
        for share, ink, ground, need in rows:
            verdict = "ok  " if share >= 1 else "MISS"
            misses += share < 1
            if verdict == "MISS" or "-v" in sys.argv:
                pair = f"{theme:5} {ink:12} on {ground:12}"
                print(f"{verdict} {pair} {share * need:5.2f} (needs {need})")
        share, ink, ground, need = rows[0]
        tightest = f"{share * need:.2f} against {need} ({ink} on {ground})"
        print(f"{theme}: {len(rows)} pairs, tightest {tightest}")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
