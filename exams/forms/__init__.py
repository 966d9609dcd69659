"""Forms of the exam files: lenient while a draft is written, in the order of the official form."""

from exams.forms.fiche import (
    HELP,
    QUESTIONS,
    ActorForm,
    FicheForm,
    NewFicheForm,
    RubricBlock,
    SavoirGroup,
    SavoirLine,
)
from exams.forms.review import (
    AnnexForm,
    FicheFilter,
    NumberForm,
    RemarkForm,
    SendBackForm,
    VisaForm,
    WithdrawForm,
)
from exams.forms.training import PaperForm

__all__ = [
    "ActorForm",
    "AnnexForm",
    "FicheFilter",
    "FicheForm",
    "HELP",
    "NewFicheForm",
    "NumberForm",
    "PaperForm",
    "QUESTIONS",
    "RemarkForm",
    "RubricBlock",
    "SavoirGroup",
    "SavoirLine",
    "SendBackForm",
    "VisaForm",
    "WithdrawForm",
]
