"""Variables of a closed list, and the school's own clauses from Markdown to safe HTML."""

import re
from collections.abc import Mapping

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.extensions.toc import TocExtension

from nrc_platform.core.errors import Invalid

# What a clause may say of the convention at hand; nothing else is replaced.
VARIABLES = {
    "numero": "numéro de la convention",
    "etablissement": "nom de l’établissement",
    "chef": "nom du chef d’établissement",
    "entreprise": "nom de l’entreprise",
    "representant": "représentant de l’entreprise",
    "etudiant": "nom de l’étudiant, ou des étudiants",
    "classe": "classe",
    "formation": "intitulé de la formation",
    "referent": "enseignant référent",
    "tuteur": "tuteur",
    "sujet": "sujet du stage",
    "debut": "premier jour",
    "fin": "dernier jour",
    "heures": "heures de présence prévues",
    "duree": "durée en jours et en semaines",
    "horaire": "heures par semaine",
    "lieu": "lieu du stage",
    "gratification": "gratification par heure",
    "caisse": "caisse d’assurance maladie",
}
_VARIABLE = re.compile(r"\{([^{}\n]*)\}")
# No link, no image, no attribute: a printed page has nothing to follow nor to fetch.
TAGS = frozenset(
    ["p", "br", "strong", "em", "ul", "ol", "li", "h3", "h4", "h5", "h6", "blockquote", "hr"]
)
# Never printed, and searching 20,000 « [ » for the end of a link took a minute.
_UNREAD = (
    "reference",
    "link",
    "image_link",
    "image_reference",
    "short_reference",
    "short_image_ref",
    "autolink",
    "automail",
    "html",
)
TOO_NESTED = (
    "Ce texte est trop imbriqué pour être imprimé\u00a0: réduisez les listes et les citations "
    "mises les unes dans les autres."
)
# Deeper lists mean nothing on paper, and the parser calls itself at each level.
MAX_NESTING = 8
_QUOTED = re.compile(rf"^(?:[ \t]*>){{{MAX_NESTING},}}", re.MULTILINE)
_INDENTED = re.compile(rf"^(?: {{4}}|\t){{{MAX_NESTING},}}", re.MULTILINE)


def unknown_variables(text: str) -> list[str]:
    """Return the words in braces that name no variable, in order, each once."""
    return [name for name in dict.fromkeys(_VARIABLE.findall(text)) if name not in VARIABLES]


def check_clauses(body: str, *, field: str = "body") -> None:
    """Refuse a variable outside the closed list, and text too nested to be printed."""
    unknown = unknown_variables(body)
    if unknown:
        named = ", ".join(f"{{{name}}}" for name in unknown)
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        raise Invalid(
            {
                field: [
                    f"Ces mots entre accolades ne sont pas connus\u00a0: {named}. "
                    f"Vous pouvez écrire {known}."
                ]
            }
        )
    if _QUOTED.search(body) or _INDENTED.search(body):
        raise Invalid({field: [TOO_NESTED]})


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its variables replaced; a value is never read as a variable."""
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def _parser() -> Markdown:
    """Return a parser of paragraphs, lists, headings and emphasis; HTML and links stay text."""
    parser = Markdown(extensions=["sane_lists", TocExtension(baselevel=3)], output_format="html")
    for name in _UNREAD:
        parser.inlinePatterns.deregister(name)
    parser.preprocessors.deregister("html_block")
    for name in ("reference", "setextheader"):
        parser.parser.blockprocessors.deregister(name)
    return parser


def clauses_html(body: str, values: Mapping[str, str]) -> SafeString:
    """
    Return the clauses as safe HTML, their variables replaced by escaped values.

    Values come last: what a company wrote in its name is text, never Markdown nor HTML.
    """
    check_clauses(body)
    try:
        raw = _parser().convert(body)
    except RecursionError as error:
        raise Invalid({"body": [TOO_NESTED]}) from error
    clean = nh3.clean(raw, tags=set(TAGS), attributes={}, link_rel=None)
    shown = {name: str(escape(value)) for name, value in values.items()}
    return mark_safe(fill(clean, shown))  # noqa: S308
