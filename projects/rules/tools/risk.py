"""Expectation and risk of a choice, and the normal law."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from projects.rules.tools.figures import (
    HUNDRED,
    KEPT_PLACES,
    MOST,
    ONE,
    OUT_OF_REACH,
    ZERO,
    Checks,
    bracketed,
    cents,
    euros,
    exact,
    number,
    percent,
    quoted,
    rate,
    rounded,
    within,
)
from projects.rules.tools.sheet import Chart, Column, Figure, Series, Sheet, Step, Table, Unit

MOST_CASES = 20
LEAST_CASES = 2
# Beyond ten deviations the law has nothing left that fifty digits of a page could show.
FARTHEST = Decimal(10)
TWO_SIDED_95 = Decimal("1.96")
_PI = Decimal("3.14159265358979323846264338327950288419716939937511")
_LEAST_PLACES = 2
_SMALLEST_TERM = Decimal("1e-40")
_DRAWN_DEVIATIONS = 4
_DRAWN_POINTS = 65


@dataclass(frozen=True)
class Case:
    """Something that may happen: what it brings (a loss is negative), its chance in per cent."""

    label: str
    gain: Decimal
    chance: Decimal


@dataclass(frozen=True)
class Choice:
    """A choice whose result is not sure: everything that may happen."""

    cases: tuple[Case, ...]


@dataclass(frozen=True)
class ChoiceResult:
    """Expectation, dispersion and chance of a loss; `spread` is none when nothing is expected."""

    expectation: Decimal
    variance: Decimal
    deviation: Decimal
    spread: Decimal | None
    loss: Decimal
    steps: tuple[Step, ...] = field(default=())


def _check_choice(choice: Choice) -> None:
    checks = Checks()
    checks.count("cases", len(choice.cases), least=LEAST_CASES, most=MOST_CASES, what="cas")
    total = ZERO
    for case in choice.cases:
        words = f"{quoted(case.label)}\u00a0: pour le gain, {OUT_OF_REACH}"
        checks.refuse("cases", words, when=not within(case.gain, -MOST, MOST))
        fair = within(case.chance, ZERO, HUNDRED)
        words = f"{quoted(case.label)}\u00a0: une probabilité va de 0 à 100\u00a0%."
        checks.refuse("cases", words, when=not fair)
        total += case.chance if fair else ZERO
    checks.refuse(
        "cases",
        f"Les probabilités font {number(total)}\u00a0% en tout\u00a0: elles doivent faire "
        "100\u00a0%.",
        when=not checks.errors and total != HUNDRED,
    )
    checks.done()


def expectation(choice: Choice) -> ChoiceResult:
    """Return the expected gain of a choice, how far it may be from it, the chance of a loss."""
    _check_choice(choice)
    with exact():
        chances = [(case.gain, case.chance / HUNDRED) for case in choice.cases]
        mean = sum((gain * chance for gain, chance in chances), ZERO)
        variance = sum((chance * (gain - mean) ** 2 for gain, chance in chances), ZERO)
        deviation = variance.sqrt()
        result = ChoiceResult(
            expectation=cents(mean),
            variance=rounded(variance, 2),
            deviation=cents(deviation),
            spread=rounded(deviation / abs(mean), KEPT_PLACES) if mean else None,
            loss=sum((chance for gain, chance in chances if gain < 0), ZERO),
        )
        return replace(result, steps=_choice_steps(choice, result))


def _choice_steps(choice: Choice, result: ChoiceResult) -> tuple[Step, ...]:
    parts = " + ".join(
        f"{bracketed(case.gain, euros(case.gain))} × {rate(case.chance)}" for case in choice.cases
    )
    mean = euros(result.expectation)
    away = bracketed(result.expectation, number(result.expectation))
    squares = " + ".join(
        f"{rate(case.chance)} × ({number(case.gain)} – {away})²" for case in choice.cases
    )
    variance = number(result.variance)
    lines = [
        Step("Espérance", "somme des gains × probabilités", parts, mean),
        Step("Variance", "somme des probabilités × (gain – espérance)²", squares, variance),
        Step("Écart-type", "racine de la variance", f"√ {variance}", euros(result.deviation)),
    ]
    if result.spread is not None:
        numbers = f"{euros(result.deviation)} ÷ {euros(abs(result.expectation))}"
        value = number(rounded(result.spread, 4))
        lines.append(
            Step("Risque relatif", "écart-type ÷ espérance, sans son signe", numbers, value)
        )
    formula = "somme des probabilités des gains négatifs"
    lines.append(Step("Probabilité d’une perte", formula, "", percent(result.loss)))
    return tuple(lines)


def expectation_sheet(choice: Choice) -> Sheet:
    """Return what is shown of a choice."""
    result = expectation(choice)
    figures = (
        Figure("Espérance de gain", result.expectation, Unit.EUROS),
        Figure("Écart-type (risque)", result.deviation, Unit.EUROS),
        Figure("Probabilité d’une perte", result.loss, Unit.PERCENT),
    )
    chart = Chart(
        kind="rows",
        title="Probabilité de chaque cas",
        text=", ".join(
            f"{case.label} {euros(case.gain)} à {rate(case.chance)}" for case in choice.cases
        ),
        labels=tuple(f"{case.label} ({euros(case.gain)})" for case in choice.cases),
        series=(Series("Probabilité", tuple(case.chance / HUNDRED for case in choice.cases)),),
        unit=Unit.PERCENT,
    )
    columns = (
        Column("Cas"),
        Column("Gain", Unit.EUROS),
        Column("Probabilité", Unit.PERCENT),
        Column("Gain × probabilité", Unit.EUROS),
    )
    rows = tuple(
        (case.label, case.gain, case.chance / HUNDRED, cents(case.gain * case.chance / HUNDRED))
        for case in choice.cases
    )
    table = Table("Ce qui peut arriver", columns, rows)
    return Sheet(figures, result.steps, chart, (table,))


# --- the normal law -------------------------------------------------------------------------


@dataclass(frozen=True)
class Normal:
    """A normal law and the bounds between which a chance is sought; a missing one is infinite."""

    mean: Decimal
    deviation: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class NormalResult:
    """The chance of being between the bounds, and the interval that holds 95 %."""

    z_low: Decimal | None
    z_high: Decimal | None
    under_low: Decimal
    under_high: Decimal
    chance: Decimal
    interval: tuple[Decimal, Decimal]
    steps: tuple[Step, ...] = field(default=())


def density(z: Decimal) -> Decimal:
    """Return the density of the standard normal law."""
    with exact():
        return (-(z * z) / 2).exp() / (2 * _PI).sqrt()


def standard_normal(z: Decimal) -> Decimal:
    """
    Return Π(z), the chance that a standard normal value is under z.

    The series z + z³/3 + z⁵/15 + … times the density, on fifty digits, until its terms fall under
    10⁻⁴⁰: right to thirty decimals at least, when the printed tables have four.
    """
    if abs(z) > FARTHEST:
        return ONE if z > 0 else ZERO
    with exact():
        term = total = z
        odd = 1
        while abs(term) > _SMALLEST_TERM:
            odd += 2
            term = term * z * z / odd
            total += term
        return ONE / 2 + density(z) * total


def _check_normal(law: Normal) -> None:
    checks = Checks()
    checks.amount("mean", law.mean, least=-MOST)
    checks.amount("deviation", law.deviation)
    checks.refuse(
        "deviation",
        "Un écart-type nul veut dire que rien ne varie\u00a0: écrivez-en un plus grand que zéro.",
        when=law.deviation == 0,
    )
    if law.low is not None:
        checks.amount("low", law.low, least=-MOST)
    if law.high is not None:
        checks.amount("high", law.high, least=-MOST)
    checks.refuse(
        "low",
        "Indiquez au moins une limite\u00a0: «\u00a0au moins\u00a0» ou «\u00a0au plus\u00a0».",
        when=law.low is None and law.high is None,
    )
    checks.done()
    checks.refuse(
        "high",
        "«\u00a0Au plus\u00a0» doit être plus grand que «\u00a0au moins\u00a0».",
        when=law.low is not None and law.high is not None and law.high <= law.low,
    )
    checks.done()


def _places(law: Normal) -> int:
    """Return how many decimals tell apart values a hundredth of a deviation from each other."""
    return max(_LEAST_PLACES, _LEAST_PLACES - law.deviation.adjusted())


def _reduced(value: Decimal | None, law: Normal) -> Decimal | None:
    return None if value is None else (value - law.mean) / law.deviation


def normal_chance(law: Normal) -> NormalResult:
    """Return the chance that a normal value lies between two bounds, twelve decimals."""
    _check_normal(law)
    with exact():
        z_low, z_high = _reduced(law.low, law), _reduced(law.high, law)
        under_low = ZERO if z_low is None else standard_normal(z_low)
        under_high = ONE if z_high is None else standard_normal(z_high)
        around, places = TWO_SIDED_95 * law.deviation, _places(law)
        result = NormalResult(
            z_low=None if z_low is None else rounded(z_low, 4),
            z_high=None if z_high is None else rounded(z_high, 4),
            under_low=rounded(under_low, KEPT_PLACES),
            under_high=rounded(under_high, KEPT_PLACES),
            chance=rounded(under_high - under_low, KEPT_PLACES),
            interval=(rounded(law.mean - around, places), rounded(law.mean + around, places)),
        )
        return replace(result, steps=_normal_steps(law, result))


def _read_in_the_table(z: Decimal, under: Decimal) -> Step:
    """Return how Π(t) is read: the printed table has no negative t."""
    label, value = f"Π({number(z)})", number(rounded(under, 4))
    if z >= 0:
        return Step(label, "table de la loi normale", "", value)
    formula = f"1 – Π({number(abs(z))}), table de la loi normale"
    return Step(label, formula, f"1 – {number(rounded(ONE - under, 4))}", value)


def _normal_steps(law: Normal, result: NormalResult) -> tuple[Step, ...]:
    lines = []
    asked = (
        ("au moins", law.low, result.z_low, result.under_low),
        ("au plus", law.high, result.z_high, result.under_high),
    )
    for words, bound, z, under in asked:
        if bound is None or z is None:
            continue
        mean = bracketed(law.mean, number(law.mean))
        numbers = f"({number(bound)} – {mean}) ÷ {number(law.deviation)}"
        formula = "(valeur – moyenne) ÷ écart-type"
        lines.append(Step(f"t, {quoted(words)}", formula, numbers, number(z)))
        lines.append(_read_in_the_table(z, under))
    high, low = number(rounded(result.under_high, 4)), number(rounded(result.under_low, 4))
    if law.low is None:
        formula, numbers = "Π(t)", high
    elif law.high is None:
        formula, numbers = "1 – Π(t)", f"1 – {low}"
    else:
        formula, numbers = "Π(t au plus) – Π(t au moins)", f"{high} – {low}"
    lines.append(Step("Probabilité", formula, numbers, percent(result.chance)))
    lines.append(
        Step(
            "Intervalle de 95\u00a0%",
            "moyenne ± 1,96 × écart-type",
            f"{number(law.mean)} ± 1,96 × {number(law.deviation)}",
            f"de {number(result.interval[0])} à {number(result.interval[1])}",
        )
    )
    return tuple(lines)


def _drawn(law: Normal) -> tuple[list[Decimal], tuple[Decimal, Decimal]]:
    """Return the values drawn on the axis, and which part of it is filled."""
    reach = _DRAWN_DEVIATIONS * law.deviation
    first, last = law.mean - reach, law.mean + reach
    step = (last - first) / (_DRAWN_POINTS - 1)
    low = first if law.low is None else min(max(law.low, first), last)
    high = last if law.high is None else min(max(law.high, first), last)
    values = [first + step * place for place in range(_DRAWN_POINTS)]
    return values, ((low - first) / step, (high - first) / step)


def normal_sheet(law: Normal) -> Sheet:
    """Return what is shown of a normal law."""
    result = normal_chance(law)
    with exact():
        values, filled = _drawn(law)
        heights = tuple(
            rounded(density((value - law.mean) / law.deviation), KEPT_PLACES) for value in values
        )
        marks = [law.mean + law.deviation * count for count in range(-3, 4)]
        rows = tuple(
            (
                rounded(value, _places(law)),
                Decimal(count),
                rounded(standard_normal(Decimal(count)), KEPT_PLACES),
            )
            for count, value in zip(range(-3, 4), marks, strict=True)
        )
    figures = (
        Figure("Probabilité", result.chance, Unit.PERCENT),
        Figure(
            "95\u00a0% des valeurs",
            f"de {number(result.interval[0])} à {number(result.interval[1])}",
        ),
    )
    chart = Chart(
        kind="area",
        title="Loi normale et part cherchée",
        text=(
            f"Moyenne {number(law.mean)}, écart-type {number(law.deviation)}\u00a0; la part "
            f"colorée vaut {percent(result.chance)}."
        ),
        labels=tuple(number(rounded(value, _places(law))) for value in values),
        series=(Series("densité", heights),),
        unit=Unit.NUMBER,
        filled=filled,
    )
    columns = (
        Column("Valeur", Unit.NUMBER),
        Column("t", Unit.NUMBER),
        Column("Probabilité d’être au-dessous", Unit.PERCENT),
    )
    table = Table("Repères de la loi", columns, rows)
    return Sheet(figures, result.steps, chart, (table,))
