"""The knowledge tree: codes by the order of headings, bullets, limits (requirements 6 to 172)."""

import pytest

from curriculum.rules.matching import same_heading
from tests.curriculum.nrc2003 import epreuves, flat, printed_again, savoirs

# Every code the exam part prints, with the heading of the tables it must fall on.
PRINTED = {
    "S4": "Mercatique",
    "S41": "La mercatique, une démarche centrée sur le client",
    "S42": "Le contexte de l’action du commercial",
    "S423": "La demande",
    "S43": "L’analyse de la clientèle",
    "S44": "L’adaptation des solutions commerciales aux cibles prospects/clients",
    "S5": "Gestion commerciale",
    "S51": "La gestion des marges de manœuvre dans la négociation",
    "S52": "La gestion de la rentabilité et du risque client",
    "S53": "La gestion de l’action commerciale",
    "S6": "Management commercial",
    "S61": "Le cadre managérial",
    "S62": "Les orientations managériales",
    "S63": "Management opérationnel",
    "S633": "Animation d’équipe",
    "S634": "Le management du réseau de vente",
    "S7": "Communication",
    "S73": "La communication dans la relation managériale",
    "S74": "Les fondamentaux de la négociation commerciale",
    "S75": "La négociation entreprise / particuliers",
    "S76": "La négociation entreprise / entreprise",
    "S77": "La négociation entreprise / distributeurs",
    "S8": "Technologies commerciales",
    "S81": "Environnement technologique du commercial",
    "S82": "Technologies commerciales opérationnelles",
    "S822": "Utilisation de bases de données Clients/prospects",
    "S823": "Organisation de la prospection",
    "S824": "Gestion du temps",
    "S825": "Communication commerciale",
    "S826": "Travail collaboratif",
    "S827": "Formation commerciale",
}
CHILDREN = {
    "S4": 4, "S42": 5, "S43": 2, "S44": 6,
    "S5": 3, "S51": 3, "S52": 3, "S53": 4,
    "S6": 3, "S61": 2, "S62": 3, "S63": 4,
    "S7": 7, "S72": 4, "S73": 3, "S74": 3, "S75": 3, "S76": 2, "S77": 2,
    "S8": 2, "S81": 3, "S82": 7,
}  # fmt: skip
# Knowledge bullets (nested ones not counted) and limits of each node that holds any.
KNOWLEDGE = {
    "S41": 4, "S421": 3, "S422": 3, "S423": 6, "S424": 2, "S425": 3, "S431": 3, "S432": 4,
    "S441": 3, "S442": 3, "S443": 2, "S444": 3, "S445": 2, "S446": 2,
    "S511": 5, "S512": 4, "S513": 2, "S521": 4, "S522": 4, "S523": 3,
    "S531": 5, "S532": 5, "S533": 2, "S534": 5,
    "S611": 3, "S612": 2, "S621": 3, "S622": 4, "S623": 4,
    "S631": 6, "S632": 3, "S633": 6, "S634": 5,
    "S71": 3, "S721": 2, "S722": 4, "S723": 2, "S724": 3, "S731": 2, "S732": 2, "S733": 3,
    "S741": 3, "S742": 2, "S743": 2, "S751": 3, "S753": 4, "S761": 4, "S762": 5,
    "S771": 4, "S772": 3,
    "S811": 3, "S812": 5, "S813": 3, "S821": 3, "S822": 4, "S823": 5, "S825": 2, "S826": 2,
    "S827": 4,
}  # fmt: skip
LIMITS = {
    "S41": 2, "S42": 4, "S43": 3, "S44": 7,
    "S511": 2, "S512": 2, "S521": 2, "S522": 1, "S523": 1, "S531": 1, "S532": 1, "S53": 2,
    "S611": 6, "S612": 6, "S621": 4, "S622": 4, "S623": 2,
    "S631": 3, "S632": 3, "S633": 2, "S634": 2,
    "S71": 1, "S72": 8, "S73": 4, "S741": 2, "S74": 2, "S75": 3, "S76": 2, "S77": 2,
    "S811": 5, "S812": 7, "S813": 4, "S821": 3, "S822": 1, "S823": 1, "S824": 1, "S825": 1,
    "S826": 1, "S827": 1,
}  # fmt: skip


@pytest.mark.req(6)
def test_teacher_finds_the_whole_tree_in_the_order_of_headings() -> None:
    nodes = savoirs().values()
    assert len(nodes) == 5 + 19 + sum(count for code, count in CHILDREN.items() if len(code) == 3)
    for code, count in CHILDREN.items():
        assert [node.code for node in nodes if node.parent == code] == [
            f"{code}{number}" for number in range(1, count + 1)
        ]
    assert {node.level for node in nodes if len(node.code) == 4} == {3}


@pytest.mark.req(6)
def test_teacher_finds_every_knowledge_bullet() -> None:
    held = {code: len(node.knowledge) for code, node in savoirs().items() if node.knowledge}
    assert held == KNOWLEDGE


@pytest.mark.req(6)
def test_teacher_finds_nested_bullets_under_their_own() -> None:
    structure, evolution = savoirs()["S611"].knowledge[1:]
    assert structure["text"] == "Le fonctionnement de l’organisation commerciale"
    assert structure["items"] == [
        "Modes de coordination du travail",
        "Relations de travail",
        "Eléments de base de l’organisation commerciale",
        "Rôle et place de l’équipe commerciale",
    ]
    assert len(evolution["items"]) == 3
    nested = {code for code, node in savoirs().items() if any(b["items"] for b in node.knowledge)}
    assert nested == {"S521", "S611", "S612"}


@pytest.mark.req(7)
def test_limits_sit_on_the_lowest_node_of_their_row() -> None:
    held = {code: len(node.limits) for code, node in savoirs().items() if node.limits}
    assert held == LIMITS


@pytest.mark.req(7)
@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("S42", "Analyser le contexte avant d’engager une action commerciale."),
        ("S531", "Les aspects concernant la transformation des charges en coûts et la répartition "
         "en centres d’analyse ne seront pas abordés"),
        ("S53", "L’étude des probabilités sera limitée à :"),
        ("S741", "Identifier les différentes situations de vente : en face à face ou par média "
         "interposé (téléphone, internet...), vente de produit ou de service..."),
        ("S824", "Différencier les aspects analytiques, méthodologiques et technologiques de la "
         "gestion du temps Préciser l’utilisation d’organiseurs personnels, d’agendas, de "
         "gestionnaires de tâches, de fonctions calendrier et de tout autre logiciel de gestion "
         "du temps"),
    ],
)  # fmt: skip
def test_teacher_reads_the_limit_of_a_row(code: str, first: str) -> None:
    assert savoirs()[code].limits[0]["text"] == first


@pytest.mark.req(7)
def test_no_limit_is_empty_though_the_document_prints_one_empty_bullet() -> None:
    assert savoirs()["S826"].limits[0]["items"] == [
        "Messagerie et listes de diffusion",
        "Forums",
        "Agenda partagé",
        "Gestion des contacts",
        "Partage des ressources",
    ]
    for node in savoirs().values():
        assert all(text.strip(" -•▪") for text in flat(node.knowledge) + flat(node.limits))


@pytest.mark.req(6)
def test_teacher_reads_s423_word_for_word() -> None:
    assert flat(savoirs()["S423"].knowledge) == [
        "Typologie de clientèle (particuliers, entreprises)",
        "Consommateurs : les variables explicatives du comportement d’achat (besoins, "
        "motivations, freins, attentes, variables d’influence...)",
        "Décision d’achat : intervenants et processus",
        "Satisfaction du consommateur",
        "Indicateurs de la demande : parts de marché, taux de remontée...",
        "Consommation",
    ]


@pytest.mark.req(8)
@pytest.mark.parametrize(("code", "heading"), PRINTED.items())
def test_every_printed_code_falls_on_its_heading(code: str, heading: str) -> None:
    assert savoirs()[code].label == heading


@pytest.mark.req(8)
def test_no_printed_code_is_forgotten() -> None:
    printed = {line.code for test in epreuves().values() for line in test.savoirs}
    assert printed == set(PRINTED)
    for test in epreuves().values():
        assert all(same_heading(line.label, PRINTED[line.code]) for line in test.savoirs)


@pytest.mark.req(8)
def test_a_heading_may_recur_under_other_codes() -> None:
    same = [c for c, node in savoirs().items() if node.label == "Spécificités du plan de vente"]
    assert same == ["S753", "S762", "S772"]


@pytest.mark.req(140, rule="curriculum.rules.diploma.is_only_a_place")
def test_e4_mobilises_the_printed_knowledge_only() -> None:
    assert printed_again("E4", "savoirs") == [
        "S423", "S43", "S44", "S51", "S61", "S633", "S634", "S7", "S822", "S825",
    ]  # fmt: skip


@pytest.mark.req(153, rule="curriculum.rules.diploma.is_only_a_place")
def test_e5_mobilises_the_printed_knowledge_only() -> None:
    assert printed_again("E5", "savoirs") == [
        "S42", "S44", "S51", "S52", "S53", "S6", "S73", "S81", "S823", "S824", "S826", "S827",
    ]  # fmt: skip


@pytest.mark.req(172, rule="curriculum.rules.diploma.is_only_a_place")
def test_e6_mobilises_all_of_s4_s5_s8_and_parts_of_s6_and_s7() -> None:
    assert printed_again("E6", "savoirs") == [
        "S41", "S42", "S43", "S44", "S51", "S52", "S53", "S62", "S63",
        "S73", "S74", "S75", "S76", "S77", "S8",
    ]  # fmt: skip
