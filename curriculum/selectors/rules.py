"""Reads of dated rule values."""

from datetime import date

from django.db.models import Q

from curriculum.facts import RuleFact
from curriculum.models import RuleValue
from curriculum.rules.values import RULE_KEYS, Value
from nrc_platform.core import clock
from nrc_platform.people.models import School

_DEFAULT_SOURCE = "Valeur de départ de la plateforme"


def rule_fact(key: str, *, school: School | None = None, on: date | None = None) -> RuleFact:
    """
    Return the value of a rule on a day and its source. One query.

    - the school's own value wins over the general one, then the latest one;
    - an unknown key is a fault of ours: `KeyError`.
    """
    rule, day = RULE_KEYS[key], on or clock.today()
    holding = Q(rule_set__starts_on__lte=day) & (
        Q(rule_set__ends_on__isnull=True) | Q(rule_set__ends_on__gte=day)
    )
    places = Q(rule_set__school__isnull=True) | Q(rule_set__school=school)
    found = (
        RuleValue.objects.filter(holding & places, key=key)
        .select_related("rule_set")
        .order_by("rule_set__starts_on", "id")
    )
    values = sorted(found, key=lambda value: value.rule_set.school_id is not None)
    if not values:
        return RuleFact(key, rule.default, _DEFAULT_SOURCE, None)
    chosen = values[-1]
    return RuleFact(key, chosen.value, chosen.rule_set.source, chosen.rule_set.starts_on)


def rule_value(key: str, *, school: School | None = None, on: date | None = None) -> Value:
    """Return the value of a rule on a day (today by default), as `rule_fact` chooses it."""
    value: Value = rule_fact(key, school=school, on=on).value
    return value
