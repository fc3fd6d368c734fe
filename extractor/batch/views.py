"""The views of the SQLite output: the questions that a reader of many articles asks first."""

from __future__ import annotations

# Roles in a body, highest first, for sorting.
_RANK = (
    "CASE r.role WHEN 'chair' THEN 1 WHEN 'standing_vice_chair' THEN 2 WHEN 'vice_chair' THEN 3 "
    "WHEN 'standing_member' THEN 4 WHEN 'secretary' THEN 5 ELSE 6 END"
)

VIEWS = (
    """CREATE VIEW who_chairs_what AS
    SELECT r.person, r.position AS office, r.agency, r.body, b.event, b.document, a.published, a.title,
           coalesce(a.url, a.path) AS page, a.id AS article
    FROM roles r JOIN articles a ON a.id = r.article
    LEFT JOIN bodies b ON b.article = r.article AND b.name = r.body
    WHERE r.role = 'chair' ORDER BY a.published, a.id, r.ordinal""",
    f"""CREATE VIEW members AS
    SELECT r.body, r.role, r.person, r.position AS office, r.agency, {_RANK} AS rank, a.published,
           coalesce(a.url, a.path) AS page, a.id AS article
    FROM roles r JOIN articles a ON a.id = r.article ORDER BY r.body, a.id, rank, r.ordinal""",
    """CREATE VIEW decisions AS
    SELECT d.type, d.number, d.symbol, d.date, d.issuer, d.function, a.published, a.title AS article_title,
           coalesce(a.url, a.path) AS page, a.id AS article
    FROM documents d JOIN articles a ON a.id = d.article ORDER BY d.date, d.issuer, d.number""",
    """CREATE VIEW what_happened_to_bodies AS
    SELECT b.name AS body, b.event, b.member_count, b.document, b.standing_agency, b.formed_from, a.published,
           coalesce(a.url, a.path) AS page, a.id AS article
    FROM bodies b JOIN articles a ON a.id = b.article WHERE b.event <> 'mentioned'
    ORDER BY a.published, a.id, b.ordinal""",
    """CREATE VIEW people AS
    SELECT p.name, count(DISTINCT p.article) AS articles, min(a.published) AS first, max(a.published) AS last,
           (SELECT count(*) FROM roles r WHERE r.person = p.name) AS roles
    FROM persons p JOIN articles a ON a.id = p.article GROUP BY p.name ORDER BY articles DESC, p.name""",
    # substr counts from 1; evidence counts from 0.
    """CREATE VIEW quotes AS
    SELECT e.entry_table, e.entry, substr(a.text, e."start" + 1, e."end" - e."start") AS quote, e.article
    FROM evidence e JOIN articles a ON a.id = e.article""",
)
