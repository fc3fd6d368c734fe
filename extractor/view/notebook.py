"""Records and articles as they draw themselves in a notebook: plain HTML, styles inline, no script.

Every character of a page is escaped; nothing of it is parsed as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

from extractor.model.article import Article
from extractor.model.record import Evidence, Record
from extractor.view.labels import EVENTS, FUNCTIONS, ROLES
from extractor.view.outline import announced, citation, province

# Tints that read on a white and on a dark notebook: the text keeps its own colour.
_TINTS = {
    "date": "rgba(110,125,140,.25)",
    "person": "rgba(40,110,200,.22)",
    "agency": "rgba(190,140,0,.25)",
    "document": "rgba(200,60,30,.22)",
    "body": "rgba(15,140,105,.22)",
    "role": "rgba(125,75,180,.20)",
}
_FIELDS = (
    ("documents", "document"),
    ("bodies", "body"),
    ("roles", "role"),
    ("agencies", "agency"),
    ("persons", "person"),
    ("dates", "date"),
)
_BOX = "font-family:system-ui,sans-serif;line-height:1.6;max-width:56em"
_CELL = "text-align:left;vertical-align:top;padding:2px 14px 2px 0"


def article_html(article: Article, record: Record | None = None) -> str:
    """The article's title, metadata and text; with `record`, its spans marked by kind."""
    facts = " · ".join(escape(fact) for fact in (article.published, article.site, article.author) if fact)
    return (
        f'<div lang="vi" style="{_BOX}"><h3 style="margin:0">{escape(article.title or "(không có tiêu đề)")}</h3>'
        f'<p style="opacity:.7;margin:0 0 .6em">{facts}</p>{text_html(article.text, record)}</div>'
    )


def text_html(text: str, record: Record | None = None) -> str:
    """`text` as paragraphs, the evidence of `record` marked; the shortest span gives a piece its colour."""
    spans = _spans(record, len(text)) if record else []
    cuts = sorted({0, len(text), *(cut for start, end, _, _ in spans for cut in (start, end))})
    out: list[str] = []
    for start, end in pairwise(cuts):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        piece = escape(text[start:end]).replace("\n", "<br>")
        if over:
            # An agency known from a document's number alone leaves the colour to the document.
            numbered = any(c.isdigit() for c in piece) and any(span[2] == "document" for span in over)
            voices = [span for span in over if not (numbered and span[2] == "agency")]
            _, _, kind, _ = min(voices, key=lambda span: (span[1] - span[0], list(_TINTS).index(span[2])))
            names = escape(" ".join(dict.fromkeys(span[3] for span in over)))
            piece = f'<mark style="background:{_TINTS[kind]};color:inherit" title="{names}">{piece}</mark>'
        out.append(piece)
    return f'<div style="font-family:Georgia,serif">{"".join(out)}</div>'


def _spans(record: Record, length: int) -> list[tuple[int, int, str, str]]:
    spans: list[tuple[int, int, str, str]] = []
    for field, kind in _FIELDS:
        for number, item in enumerate(getattr(record, field)):
            evidence: Sequence[Evidence] = item.evidence
            spans += [(e.start, min(e.end, length), kind, f"{field}[{number}]") for e in evidence if e.start < e.end]
    return spans


def record_html(record: Record) -> str:
    """The record as a small page: what was announced, the bodies with their seats, names, warnings, the text."""
    article = record.article
    facts = [province(record), article.published, article.site, article.author]
    parts = [
        f'<div style="{_BOX}"><h3 lang="vi" style="margin:0">{escape(article.title or "(no title)")}</h3>',
        f'<p style="opacity:.7;margin:0">{" · ".join(escape(fact) for fact in facts if fact)}</p>',
        _table("Documents", [_document_cells(record, n) for n in range(len(record.documents))]),
    ]
    for body in record.bodies:
        about = [
            EVENTS[body.event][0],
            f"{body.member_count} members" if body.member_count is not None else None,
            f"by {body.document}" if body.document else None,
        ]
        note = " · ".join(part for part in about if part)
        seats = [
            (ROLES[r.role][0], r.person or "—", ", ".join(p for p in (r.position, r.agency) if p))
            for r in record.roles
            if r.body == body.name
        ]
        parts.append(_table(f"{body.name} ({note})", seats))
    names = [
        ("agencies", " · ".join(a.name for a in record.agencies)),
        ("persons", " · ".join(p.name for p in record.persons)),
        ("dates", " · ".join(d.value for d in record.dates)),
    ]
    parts.append(_table("Names and dates", [row for row in names if row[1]]))
    parts += [
        f'<p style="color:#b0351f;margin:.3em 0">⚠ {escape(w.code)}: {escape(w.message)}</p>' for w in record.warnings
    ]
    parts.append(f"<details><summary>Text</summary>{text_html(article.text, record)}</details></div>")
    return "".join(parts)


def _document_cells(record: Record, number: int) -> tuple[str, ...]:
    d = record.documents[number]
    return (citation(d), FUNCTIONS[d.function][0], " · ".join(part for part in (d.date, d.issuer) if part))


def records_html(records: Iterable[Record], most: int = 20) -> str:
    """One line a record: date, province, title, announced documents, bodies; at most `most` lines."""
    every = list(records)
    rows = [
        (
            (record.article.published or "")[:10].replace("-", "\u2011"),  # a hyphen that does not break
            province(record) or "",
            record.article.title or "",
            "; ".join(citation(d) for d in announced(record)),
            "; ".join(body.name for body in record.bodies if body.event != "mentioned"),
        )
        for record in every[:most]
    ]
    more = f'<p style="opacity:.7">… {len(every) - most}</p>' if len(every) > most else ""
    return f'<div style="{_BOX};max-width:80em">{_table(f"{len(every)} records", rows)}{more}</div>'


def _table(title: str, rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    body = "".join(f"<tr>{''.join(f'<td style={_quoted(_CELL)}>{escape(c)}</td>' for c in row)}</tr>" for row in rows)
    return f'<p lang="vi" style="margin:.7em 0 .1em"><b>{escape(title)}</b></p><table lang="vi">{body}</table>'


def _quoted(text: str) -> str:
    return f'"{text}"'
