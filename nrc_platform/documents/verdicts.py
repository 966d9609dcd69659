"""The one answer given for a file or a reference: what the registry says first, then the seal."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from nrc_platform.core.dates import day, moment
from nrc_platform.documents.models import Document, Standing
from nrc_platform.documents.seals.report import FIELDS, Report, Verdict
from nrc_platform.documents.services import Answer

CARRIED = "document-presente.pdf"
NBSP = "\u00a0"


class Code(StrEnum):
    """The closed list of answers; only `authentic` says that the file may be relied upon."""

    AUTHENTIC = "authentic"
    PRESENTED = "presented"
    SUPERSEDED = "superseded"
    MODIFIED = "modified"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    # A reference says nothing of the file one holds.
    REFERENCE = "reference"


@dataclass(frozen=True)
class Round:
    """Where the signatures of a document stand, nobody named."""

    state: str
    signed: int
    total: int
    last_at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """A signed avenant that is to be read with its convention."""

    number: int
    signed_at: datetime


@dataclass(frozen=True)
class Around:
    """What the apps above the registry know of a document."""

    round: Round | None = None
    change: Change | None = None
    # The hash of what was shown to those who signed.
    presented_sha256: str = ""


@dataclass(frozen=True)
class Decision:
    """One answer: its code, its word, its one sentence, and how it is shown."""

    code: Code
    title: str
    text: str
    tone: str
    icon: str
    document: Document | None = None
    around: Around = field(default_factory=Around)

    @property
    def is_authentic(self) -> bool:
        """Return whether the file may be relied upon, alone and as it is."""
        return self.code is Code.AUTHENTIC


NOWHERE = Around()
_UNKNOWN_FILE = (
    "Nous n’avons jamais produit ce fichier, ou il a été modifié, ou imprimé puis numérisé. "
    "Essayez la référence du bas de page."
)
_UNKNOWN_REFERENCE = (
    "Aucun document ne porte cette référence. Recopiez les dix signes du bas de page, ou "
    "vérifiez le fichier lui-même."
)
_ASK = "Ne vous y fiez pas et demandez l’original."
_OURS = "Le cachet de la plateforme est présent, mais"
_SEAL_SAYS = {
    Verdict.CONTENT_CHANGED: f"{_OURS} le contenu a été changé sous lui. {_ASK}",
    Verdict.SEALED: (
        "Le cachet de la plateforme est intact, mais ce fichier n’est pas un de ceux que nous "
        "avons délivrés\u00a0: une partie que le cachet ne couvre pas a changé, ou une suite a "
        f"été retirée. {_ASK}"
    ),
}
_CUT = (
    "Le nom de notre cachet s’y lit, mais le fichier est coupé ou abîmé\u00a0: rien ne peut être "
    f"vérifié. {_ASK}"
)
_WRONG_SOURCE = (
    "Le document présenté qui y est joint n’est pas celui que les signataires ont lu. "
    "Ne vous y fiez pas et prévenez l’établissement."
)
_ENDED = {
    "void": "le tour de signature a été repris par l’établissement",
    "declined": "une personne a refusé de signer",
    "expired": "le délai pour signer est passé",
}
# Seals that prove nothing any more, whoever holds their key.
_WORTHLESS = (Verdict.CERTIFICATE_EXPIRED, Verdict.CERTIFICATE_REVOKED)


def bears_our_name(content: bytes) -> bool:
    """Return whether the name of one of our seals can be read in the bytes; it proves nothing."""
    # A PDF writes the dash of a name in octal.
    written = [*FIELDS, *(name.replace("-", "\\055") for name in FIELDS)]
    return any(name.encode() in content for name in written)


def decide(
    answer: Answer, around: Around = NOWHERE, report: Report | None = None, *, named: bool = False
) -> Decision:
    """
    Return the answer for a file: the hash of the whole file first, then its seal.

    - a hash that the registry knows needs no seal, but a report given along is read against it;
    - `named`: the name of one of our seals was read in a file that nothing can open.
    """
    document = answer.document
    if document is None:
        return _unregistered(report, named=named)
    if document.standing == Standing.PRESENTED:
        return _presented(answer, document, around)
    if _carries_another(report, around):
        return Decision(
            Code.MODIFIED, "Pièce étrangère", _WRONG_SOURCE, "late", "x-octagon", document, around
        )
    return _registered(answer, document, around)


def decide_reference(answer: Answer, around: Around = NOWHERE) -> Decision:
    """Return the answer for a printed reference: where its newest document stands."""
    document = answer.document
    if document is None:
        return Decision(Code.UNKNOWN, "Inconnu", _UNKNOWN_REFERENCE, "rest", "question-circle")
    there = decide(answer, around)
    if there.code is not Code.AUTHENTIC:
        return there
    words = {
        Standing.FINAL: "Le document qui porte cette référence est signé par tous et scellé.",
        Standing.ISSUED: "Un document en vigueur porte cette référence.",
    }[Standing(document.standing)]
    text = (
        f"{words} Pour savoir si le fichier que vous tenez est le bon, vérifiez aussi le fichier."
    )
    return Decision(
        Code.REFERENCE, "Référence connue", text, "done", "check2-circle", document, around
    )


def _registered(answer: Answer, document: Document, around: Around) -> Decision:
    if document.replaced_at is not None:
        return _superseded(answer, document, around)
    if around.change is not None:
        text = (
            f"Ce fichier est authentique, mais l’avenant n°{NBSP}{around.change.number}, signé le "
            f"{day(around.change.signed_at)}, a changé des clauses\u00a0: lisez-les ensemble."
        )
        title = "Authentique, changé par un avenant"
        return Decision(Code.SUPERSEDED, title, text, "watch", "clock-history", document, around)
    if document.standing == Standing.ISSUED:
        text = "Ce fichier est, octet pour octet, celui que cette plateforme a produit."
        title = "Identique à l’original"
        return Decision(Code.AUTHENTIC, title, text, "done", "patch-check", document, around)
    text = (
        f"Ce fichier est exactement celui qui a été scellé pour {document.school.name} le "
        f"{moment(document.created_at)}. Aucun octet n’a changé."
    )
    return Decision(Code.AUTHENTIC, "Authentique", text, "done", "patch-check", document, around)


def _superseded(answer: Answer, document: Document, around: Around) -> Decision:
    when = document.replaced_at
    on = f" le {day(when)}" if when else ""
    if answer.newer is None:
        title, icon = f"Retiré{on}", "slash-circle"
        text = (
            "Ce fichier était authentique, mais l’établissement l’a retiré\u00a0: il ne vaut "
            "plus. Demandez-lui où en est le dossier."
        )
    else:
        title, icon = f"Remplacé{on}", "clock-history"
        text = (
            "Ce fichier était authentique, mais une version plus récente l’a remplacé. Demandez "
            "la version en vigueur à l’établissement."
        )
    return Decision(Code.SUPERSEDED, title, text, "watch", icon, document, around)


def _presented(answer: Answer, document: Document, around: Around) -> Decision:
    it = "Ce fichier est bien la version proposée à la signature"
    round_ = around.round
    state = round_.state if round_ else ""
    newer = answer.newer.standing if answer.newer else ""
    title, tone, icon = "Présenté, pas encore signé par tous", "wait", "hourglass-split"
    if newer == Standing.FINAL or state == "complete":
        title, tone, icon = "Présenté, signé depuis", "watch", "clock-history"
        text = (
            f"{it}, sans les signatures\u00a0: tous ont signé depuis. La version signée et "
            "scellée existe\u00a0: demandez-la à l’établissement."
        )
    elif state in _ENDED or document.replaced_at is not None:
        title, tone, icon = "Présenté, n’attend plus de signature", "watch", "slash-circle"
        why = _ENDED.get(state, "une autre version l’a remplacée, ou elle a été retirée")
        text = (
            f"{it}, mais elle n’attend plus de signature\u00a0: {why}. "
            "Elle n’a pas de valeur d’accord."
        )
    elif state == "completing":
        title = "Présenté, scellement en cours"
        text = (
            f"{it}\u00a0: tous ont signé, et la version scellée se prépare. "
            "Demandez-la à l’établissement."
        )
    elif round_ is not None:
        have = "personnes sur {} ont" if round_.signed > 1 else "personne sur {} a"
        count = f"{round_.signed} {have.format(round_.total)}"
        text = f"{it}\u00a0: {count} signé. Il n’a pas encore de valeur d’accord."
    else:
        text = f"{it}. Il n’a pas de valeur d’accord tant que tous n’ont pas signé."
    return Decision(Code.PRESENTED, title, text, tone, icon, document, around)


def _unregistered(report: Report | None, *, named: bool) -> Decision:
    modified = ("Modifié après le cachet", "late", "x-octagon")
    verdict = report.verdict if report else None
    code, (title, tone, icon) = Code.MODIFIED, modified
    if report is not None and verdict is Verdict.BYTES_ADDED:
        have = "ont été ajoutés" if report.added > 1 else "a été ajouté"
        text = f"{_OURS} {count_bytes(report.added)} {have} ensuite. {_ASK}"
    elif report is not None and verdict is Verdict.REVISION_ADDED:
        text = f"{_OURS} une révision de {count_bytes(report.added)} a été ajoutée ensuite. {_ASK}"
    elif verdict in _SEAL_SAYS:
        text = _SEAL_SAYS[verdict]
    elif verdict is Verdict.UNREADABLE and named:
        title, text = "Coupé ou abîmé", _CUT
    elif report is not None and verdict is Verdict.OTHER_ISSUER:
        code, title, text = Code.FOREIGN, "Cachet d’un autre émetteur", report.sentence
    elif report is not None and verdict in _WORTHLESS:
        code, title, text = Code.UNKNOWN, "Inconnu, sous un cachet sans valeur", report.sentence
    else:
        code, title, text = Code.UNKNOWN, "Inconnu", _UNKNOWN_FILE
        tone, icon = "rest", "question-circle"
    return Decision(code, title, text, tone, icon)


def _carries_another(report: Report | None, around: Around) -> bool:
    """Return whether the file carries, as what was shown, something that was not."""
    if report is None or not around.presented_sha256:
        return False
    carried = [each.sha256 for each in report.attachments if each.name == CARRIED]
    return bool(carried) and carried != [around.presented_sha256]


def count_bytes(count: int) -> str:
    """Return « 1 214 octets »."""
    grouped = f"{count:,}".replace(",", "\u202f")
    return f"{grouped}{NBSP}{'octets' if count > 1 else 'octet'}"
