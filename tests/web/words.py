"""Pages read as a person reads them: words, lines and rows."""

import re
from html import unescape


def plain(page: str) -> str:
    """Return the words of a page, spaces folded."""
    body = re.sub(r"<(script|svg)\b.*?</\1>", "", page, flags=re.S)
    words = unescape(re.sub(r"<[^>]+>", " ", body))
    return re.sub(r"\s+", " ", words.replace("\u00a0", " ")).replace(" ,", ",").strip()


def rows_of(page: str) -> dict[str, str]:
    """Return the rows of the page's table by the words of their first cell."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body, flags=re.S):
        head, _, rest = row.partition("</th>")
        rows[plain(head)] = plain(rest)
    return rows


def todo_of(page: str) -> list[str]:
    """Return the to-do lines of a home, as read aloud."""
    lists = re.findall(r'<ul class="nrc-todo.*?</ul>', page, flags=re.S)
    return [plain(line) for held in lists for line in re.findall(r"<li>.*?</li>", held, re.S)]
