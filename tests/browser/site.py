"""Walk the running product as each of its people, and keep one address of each kind of page."""

import re
import urllib.request
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.browser.product import PASSWORD, Product

# Who looks at the site; the first of a role that sees a kind of page is the one who shows it.
PEOPLE = {
    "visiteur": "",
    "eleve": "eleve@demo.example",
    "eleve2": "eleve2@demo.example",
    "eleve1": "eleve1@demo.example",
    "prof": "prof@demo.example",
    "prof2": "prof2@demo.example",
    "ddfpt": "ddfpt@demo.example",
    "direction": "direction@demo.example",
    "admin": "admin@demo.example",
    "jury": "jury@demo.example",
}
FETCHES = 20  # addresses of one route that one person opens, at most
DULL = 2  # after so many that show nothing new, the person opens no more of that route
# A minor's page is one among many, and so is a search that finds something.
# Only one stage in many is over, attested, or has an accident to declare; one convention in
# many is that of a project.
PATIENCE = {
    "people:account": 20,
    "companies:merge": 20,
    "internships:stage": 20,
    "internships:convention": 20,
    # One project in each state, and the buttons of each.
    "projects:project": 20,
    # Its other ways out are pages at the same address.
    "web:sign": 8,
}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

# Pages that no link leads to: open by their address.
STARTS = (
    "/composants/",
    "/demo/courrier/",
    "/s/inconnu/",
    "/verification/",
    "/verification/?r=AAAA-AAAA-AA",
    "/recherche/?q=du",
    "/conventions/?q=Benoit",
    "/recherche/?q=zzzz",
    "/documents/",
    "/connexion/compte-ferme/",
    "/connexion/sortir/",
    "/connexion/code/",
    "/connexion/mot-de-passe/choisir/",
    "/connexion/application/ajouter/",
    "/connexion/cles/",
    "/connexion/cles/ajouter/",
    "/connexion/codes-de-secours/nouveaux/",
    "/connexion/inscription/",
    "/connexion/mot-de-passe/oublie/fait/",
    "/promotions/2025-2027/",
    "/promotions/2026-2028/",
    "/taches/",
    "/epreuves/fiches/nouvelle/",
    "/projets/nouveau/",
    "/administration/",
    "/referentiel/echeances/",
    "/referentiel/regles/",
    "/api/docs/",
    "/s/lien-inconnu/",
    "/signatures/",
    "/verification/noms/",
    "/projets/outils/",
)
# What stands beside a page without a link to it: a form sent straight away, a search.
BESIDE = {
    "companies:detail": "notes/nouvelle/",
    "companies:merge": "?search=comptoir",
    "internships:stage": "attestation/",
    "projects:simulation": "pdf/",
}
# Swagger's own pages cannot pass; the machine's addresses are no pages.
NOT_WALKED = {"api:docs", "api:schema", "api:api-root", "api:unknown", ""}


@dataclass(frozen=True)
class Sight:
    """A page as somebody sees it."""

    who: str
    route: str
    path: str


class Reader(HTMLParser):
    """Reads the links of a page, and its skeleton: which element stands in which."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.bones: set[str] = set()
        self.shell: set[str] = set()
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        kept = (given.get("class"), given.get("role"), given.get("type"))
        name = " ".join([tag, *(value for value in kept if value)])
        parent = self.open[-1][1] if self.open else ""
        inside = any(each in {"header", "footer"} for each, _ in self.open[:3])
        (self.shell if inside else self.bones).add(f"{parent} > {name}")
        if tag not in VOID:
            self.open.append((tag, name))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop()[0] == tag:
                break


class Visitor:
    """One person with their cookies."""

    def __init__(self, product: Product, who: str) -> None:
        self.product, self.who = product, who
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        if PEOPLE[who]:
            self.sign_in(PEOPLE[who])

    def _send(self, path: str, **fields: str) -> str:
        """Fill the form of a page and send it; return where that leads."""
        url = self.product.root + path
        page = self.opener.open(url).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, f"{path} has no form"
        sent = urlencode({**fields, "csrfmiddlewaretoken": token[1]}).encode()
        request = urllib.request.Request(url, sent, {"Referer": url})
        with self.opener.open(request) as answer:
            return urlsplit(answer.url).path

    def sign_in(self, email: str) -> None:
        """Sign in by the page's own form, then confirm, as the pages of second factors ask."""
        home = self._send("/connexion/", login=email, password=PASSWORD)
        assert home == "/", f"{email} cannot sign in: {home}"
        self._send("/connexion/confirmer/?next=/", password=PASSWORD)

    def read(self, path: str) -> tuple[str, str]:
        """Return the page's own path and its text; nothing when it is no page."""
        try:
            with self.opener.open(self.product.root + path) as answer:
                if not answer.headers.get("Content-Type", "").startswith("text/html"):
                    return "", ""
                parts = urlsplit(answer.url)
                text = answer.read().decode()
        except HTTPError as error:
            error.close()
            return "", ""
        return parts.path + (f"?{parts.query}" if parts.query else ""), text

    def cookies(self) -> list[dict[str, str]]:
        """Return the cookies as the browser takes them."""
        return [
            {"name": each.name, "value": each.value or "", "url": self.product.root}
            for each in self.jar
        ]


def route_of(path: str) -> str:
    """Return the name of the route that answers at that path."""
    try:
        return resolve(urlsplit(path).path).view_name or ""
    except Resolver404:
        return ""


class Site:
    """What the walk found: sights to check, and which routes were seen."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.visitors = {who: Visitor(product, who) for who in PEOPLE}
        self.seen_routes: set[str] = set()
        self.sights: list[Sight] = []
        self._paths: dict[tuple[str, str], str] = {}
        self._known: set[tuple[str, frozenset[str]]] = set()
        for who in PEOPLE:
            self._walk(who)

    def _walk(self, who: str) -> None:
        """Follow every link from the home page, the bare addresses first."""
        queue = deque(["/", *STARTS])
        asked: set[str] = set()
        opened: Counter[str] = Counter()
        dull: Counter[str] = Counter()
        while queue:
            path = queue.popleft()
            route = route_of(path)
            if path in asked or route in NOT_WALKED:
                continue
            if opened[route] >= FETCHES or dull[route] >= PATIENCE.get(route, DULL):
                continue
            asked.add(path)
            opened[route] += 1
            landed, text = self.visitors[who].read(path)
            if not text or (landed != path and landed in asked):
                continue
            asked.add(landed)
            reader = Reader()
            reader.feed(text)
            dull[route] += not self._keep(Sight(who, route_of(landed), landed), reader)
            queue.extend(self._links(landed, reader.links))
            if beside := BESIDE.get(route_of(landed)):
                queue.append(urlsplit(landed).path + beside)

    def _links(self, page: str, links: list[str]) -> Iterator[str]:
        for link in links:
            parts = urlsplit(urljoin(self.product.root + page, link))
            if f"{parts.scheme}://{parts.netloc}" == self.product.root:
                yield parts.path + (f"?{parts.query}" if parts.query else "")

    def _keep(self, sight: Sight, reader: Reader) -> bool:
        """Keep the sight when its page, or the bar above it, was not seen yet."""
        self.seen_routes.add(sight.route)
        self._paths.setdefault((sight.who, sight.route), sight.path)
        page = (sight.route, frozenset(reader.bones))
        bar = ("the bar", frozenset(reader.shell))
        fresh = page not in self._known or bar not in self._known
        if fresh:
            self.sights.append(sight)
        self._known |= {page, bar}
        return fresh

    def path_of(self, who: str, route: str) -> str:
        """Return where that person meets that kind of page."""
        return self._paths[who, route]
