"""Decimal arithmetic of the tools: precision, rounding, refusals, figures worded in French."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal, localcontext

from nrc_platform.core import dates
from nrc_platform.core.errors import Invalid

NBSP = "\u00a0"
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
ONE, ZERO = Decimal(1), Decimal(0)
# Banks count twelve months of thirty days.
COMMERCIAL_YEAR = 360
COMMERCIAL_MONTH = 30
# No school exercise and no company of ours goes beyond; a wrong key does.
MOST = Decimal(10) ** 12
FIRST_YEAR, LAST_YEAR = 1990, 2100
_MOST_SENTENCES = 3
_CENT_PLACES = 2
_DIGITS = 50
# As many as a form reads: a rate is shown as it was typed.
_RATE_PLACES = 6
# Shown with four decimals at most: what is kept has more, so that nothing is rounded twice.
KEPT_PLACES = 12


@contextmanager
def exact() -> Iterator[None]:
    """Calculate with fifty digits, half a unit rounded up, whatever the caller's context."""
    with localcontext(Context(prec=_DIGITS, rounding=ROUND_HALF_UP)):
        yield


def rounded(value: Decimal, places: int) -> Decimal:
    """Return the value with so many decimals, half a unit rounded up."""
    return value.quantize(ONE.scaleb(-places), ROUND_HALF_UP)


def cents(value: Decimal) -> Decimal:
    """Return an amount to the cent."""
    return value.quantize(CENT, ROUND_HALF_UP)


def ratio(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Return part ÷ whole with twelve decimals; none when the whole is zero."""
    return rounded(Decimal(part) / Decimal(whole), KEPT_PLACES) if whole else None


def ceiling(value: Decimal) -> int:
    """Return the least whole number that is not under the value."""
    return int(value.to_integral_value(ROUND_CEILING))


# --- words ----------------------------------------------------------------------------------


def number(value: Decimal | int, places: int | None = None) -> str:
    """Return « 1 080 », « 7,5 », « – 3 »: thousands apart, no useless zero unless asked for."""
    amount = Decimal(value) if places is None else rounded(Decimal(value), places)
    whole, _, part = format(abs(amount), "f").partition(".")
    if places is None:
        part = part.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", NBSP)
    sign = f"–{NBSP}" if amount < 0 else ""
    return f"{sign}{grouped},{part}" if part else f"{sign}{grouped}"


def euros(value: Decimal | int) -> str:
    """Return « 1 417,50 € », « 300 € »."""
    amount = cents(Decimal(value))
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{number(amount, places)}{NBSP}€"


def percent(value: Decimal, places: int = 2) -> str:
    """Return « 33,33 % » of 0.3333; zeros that say nothing are dropped."""
    return f"{number(rounded(value * HUNDRED, places))}{NBSP}%"


def rate(value: Decimal) -> str:
    """Return « 4,25 % » of a rate typed as 4.25."""
    return f"{number(rounded(value, _RATE_PLACES))}{NBSP}%"


def counted(count: int, one: str, many: str) -> str:
    """Return « 1 jour », « 30 jours »; French counts from two on."""
    return f"{number(count)}{NBSP}{one if abs(count) < 2 else many}"


def bracketed(value: Decimal, words: str) -> str:
    """Return the words of a value as they stand after a sign: « (– 2 000 €) » when negative."""
    return f"({words})" if value < 0 else words


def quoted(text: str) -> str:
    """Return « text » between French quotes."""
    return f"«{NBSP}{text}{NBSP}»"


def day(value: date) -> str:
    """Return « mardi 12 janvier 2027 »."""
    return dates.day(value)


# --- refusals -------------------------------------------------------------------------------

FINER_THAN_CENT = (
    "Écrivez ce montant au centime, par exemple 1250,50. Pour un prix plus fin, calculez pour "
    "cent unités."
)
OUT_OF_REACH = f"écrivez un nombre entre {number(-MOST)} et {number(MOST)}."


def within(value: Decimal, least: Decimal, most: Decimal) -> bool:
    """Return whether the value is a number between the bounds, both included."""
    return value.is_finite() and least <= value <= most


def _places(value: Decimal) -> int:
    """Return how many decimals the value really has."""
    exponent = value.normalize().as_tuple().exponent if value.is_finite() else 0
    return -int(exponent)


class Checks:
    """Gathers why an input is refused, each sentence at its field; says all of them at once."""

    def __init__(self) -> None:
        self.errors: dict[str, list[str]] = {}

    def refuse(self, field: str, sentence: str, *, when: bool) -> None:
        """Keep the sentence when the answer is absurd: once, and three at most of a long list."""
        if when:
            said = self.errors.setdefault(field, [])
            if sentence not in said and len(said) < _MOST_SENTENCES:
                said.append(sentence)

    def amount(
        self, field: str, value: Decimal, *, least: Decimal = ZERO, most: Decimal = MOST
    ) -> None:
        """Refuse what is no number, is under the least or over the most."""
        if not value.is_finite():
            self.refuse(field, "Écrivez un nombre, par exemple 1250,50.", when=True)
            return
        words = (
            "Ce nombre ne peut pas être négatif."
            if least == ZERO
            else f"Écrivez au moins {number(least)}."
        )
        self.refuse(field, words, when=value < least)
        limit = f"Ce nombre dépasse {number(most)}{NBSP}: vérifiez-le."
        self.refuse(field, limit, when=value > most)

    def money(self, field: str, value: Decimal, *, least: Decimal = ZERO) -> None:
        """Refuse an amount out of bounds or finer than the cent: another would be shown."""
        self.amount(field, value, least=least)
        self.refuse(field, FINER_THAN_CENT, when=_places(value) > _CENT_PLACES)

    def price(self, field: str, value: Decimal, sentence: str) -> None:
        """Refuse an amount that is nothing too, with the sentence that says why."""
        self.money(field, value)
        self.refuse(field, sentence, when=value == 0)

    def day(self, field: str, value: date) -> None:
        """Refuse a day of another century: a wrong key."""
        words = f"Vérifiez l’année\u00a0: elle va de {FIRST_YEAR} à {LAST_YEAR}."
        self.refuse(field, words, when=not FIRST_YEAR <= value.year <= LAST_YEAR)

    def percentage(self, field: str, value: Decimal, *, most: int = 100) -> None:
        """Refuse a rate that is negative or over the most, in per cent."""
        self.amount(field, value, most=Decimal(most))

    def count(self, field: str, value: int, *, least: int, most: int, what: str) -> None:
        """Refuse a count outside its bounds."""
        bounds = f"Indiquez de {number(least)} à {number(most)} {what}."
        self.refuse(field, bounds, when=not least <= value <= most)

    def done(self) -> None:
        """Raise `Invalid` when something was refused."""
        if self.errors:
            raise Invalid(self.errors)
