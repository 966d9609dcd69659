"""Forms and filters of the référentiel, of its rules and deadlines, and of evidence."""

from curriculum.forms.diploma import (
    CompetenceFilter,
    CritereFilter,
    DeadlineForm,
    EpreuveFilter,
    FonctionFilter,
    RuleForm,
    SavoirFilter,
)
from curriculum.forms.evidence import (
    CorrectionForm,
    EvidenceFilter,
    EvidenceForm,
    PositionForm,
    ScaleForm,
    WithdrawalForm,
)

__all__ = [
    "CompetenceFilter",
    "CorrectionForm",
    "CritereFilter",
    "DeadlineForm",
    "EpreuveFilter",
    "EvidenceFilter",
    "EvidenceForm",
    "FonctionFilter",
    "PositionForm",
    "RuleForm",
    "SavoirFilter",
    "ScaleForm",
    "WithdrawalForm",
]
