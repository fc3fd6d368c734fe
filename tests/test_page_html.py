"""Pages of this project against their gold, drop reasons, tables, site adapters."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from extractor.lexicon.load import GazetteerError
from extractor.lexicon.sites import load_sites, shipped_sites
from extractor.model.edits import Edit, Edits, Repaired
from extractor.model.outcome import NoArticle
from extractor.page.read import looks_like_markup, read_html, read_plain, read_soup

FIXTURES = Path(__file__).parent.parent / "fixtures"
VERDICTS = [
    json.loads(line) for line in (FIXTURES / "cases" / "page_verdicts.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", VERDICTS, ids=lambda c: c["id"])
def test_pages_without_an_article_say_why(case):
    with pytest.raises(NoArticle) as dropped:
        read_html(case["markup"], vietnamese_only=case.get("vietnamese_only", False))
    assert dropped.value.reason == case["reason"]


def test_english_articles_are_read_unless_the_caller_wants_vietnamese_only():
    page = next(c for c in VERDICTS if c["id"] == "english")["markup"]
    article = read_html(page)
    assert article.title == "Council sets up a task force"
    assert "report every quarter" in article.text


def test_a_list_of_news_is_a_listing():
    items = "".join(f"<li><a href=/{i}>Xã số {i} tổ chức lễ phát động trồng cây đầu năm</a></li>" for i in range(20))
    with pytest.raises(NoArticle) as dropped:
        read_html(f"<html><title>Trang chủ</title><body><ul>{items}</ul></body></html>")
    assert dropped.value.reason == "listing"


TABLE = """<html><body><div class="bai"><h1>Huyện Ea Nam lập Ban Chỉ đạo chuyển đổi số</h1>
<p>UBND huyện vừa thành lập Ban Chỉ đạo chuyển đổi số, gồm các thành viên có tên trong danh sách sau đây:</p>
<table><tr><th>STT</th><th>Họ và tên</th><th>Chức vụ</th></tr>
<tr><td>1</td><td><p>Ông Đinh&nbsp;Văn <b>An</b></p></td><td>Chủ tịch<br>UBND huyện</td></tr>
<tr><td>2</td><td>Bà H&#39;Ly Niê</td><td>Trưởng phòng Nội vụ</td></tr></table>
<p>Cơ quan thường trực của Ban Chỉ đạo là Phòng Văn hóa và Thông tin huyện Ea Nam.</p></div>
<table><tr><td>05h30</td><td>Thời sự sáng</td></tr><tr><td>06h00</td><td>Ca nhạc</td></tr></table></body></html>"""


def test_a_table_of_members_keeps_its_rows_cells_and_headers():
    article = read_html(TABLE)
    rows = [b for b in article.blocks if b.kind == "table_row"]
    assert [[c.of(article.text) for c in b.cells] for b in rows] == [
        ["STT", "Họ và tên", "Chức vụ"],
        ["1", "Ông Đinh Văn An", "Chủ tịch UBND huyện"],
        ["2", "Bà H'Ly Niê", "Trưởng phòng Nội vụ"],
    ]
    assert rows[1].headers == ("STT", "Họ và tên", "Chức vụ")
    assert article.text[rows[1].start : rows[1].end] == "1 | Ông Đinh Văn An | Chủ tịch UBND huyện"
    assert "Ca nhạc" not in article.text


def test_line_wraps_are_blanks_and_inline_tags_neither_split_nor_glue():
    article = read_html(
        "<h1>Kiện toàn<br>Ban Chỉ đạo</h1><p>UBND\n tỉnh  <b>Q</b>uảng <i>Ngãi</i> vừa kiện toàn Ban Chỉ đạo, gồm chín thành viên.</p>"
    )
    assert article.text == "Kiện toàn Ban Chỉ đạo\nUBND tỉnh Quảng Ngãi vừa kiện toàn Ban Chỉ đạo, gồm chín thành viên."


def test_blocks_are_repaired_one_by_one_and_lead_back_to_the_source():
    def repairer(text):
        edits = [Edit("look-alike", i, i + 1, "Ð", "Đ") for i, c in enumerate(text) if c == "Ð"]
        edits += [Edit("test", i, i + 2, "xx", "x") for i in range(len(text) - 1) if text[i : i + 2] == "xx"]
        done = Edits(edits, text)
        return Repaired(done.apply(text), done)

    page = "<h1>Ðắk Nông lập xxã mới có tên</h1><p>UBND tỉnh Ðắk Nông &amp; UBND huyện đã họp, bàn việc lập xxã mới, gồm ba thôn.</p>"
    article = read_html(page, repairer=repairer)
    assert article.title == "Đắk Nông lập xã mới có tên"
    assert article.text.count("Đ") == 2 and "xx" not in article.text
    assert article.blocks[-1].end == len(article.text)
    at = article.text.index("Đắk", 30)
    start, end = article.source_map.to_source(at, at + 3)
    assert page[start:end] == "Ðắk"
    assert all(page[e.start : e.end] == e.before for e in article.repairs)


SITE = """
[[site]]
id = "thu"
hosts = ["thu.example.vn"]
title = ".ten-bai"
published = ".gio"
author = ".nguoi"
body = "#than"
drop = [".hop"]
"""
SITE_PAGE = """<div><div class="ten-bai">Tổ công tác 12</div><span class="gio">Phát: 3/5/2019 - 8:15</span>
<div id="khac"><p>Một bài khác rất dài, không liên quan, nói về mùa vụ và giá lúa trong tỉnh năm nay. Một bài khác rất dài, không liên quan.</p></div>
<div id="than"><p>Chủ tịch UBND xã ký quyết định lập Tổ công tác 12.</p><div class="hop">Hộp này không thuộc bài, dù có câu văn đầy đủ như bài.</div></div>
<b class="nguoi">Hoài</b></div>"""


def test_a_users_folder_of_site_adapters(tmp_path):
    (tmp_path / "thu.toml").write_text(SITE, encoding="utf-8")
    sites = load_sites(tmp_path)
    article = read_html(SITE_PAGE, url="https://www.thu.example.vn/1", sites=sites)
    assert article.title == "Tổ công tác 12"
    assert article.published == "2019-05-03T08:15"
    assert article.author == "Hoài"
    assert "ký quyết định" in article.text
    assert "Hộp này" not in article.text and "mùa vụ" not in article.text
    assert article.findings["author"].source == "site thu"
    other = read_html(SITE_PAGE, url="https://khac.example.vn/1", sites=sites)
    assert "mùa vụ" in other.text


def test_site_rules_are_checked_and_have_a_life_span(tmp_path):
    (tmp_path / "x.toml").write_text('[[site]]\nid="x"\nhosts=["a.vn"]\nbodi="p"\n', encoding="utf-8")
    with pytest.raises(GazetteerError, match="bodi"):
        load_sites(tmp_path)
    (tmp_path / "x.toml").write_text(
        '[[site]]\nid="x"\nhosts=["a.vn"]\nbody="p"\nvalid_to="2015-12-31"\n', encoding="utf-8"
    )
    sites = load_sites(tmp_path)
    assert sites.find("a.vn", "2015-12-31") is not None
    assert sites.find("tin.a.vn", "2016-01-01") is None
    assert sites.find("ba.vn") is None
    assert len({rule.id for rule in shipped_sites().rules}) == len(shipped_sites().rules)


def test_a_soup_is_a_source():
    soup = BeautifulSoup(TABLE, "html.parser")
    assert read_soup(soup).text == read_html(str(soup)).text


METADATA = """<html><head><title>Lập Tổ công tác gỡ vướng - Báo Thử</title><meta property="og:site_name" content="Báo Thử">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Lập Tổ công tác gỡ vướng","datePublished":"2026-03-01T09:51:00&#x2B;07:00","author":{"name":"Lê Thử"}}</script></head>
<body><div class="date-now">Thứ Ba, 10/03/2026</div><article><h1>Lập Tổ công tác gỡ vướng</h1>
<p>Ngày 27/2/2026, UBND tỉnh lập Tổ công tác gỡ vướng gồm bảy người, do Chủ tịch làm Tổ trưởng.</p>
<p>Tổ công tác họp mỗi tháng một lần và báo cáo UBND tỉnh, Thường trực Tỉnh ủy.</p></article>
<footer><p>Giấy phép số 12/GP-TTĐT cấp ngày 01/02/2020</p></footer></body></html>"""


def test_declared_metadata_with_its_source_and_what_was_rejected():
    article = read_html(METADATA)
    assert article.title == "Lập Tổ công tác gỡ vướng"
    assert article.author == "Lê Thử"
    assert article.site == "Báo Thử"
    assert article.published == "2026-03-01T09:51"
    assert any("12/GP-TTĐT" in line for line in article.lead_in)
    assert "12/GP" not in article.text
    assert read_html(METADATA, published="2026-03-02").published == "2026-03-02"


def test_markup_is_told_from_text():
    assert looks_like_markup("<!DOCTYPE html><p>x")
    assert looks_like_markup("  <div>a</div><br>b</p>")
    assert not looks_like_markup("Điều 1 < Điều 2 và 3 > 2")
    assert not looks_like_markup("")


def test_the_bound_on_markup_in_plain_text():
    article = read_plain(
        "Xã An Phú lập Tổ công tác\n\nUBND xã vừa lập Tổ công tác gồm 7 < 9 người, theo đề nghị của thôn."
    )
    assert "7 < 9" in article.text


PARAGRAPHS = [
    "The town council of Eastbrook voted on Monday to close the old ferry landing and to build a footbridge in its place.",
    "Work is to begin in April, said the mayor, and the bridge should carry its first walkers before the winter of next year.",
    "Two members voted against the plan because the costs, some four million, had doubled since the first draft was shown.",
]


def page_of(*parts, title="Eastbrook to build a footbridge"):
    return f"<html><head><title>{title}</title></head><body><div class='story'><h1>{title}</h1>{''.join(parts)}</div></body></html>"


def texts(markup):
    article = read_html(markup)
    return [article.text[b.start : b.end] for b in article.blocks][1:]


def test_prose_in_scripts_without_blanks_or_latin_letters_is_prose():
    japanese = ["東川市議会は月曜日、古い渡し場を閉鎖し、代わりに歩道橋を建設する計画を可決した。", "工事は四月に始まり、来年の冬までに最初の歩行者が渡れる見込みだと市長は述べた。"]
    russian = ["Городской совет Восточного ручья в понедельник решил закрыть старую переправу и построить пешеходный мост.", "«Мост будет готов к зиме», — сказал мэр."]
    for paragraphs in (japanese, russian):
        assert texts(page_of(*(f"<p>{p}</p>" for p in paragraphs))) == paragraphs


def test_labels_that_repeat_and_menus_without_a_name_are_no_part_of_the_article():
    gallery = "".join(f"<p>Bridge plans in pictures</p><p>{p}</p>" for p in PARAGRAPHS)
    menu = "".join(f"<div><a href='/{name}'>{name}</a></div>" for name in ("Town", "Council", "Ferry", "Sport", "Letters"))
    assert texts(page_of(gallery, menu)) == PARAGRAPHS


def test_a_mark_of_copyright_under_a_picture_does_not_end_the_article():
    head, *rest = PARAGRAPHS * 2
    markup = page_of(f"<p>{head}</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p><p>© Jane Doe</p>", *(f"<p>{p}</p>" for p in rest[2:]))
    assert texts(markup) == [head, *PARAGRAPHS[1:], *rest[2:]]
    cut = page_of(*(f"<p>{p}</p>" for p in PARAGRAPHS), "<p>© 2014 Eastbrook News</p><p>Our terms of use and our rules for readers have changed since the last visit of yours.</p>")
    assert texts(cut) == PARAGRAPHS


def test_readers_comments_go_though_they_are_longer_than_the_article():
    comments = "".join(f"<div class='comment-item'><p>I have walked to that landing every day for {n} years and nobody ever asked me about it, which is a shame really.</p></div>" for n in range(10, 40))
    assert texts(page_of(*(f"<p>{p}</p>" for p in PARAGRAPHS * 2), f"<div class='article_comments'>{comments}</div>")) == PARAGRAPHS * 2


def test_credits_of_pictures_and_lists_of_writers_are_left_out():
    byline = "<p>By Jane Doe, John Roe, Mary Major and Richard Miles, Eastbrook News</p>"
    credit = "<p>Jane Doe / Getty Images</p>"
    assert texts(page_of(byline, f"<p>{PARAGRAPHS[0]}</p>", credit, *(f"<p>{p}</p>" for p in PARAGRAPHS[1:]))) == PARAGRAPHS


def test_a_heading_after_the_article_is_no_author():
    article = read_html(page_of(*(f"<p>{p}</p>" for p in PARAGRAPHS), "<h3>Suggested Reads</h3><p><a href='/1'>Ferry sinks</a></p>"))
    assert article.author is None


def test_what_is_told_of_the_writer_is_left_out_and_his_name_is_kept():
    box = "<div class='author-card'><p class='author'>Lê An</p><p>Jane Doe has covered town councils along the river for twelve years and lives in Eastbrook with two dogs.</p></div>"
    article = read_html(page_of(*(f"<p>{p}</p>" for p in PARAGRAPHS), box))
    assert [article.text[b.start : b.end] for b in article.blocks][1:] == PARAGRAPHS
    assert article.author == "Lê An"


def test_boxes_of_comments_in_other_languages_are_known_by_name():
    box = "<div class='comentarios'><ol>" + "".join(f"<li><p>Llevo {n} años cruzando el río por ese embarcadero y nunca nadie me ha preguntado nada.</p></li>" for n in range(10, 14)) + "</ol></div>"
    assert texts(page_of(*(f"<p>{p}</p>" for p in PARAGRAPHS * 2), box)) == PARAGRAPHS * 2


def test_a_hidden_or_shared_word_in_a_paragraph_hides_no_paragraph():
    inside = PARAGRAPHS[1].replace("mayor", "<span style='display:none'>of the town</span><a class='social-link' href='/m'>mayor</a>")
    hidden = f"<p><span class='x' style='display:none'>{PARAGRAPHS[2]}</span></p>"
    found = texts(page_of(f"<p>{PARAGRAPHS[0]}</p><p>{inside}</p>{hidden}"))
    assert len(found) == 2
    assert found[1].startswith("Work is to begin in April, said the ")


def test_the_part_of_an_article_behind_a_paywall_is_article_and_the_prompt_is_not():
    rest = "".join(f"<p>{p}</p>" for p in PARAGRAPHS[1:])
    prompt = "<div class='paywall-prompt'><p>You have read all of your free articles this month. Take out a subscription to go on reading, please.</p></div>"
    assert texts(page_of(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[2]}</p>", f"<div class='paywall'>{rest}</div>", prompt)) == [PARAGRAPHS[0], PARAGRAPHS[2], *PARAGRAPHS[1:]]
