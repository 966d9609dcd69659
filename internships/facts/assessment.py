"""The forms of assessment, as data: one reading for the screen, the paper and the checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml

from internships.facts.template import DATA
from internships.models import Assessment

CURRENT = 1
SCALE, CHOICE, TEXT = "scale", "choice", "text"
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """One question: a step of the scale, a choice, or words."""

    code: str
    kind: str
    label: str
    choices: Choices = ()
    required: bool = True

    def said(self, answer: str) -> str:
        """Return the answer in words."""
        return dict(self.choices).get(answer, answer)


@dataclass(frozen=True)
class AssessmentForm:
    """What somebody is asked, in one version; `name` is what an answer keeps."""

    kind: str
    version: int
    title: str
    intro: str
    scale: Choices
    levels: Choices
    questions: tuple[Question, ...]
    asks_levels: bool
    asks_outcome: bool


@dataclass(frozen=True)
class Answered:
    """A question and what was answered, in words."""

    label: str
    answer: str
    is_text: bool


def _choices(rows: list[Mapping[str, str]]) -> Choices:
    return tuple((row["code"], row["label"]) for row in rows)


def _question(row: Mapping[str, object], scale: Choices) -> Question:
    kind = str(row["kind"])
    own = row.get("choices")
    choices = _choices(own) if isinstance(own, list) else ()
    return Question(
        code=str(row["code"]),
        kind=kind,
        label=str(row["label"]),
        choices=scale if kind == SCALE else choices,
        required=bool(row.get("required", True)),
    )


@lru_cache(maxsize=12)
def assessment_form(kind: str, version: int = CURRENT) -> AssessmentForm:
    """Return what is asked of the tutor, the student or the teacher, read once per process."""
    text = (DATA / f"assessment-{version}.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    own = data["forms"][kind]
    scale = _choices(data["scale"])
    return AssessmentForm(
        kind=kind,
        version=data["version"],
        title=own["title"],
        intro=own["intro"].strip(),
        scale=scale,
        levels=_choices(data["levels"]),
        questions=tuple(_question(row, scale) for row in own["questions"]),
        asks_levels=own["asks_levels"],
        asks_outcome=own["asks_outcome"],
    )


def form_of(row: Assessment) -> AssessmentForm:
    """Return the form that the answers of a row belong to."""
    return assessment_form(row.kind, row.form)


def answers_in_words(row: Assessment) -> list[Answered]:
    """Return each answered question of a row, in the order of its form."""
    return [
        Answered(question.label, question.said(row.answers[question.code]), question.kind == TEXT)
        for question in form_of(row).questions
        if row.answers.get(question.code)
    ]


def levels_in_words(row: Assessment, labels: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return code, label and level of each competence assessed."""
    words = dict(form_of(row).levels)
    return [
        (code, labels.get(code, ""), words[level])
        for code, level in sorted(row.levels.items())
        if level in words
    ]
