"""Reads of dated rule values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from curriculum.access import Viewer, ruled_schools
from curriculum.facts import RuleFact, RuleLine, SchoolRules
from curriculum.models import RuleValue
from curriculum.rules.values import RULE_KEYS, RuleKey, Value
from nrc_platform.core import clock, dates
from nrc_platform.people.models import School

_DEFAULT_SOURCE = "Valeur de départ de la plateforme"


def _holds(value: RuleValue, day: date) -> bool:
    rules = value.rule_set
    return rules.starts_on <= day and (rules.ends_on is None or rules.ends_on >= day)


def _chosen(values: Iterable[RuleValue], day: date) -> RuleValue | None:
    """Return the value of that day: the school's own before the general, then the latest."""
    holding = [value for value in values if _holds(value, day)]
    ranked = sorted(
        holding, key=lambda value: (value.rule_set.school_id is not None, value.rule_set.starts_on)
    )
    return ranked[-1] if ranked else None


@dataclass(frozen=True)
class RuleBook:
    """The dated values of a school and the general ones, read once for many days and rules."""

    values: Mapping[str, Sequence[RuleValue]]

    def fact(self, key: str, on: date) -> RuleFact:
        """Return the value of a rule on a day and its source; an unknown key is a `KeyError`."""
        rule = RULE_KEYS[key]
        chosen = _chosen(self.values.get(key, ()), on)
        if chosen is None:
            return RuleFact(key, rule.default, _DEFAULT_SOURCE, None)
        return RuleFact(key, chosen.value, chosen.rule_set.source, chosen.rule_set.starts_on)


def rule_book(school: School | None = None, *keys: str) -> RuleBook:
    """Return the values of those rules (of all by default), whatever their days. One query."""
    places = Q(rule_set__school__isnull=True) | Q(rule_set__school=school)
    rows = RuleValue.objects.filter(places).select_related("rule_set").order_by("id")
    by_key: dict[str, list[RuleValue]] = {}
    for row in rows.filter(key__in=keys) if keys else rows:
        by_key.setdefault(row.key, []).append(row)
    return RuleBook(by_key)


def rule_fact(key: str, *, school: School | None = None, on: date | None = None) -> RuleFact:
    """
    Return the value of a rule on a day and its source. One query.

    - the school's own value wins over the general one, then the latest one;
    - an unknown key is a fault of ours: `KeyError`.
    """
    return rule_book(school, key).fact(key, on or clock.today())


def rule_value(key: str, *, school: School | None = None, on: date | None = None) -> Value:
    """Return the value of a rule on a day (today by default), as `rule_fact` chooses it."""
    value: Value = rule_fact(key, school=school, on=on).value
    return value


def _coming(rule: RuleKey, values: list[RuleValue], day: date) -> str:
    """Say what the school has already fixed for a later day."""
    later = [value for value in values if value.rule_set.starts_on > day]
    if not later:
        return ""
    first = min(later, key=lambda value: value.rule_set.starts_on)
    return f"{rule.said(first.value)} à partir du {dates.short_day(first.rule_set.starts_on)}"


def _line(rule: RuleKey, values: list[RuleValue], school_id: UUID, day: date) -> RuleLine:
    mine = [value for value in values if value.rule_set.school_id in {None, school_id}]
    own = [value for value in mine if value.rule_set.school_id is not None]
    chosen = _chosen(mine, day)
    return RuleLine(
        key=rule.key,
        label=rule.label,
        value=rule.said(chosen.value if chosen else rule.default),
        source=chosen.rule_set.source if chosen else _DEFAULT_SOURCE,
        starts_on=chosen.rule_set.starts_on if chosen else None,
        own=chosen is not None and chosen.rule_set.school_id is not None,
        coming=_coming(rule, own, day),
        by_law=rule.by_law,
    )


def school_rules(user: Viewer, schools: Sequence[School]) -> list[SchoolRules]:
    """Return the rules of those schools today, and which the person may fix. Two queries."""
    ids = [school.pk for school in schools]
    places = Q(rule_set__school__isnull=True) | Q(rule_set__school__in=ids)
    by_key: dict[str, list[RuleValue]] = {key: [] for key in RULE_KEYS}
    for value in RuleValue.objects.filter(places).select_related("rule_set").order_by("id"):
        by_key.setdefault(value.key, []).append(value)
    editable = set(ruled_schools(user).filter(pk__in=ids).order_by().values_list("pk", flat=True))
    day = clock.today()
    return [
        SchoolRules(
            school=school,
            lines=[_line(rule, by_key[key], school.pk, day) for key, rule in RULE_KEYS.items()],
            can_edit=school.pk in editable,
        )
        for school in schools
    ]
