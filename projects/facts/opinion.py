"""The form of the sponsor's opinion, as data; its questions are drawn as those of a stage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from internships.facts.assessment import SCALE, TEXT, Answered, Choices, Question
from projects.models import SponsorOpinion

DATA = Path(__file__).resolve().parents[1] / "data"
CURRENT = 1


@dataclass(frozen=True)
class OpinionForm:
    """What the professional is asked, in one version."""

    version: int
    title: str
    intro: str
    questions: tuple[Question, ...]


def _choices(rows: Iterable[Mapping[str, str]]) -> Choices:
    return tuple((row["code"], row["label"]) for row in rows)


@lru_cache(maxsize=4)
def opinion_form(version: int = CURRENT) -> OpinionForm:
    """Return what is asked, read once per process."""
    text = (DATA / f"opinion-{version}.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    scale = data["scale"]
    return OpinionForm(
        version=data["version"],
        title=data["title"],
        intro=data["intro"].strip(),
        questions=tuple(
            Question(
                code=row["code"],
                kind=row["kind"],
                label=row["label"],
                choices=_choices(row.get("choices", scale if row["kind"] == SCALE else ())),
                required=row.get("required", True),
            )
            for row in data["questions"]
        ),
    )


def form_of(row: SponsorOpinion) -> OpinionForm:
    """Return the form that the answers of a row belong to."""
    return opinion_form(row.form)


def answers_in_words(row: SponsorOpinion) -> list[Answered]:
    """Return each answered question of a row, in the order of its form."""
    return [
        Answered(question.label, question.said(row.answers[question.code]), question.kind == TEXT)
        for question in form_of(row).questions
        if row.answers.get(question.code)
    ]
