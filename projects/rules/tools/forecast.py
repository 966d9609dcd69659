"""Sales forecast: moving average, straight line of least squares, seasonal coefficients."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from projects.rules.tools.figures import (
    KEPT_PLACES,
    MOST,
    ONE,
    ZERO,
    Checks,
    counted,
    exact,
    number,
    percent,
    quoted,
    rounded,
    within,
)
from projects.rules.tools.sheet import Chart, Column, Figure, Series, Sheet, Step, Table, Unit

LEAST_PERIODS, MOST_PERIODS = 3, 120
MOST_SEASONS = 12
MOST_AHEAD = 24
_TWO_YEARS = 2
_STRONG, _FAIR = Decimal("0.9"), Decimal("0.7")


@dataclass(frozen=True)
class Sale:
    """A past period and what was sold in it."""

    label: str
    value: Decimal


@dataclass(frozen=True)
class History:
    """
    Past sales in order, and what is asked of them.

    - `window`: periods in a moving average; `seasons`: periods in a cycle, 1 when there is none;
    - `ahead`: periods to foresee.
    """

    sales: tuple[Sale, ...]
    window: int = 3
    seasons: int = 1
    ahead: int = 3


@dataclass(frozen=True)
class Line:
    """The straight line y = slope × rank + start; correlation none when all values are equal."""

    slope: Decimal
    start: Decimal
    correlation: Decimal | None

    def at(self, rank: int) -> Decimal:
        """Return the trend at that rank; the first period has rank 1."""
        return self.slope * rank + self.start


@dataclass(frozen=True)
class Foreseen:
    """A period to come: its trend, its seasonal coefficient, and both together."""

    rank: int
    trend: Decimal
    coefficient: Decimal
    value: Decimal


@dataclass(frozen=True)
class ForecastResult:
    """What past sales let foresee; a centred moving average is none near both ends."""

    averages: tuple[Decimal | None, ...]
    last_average: Decimal
    line: Line
    coefficients: tuple[Decimal, ...]
    foreseen: tuple[Foreseen, ...]
    steps: tuple[Step, ...] = field(default=())


def moving_averages(values: Sequence[Decimal], window: int) -> tuple[Decimal | None, ...]:
    """
    Return the centred moving average at each period.

    - an even window leans on both sides: its two end periods count for a half each.
    """
    half = window // 2
    weights = [ONE] * window if window % 2 else [ONE / 2, *[ONE] * (window - 1), ONE / 2]
    found: list[Decimal | None] = []
    with exact():
        for place in range(len(values)):
            around = values[max(place - half, 0) : place + half + 1]
            whole = place >= half and len(around) == len(weights)
            total = sum((w * v for w, v in zip(weights, around, strict=False)), ZERO)
            found.append(rounded(total / window, 2) if whole else None)
    return tuple(found)


def least_squares(values: Sequence[Decimal]) -> Line:
    """Return the line nearest to the values by least squares, not rounded, and r."""
    with exact():
        count = len(values)
        middle, mean = Decimal(count + 1) / 2, sum(values, ZERO) / count
        apart = [(rank - middle, value - mean) for rank, value in enumerate(values, 1)]
        xy = sum((x * y for x, y in apart), ZERO)
        xx = sum((x * x for x, _ in apart), ZERO)
        yy = sum((y * y for _, y in apart), ZERO)
        slope = xy / xx
        r = rounded(xy / (xx * yy).sqrt(), KEPT_PLACES) if yy else None
        return Line(slope, mean - slope * middle, r)


def seasonal_coefficients(
    values: Sequence[Decimal], line: Line, seasons: int
) -> tuple[Decimal, ...]:
    """Return the mean of sales ÷ trend of each season, brought to an average of 1."""
    if seasons == 1:
        return (ONE,)
    with exact():
        shares = [value / line.at(rank) for rank, value in enumerate(values, 1)]
        by_season = [shares[season::seasons] for season in range(seasons)]
        means = [sum(each, ZERO) / len(each) for each in by_season]
        total = sum(means, ZERO)
        return tuple(rounded(mean * seasons / total, KEPT_PLACES) for mean in means)


def _check(history: History) -> None:
    checks = Checks()
    count, values = len(history.sales), [sale.value for sale in history.sales]
    checks.count("sales", count, least=LEAST_PERIODS, most=MOST_PERIODS, what="périodes")
    for sale in history.sales:
        words = f"{quoted(sale.label)}\u00a0: écrivez un nombre de 0 à {number(MOST)}."
        checks.refuse("sales", words, when=not within(sale.value, ZERO, MOST))
    checks.refuse(
        "sales", "Toutes les ventes sont nulles\u00a0: rien ne se prévoit.", when=not any(values)
    )
    most = max(min(count, MOST_SEASONS), LEAST_PERIODS)
    checks.count("window", history.window, least=2, most=most, what="périodes")
    checks.count("seasons", history.seasons, least=1, most=MOST_SEASONS, what="périodes par cycle")
    checks.count("ahead", history.ahead, least=1, most=MOST_AHEAD, what="périodes à prévoir")
    checks.refuse(
        "seasons",
        "Il faut deux cycles complets de ventes pour mesurer une saison"
        f"\u00a0: {_TWO_YEARS * history.seasons} périodes au moins.",
        when=history.seasons > 1 and count < _TWO_YEARS * history.seasons,
    )
    checks.done()


def _line(history: History) -> Line:
    """Return the trend, refusing seasons around one that reaches zero."""
    values = [sale.value for sale in history.sales]
    line = least_squares(values)
    if history.seasons > 1:
        checks = Checks()
        checks.refuse(
            "seasons",
            "La tendance tombe à zéro dans les périodes connues\u00a0: les saisons ne se mesurent "
            "pas.",
            when=min(line.at(1), line.at(len(values))) <= 0,
        )
        checks.done()
    return line


def forecast(history: History) -> ForecastResult:
    """
    Return the trend, the seasons and the periods to come.

    - sales foreseen: trend × seasonal coefficient, two decimals; never under zero.
    """
    _check(history)
    values = [sale.value for sale in history.sales]
    with exact():
        line = _line(history)
        coefficients = seasonal_coefficients(values, line, history.seasons)
        foreseen = []
        for rank in range(len(values) + 1, len(values) + history.ahead + 1):
            trend = line.at(rank)
            coefficient = coefficients[(rank - 1) % history.seasons]
            value = rounded(max(trend * coefficient, ZERO), 2)
            foreseen.append(Foreseen(rank, rounded(trend, 2), coefficient, value))
        result = ForecastResult(
            averages=moving_averages(values, history.window),
            last_average=rounded(sum(values[-history.window :], ZERO) / history.window, 2),
            line=line,
            coefficients=coefficients,
            foreseen=tuple(foreseen),
        )
        return replace(result, steps=_steps(history, result))


def _meaning(correlation: Decimal) -> str:
    if abs(correlation) >= _STRONG:
        return "liaison forte, la droite est un bon résumé"
    if abs(correlation) >= _FAIR:
        return "liaison moyenne, prévision à prendre avec prudence"
    return "liaison faible, la droite résume mal les ventes"


def _equation(line: Line) -> str:
    slope, start = number(rounded(line.slope, 4)), rounded(line.start, 4)
    sign = "–" if start < 0 else "+"
    return f"y = {slope} × rang {sign} {number(abs(start))}"


def _steps(history: History, result: ForecastResult) -> tuple[Step, ...]:
    last = [sale.value for sale in history.sales][-history.window :]
    lines = [
        Step(
            f"Moyenne des {history.window} dernières périodes",
            "somme ÷ nombre de périodes",
            f"({' + '.join(number(value) for value in last)}) ÷ {history.window}",
            number(result.last_average),
        ),
        Step(
            "Pente de la tendance",
            "somme des (x – x moyen)(y – y moyen) ÷ somme des (x – x moyen)²",
            f"{counted(len(history.sales), 'période', 'périodes')}",
            number(rounded(result.line.slope, 4)),
        ),
        Step(
            "Droite des moindres carrés",
            "y = pente × rang + ordonnée à l’origine",
            "",
            _equation(result.line),
        ),
    ]
    r = result.line.correlation
    if r is not None:
        value = f"{number(rounded(r, 4))}\u00a0: {_meaning(r)}"
        lines.append(
            Step("Corrélation r", "covariance ÷ (écart-type x × écart-type y)", "", value)
        )
        share = f"{percent(r * r)} des variations suivent la droite"
        lines.append(Step("Part expliquée", "r²", f"{number(rounded(r, 4))}²", share))
    if history.seasons > 1:
        lines += [
            Step(
                f"Coefficient de la saison {season}",
                "moyenne des ventes ÷ tendance, ramenée à une moyenne de 1",
                "",
                number(rounded(coefficient, 4)),
            )
            for season, coefficient in enumerate(result.coefficients, 1)
        ]
    for each in result.foreseen:
        trend, coefficient = number(each.trend), number(rounded(each.coefficient, 4))
        numbers = f"{trend} × {coefficient}" if history.seasons > 1 else trend
        formula = "tendance × coefficient" if history.seasons > 1 else "tendance au rang"
        lines.append(Step(f"Prévision, rang {each.rank}", formula, numbers, number(each.value)))
    return tuple(lines)


def _table(
    history: History,
    result: ForecastResult,
    labels: tuple[str, ...],
    trend: tuple[Decimal, ...],
) -> Table:
    """Return each period, known then foreseen, with all that is said of it."""
    sold = tuple(sale.value for sale in history.sales)
    nothing, unknown = (None,) * history.ahead, (None,) * len(sold)
    expected = (*unknown, *(each.value for each in result.foreseen))
    columns = (
        Column("Période"),
        Column("Ventes", Unit.NUMBER),
        Column("Moyenne mobile", Unit.NUMBER),
        Column("Tendance", Unit.NUMBER),
        Column("Coefficient", Unit.NUMBER),
        Column("Prévision", Unit.NUMBER),
    )
    coefficients = [
        rounded(result.coefficients[place % history.seasons], 4) for place in range(len(labels))
    ]
    rows = tuple(
        zip(labels, (*sold, *nothing), (*result.averages, *nothing), trend, coefficients, expected,
            strict=True)
    )  # fmt: skip
    return Table("Ventes par période", columns, rows)


def forecast_sheet(history: History) -> Sheet:
    """Return what is shown of a forecast."""
    result = forecast(history)
    r, nothing = result.line.correlation, (None,) * history.ahead
    figures = [
        Figure("Prochaine période", result.foreseen[0].value, Unit.NUMBER),
        Figure(f"Moyenne des {history.window} dernières", result.last_average, Unit.NUMBER),
        Figure("Droite de tendance", _equation(result.line)),
    ]
    if r is not None:
        figures.append(Figure("Corrélation", rounded(r, 4), Unit.NUMBER))
    sold = tuple(sale.value for sale in history.sales)
    labels = (
        *(sale.label for sale in history.sales),
        *(f"rang\u00a0{each.rank}" for each in result.foreseen),
    )
    with exact():
        trend = tuple(rounded(result.line.at(rank), 2) for rank in range(1, len(labels) + 1))
    expected = ((None,) * len(sold)) + tuple(each.value for each in result.foreseen)
    chart = Chart(
        kind="lines",
        title="Ventes passées, tendance et prévision",
        text=(
            f"{counted(len(sold), 'période connue', 'périodes connues')}, dernière "
            f"{number(sold[-1])}\u00a0; prévision suivante {number(result.foreseen[0].value)}."
        ),
        labels=labels,
        series=(
            Series("ventes", (*sold, *nothing)),
            Series("tendance", trend, "goal"),
            Series("prévision", expected, "past"),
        ),
        unit=Unit.NUMBER,
    )
    notes = []
    if r is None:
        notes.append(
            "Toutes les ventes sont égales\u00a0: la droite est plate, r ne se calcule pas."
        )
    if any(each.trend < 0 for each in result.foreseen):
        notes.append("La tendance passe sous zéro\u00a0: la droite ne vaut plus si loin.")
    table = _table(history, result, labels, trend)
    return Sheet(tuple(figures), result.steps, chart, (table,), tuple(notes))
