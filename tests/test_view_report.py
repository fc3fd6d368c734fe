"""The review page as a file: safe, self-contained, complete. What it does in a browser: test_browser.py."""

import base64
import hashlib
import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from extractor.model.record import ArticleRecord, Evidence, Record, decode_record
from extractor.view.report import Utf16, report_html, safe_json, write_report

SAMPLE = Path(__file__).parent.parent / "fixtures/records/sample.jsonl"
RECORDS = [decode_record(line) for line in SAMPLE.read_bytes().splitlines()]


def embedded(html):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)[1])


@given(st.text())
def test_embedded_json_never_leaves_its_element(text):
    safe = safe_json([text, {"k": text}])
    assert not set(safe) & set("<>&\u2028\u2029")
    assert json.loads(safe) == [text, {"k": text}]


def test_the_page_is_one_file_without_the_network():
    html = report_html(RECORDS)
    script_and_style = re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.S)
    addresses = set(re.findall(r"https?://[^\s'\"]+", script_and_style)) - {"http://www.w3.org/2000/svg"}
    assert addresses == set()
    assert not re.search(
        r"<link|<img|\bsrc=|@import|url\(|fetch\(|XMLHttpRequest|innerHTML|insertAdjacentHTML|eval\(", script_and_style
    )


def test_the_policy_admits_exactly_this_script_and_style():
    html = report_html(RECORDS)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    for tag, content in (
        ("script", html.rsplit("<script>", 1)[1].split("</script>")[0]),
        ("style", re.search(r"<style>(.*?)</style>", html, re.S)[1]),
    ):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_a_hostile_title_stays_data():
    evil = "</script><script>alert(1)</script><!--"
    html = report_html([Record(article=ArticleRecord(title=evil))])
    assert html.count("<script") == 2
    assert "<!--" not in html
    assert embedded(html)["records"][0]["article"]["title"] == evil


def test_ranges_are_counted_as_javascript_counts():
    text = "a📌b📌c"
    units = Utf16(text)
    encoded = text.encode("utf-16-le")
    for start in range(len(text)):
        low, high = units(Evidence(start, start + 1))
        assert encoded[2 * low : 2 * high].decode("utf-16-le") == text[start]
    assert units(Evidence(0, 99)) == [0, 7]


def test_every_record_and_range_is_there(tmp_path):
    out = tmp_path / "report.html"
    assert write_report(iter(RECORDS), out) == 6
    data = embedded(out.read_text("utf-8"))
    assert [r["article"]["title"] for r in data["records"]] == [r.article.title for r in RECORDS]
    assert [r["province"] for r in data["records"]][:3] == ["Kon Tum", "Kon Tum", "Đà Nẵng"]
    for shown, record in zip(data["records"], RECORDS, strict=True):
        units = record.article.text.encode("utf-16-le")
        for role, known in zip(shown["roles"], record.roles, strict=True):
            words = [units[2 * a : 2 * b].decode("utf-16-le") for a, b in role["evidence"]]
            assert words == [record.article.text[e.start : e.end] for e in known.evidence]


def test_no_records_make_a_page_too(tmp_path):
    assert write_report([], tmp_path / "empty.html") == 0
