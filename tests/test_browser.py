"""The review page in a real browser: Debian's Chromium, found by name, installed where the tests may.

Every test opens the page from ``file://`` and fails on any console message, error or request.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

import msgspec
import pytest

from extractor.model.record import Record, decode_record
from extractor.view.report import write_report

ROOT = Path(__file__).parent.parent
RECORDS = [decode_record(line) for line in (ROOT / "fixtures/records/sample.jsonl").read_bytes().splitlines()]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def find_chromium() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


def install_chromium() -> str:
    """Try Debian's package; returns why it did not work, or nothing."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return "no Chromium on this machine, and it cannot be installed here: apt-get install chromium"
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=420,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if done.returncode:
            return f"{' '.join(command)} failed: {done.stderr.strip()[-300:]}"
    return ""


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'")
    path, why = find_chromium(), ""
    if path is None:
        why = install_chromium()
        path = find_chromium()
    if path is None:
        pytest.skip(why or "Chromium was installed but is not on PATH")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_report(browser, tmp_path):
    """Open the report of some records; afterwards nothing may have been logged, raised or requested."""
    troubles: list[str] = []
    pages = []

    def open_page(records=RECORDS, scheme="light", address=""):
        out = tmp_path / f"report{len(pages)}.html"
        write_report(records, out)
        page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme=scheme)
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: (troubles.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request: request.url.startswith("file:") or troubles.append(request.url))
        page.goto(out.as_uri() + address)
        page.wait_for_selector("html[data-ready]")
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert troubles == []


def lit(page):
    return page.eval_on_selector_all("mark.lit", "marks => marks.map(m => m.textContent)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_filter_then_click_a_role_and_see_its_words(open_report, scheme):
    page = open_report(scheme=scheme)
    assert page.locator("a.item").count() == 6
    page.select_option("#f-province", "Đà Nẵng")
    assert page.locator("a.item").count() == 1
    page.click("a.item")
    page.click(".field.k-role >> nth=0")
    assert "".join(lit(page)) == "Phó Chủ tịch UBND thành phốLương Quốc Thịnh"
    page.click(".field.k-role >> nth=2")
    assert "".join(lit(page)) == "lãnh đạo Sở Xây dựng, Cục Thuế thành phố"
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (sum(map(int, background[4:-1].split(", "))) < 200) == (scheme == "dark")


def test_a_span_leads_to_its_fields(open_report):
    page = open_report(address="#/article/0")
    page.click("mark:has-text('Y Lâm Sơn')")
    pressed = page.eval_on_selector_all(".field[aria-pressed=true]", "fields => fields.map(f => f.dataset.refs)")
    assert pressed == ["roles[0]", "persons[0]"]
    page.keyboard.press("Escape")
    assert lit(page) == []


def test_marks_cover_exactly_the_evidence_and_lose_no_character(open_report):
    page = open_report(address="#/article/2")
    assert (
        page.evaluate("[...document.querySelectorAll('.text p')].map(p => p.textContent).join('\\n')")
        == RECORDS[2].article.text
    )
    record = RECORDS[2]
    for field in ("documents", "bodies", "roles", "agencies", "persons", "dates"):
        for number, item in enumerate(getattr(record, field)):
            shown = page.evaluate("ref => [...document.querySelectorAll('mark')].filter(m => m.dataset.refs.split(' ').includes(ref)).map(m => m.textContent).join('')",
                                  f"{field}[{number}]")  # fmt: skip
            assert shown == "".join(record.article.text[e.start : e.end] for e in item.evidence)


def test_search_without_marks_and_every_filter(open_report):
    page = open_report()
    page.fill("#q", "dinh thi ha vy")
    assert page.locator("a.item").count() == 2
    page.click("#clear")
    for facet, value, count in (
        ("year", "2024", 1), ("event", "consolidated", 2), ("role", "secretary", 1), ("notes", "with_warnings", 2),
        ("notes", "without_act", 1), ("body", "Ban Chỉ đạo Chuyển đổi số tỉnh Kon Tum", 2),
    ):  # fmt: skip
        page.select_option(f"#f-{facet}", value)
        assert page.locator("a.item").count() == count, (facet, value)
        page.click("#clear")
    page.fill("#q", "không có ở đâu cả")
    assert page.locator(".nothing").is_visible()


def test_sorting_turns_round(open_report):
    page = open_report()

    def titles():
        return page.eval_on_selector_all("a.item strong", "nodes => nodes.map(n => n.textContent)")

    newest_first = titles()
    page.click("button.sort.date")
    assert titles() == newest_first[::-1]
    page.click("button.sort.roles")
    assert titles()[0] == RECORDS[0].article.title


def until(page, condition, arg=None):
    """Wait for a condition. The page's own policy forbids what `wait_for_function` does when it has to poll."""
    for _ in range(100):
        if page.evaluate(condition, arg):
            return
        page.wait_for_timeout(50)
    raise AssertionError(condition)


def test_the_keyboard_is_enough(open_report):
    page = open_report()
    page.keyboard.press("/")
    until(page, "document.activeElement.id === 'q'")
    page.keyboard.type("kon tum")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.text")
    first = page.inner_text("h1")
    page.keyboard.press("n")
    until(page, "title => document.querySelector('h1').textContent !== title", first)
    page.focus(".field.k-role")
    assert lit(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_selector("#list")
    page.keyboard.press("3")
    page.wait_for_selector(".tile")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1


def test_a_body_has_its_terms_and_its_history(open_report):
    page = open_report(address="#/bodies")
    page.fill("#bq", "chuyen doi so")
    assert page.locator("a.bodyrow:visible").count() == 1
    page.click("a.bodyrow:has-text('Kon Tum')")
    assert page.eval_on_selector_all(".term h3", "nodes => nodes.map(n => n.textContent)") == [
        "18/4/2023 · 215/QĐ-UBND",
        "3/11/2021 · 0872/QĐ-UBND",
    ]
    assert page.eval_on_selector_all(".history time", "nodes => nodes.map(n => n.textContent)") == [
        "3/11/2021",
        "18/4/2023",
    ]


def test_charts_draw_both_maps_and_a_tile_filters(open_report):
    page = open_report(address="#/charts")
    assert page.locator(".tile").count() == 63
    page.click(".choice button >> nth=1")
    assert page.locator(".tile").count() == 34
    assert page.locator(".bar").count() == 4
    page.click(".tile.live:has-text('Quảng Ngãi')")
    page.wait_for_selector("a.item")
    assert page.locator("a.item").count() == 2


def test_language_and_theme_can_be_changed(open_report):
    page = open_report()
    page.click("#language")
    assert "Bài viết" in page.inner_text(".tabs")
    page.click("#theme")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def hostile(value, payload):
    """The record with the payload in every free string."""
    kept = {"event", "role", "function", "precision", "relation", "subject", "object"}
    if isinstance(value, dict):
        return {k: v if k in kept else hostile(v, payload) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile(v, payload) for v in value]
    return payload if isinstance(value, str) else value


PAYLOADS = (
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "\"'><svg onload=window.hacked=1>",
    "javascript:window.hacked=1",
    "<!--<script>window.hacked=1</script>",
    "\u2028</style><iframe srcdoc='<script>top.hacked=1</script>'>",
)


def test_hostile_records_run_nothing(open_report):
    records = [
        msgspec.convert(hostile(RECORDS[n % 6].to_dict(), payload), Record) for payload in PAYLOADS for n in (0, 3)
    ]
    page = open_report(records)
    bodies = page.evaluate("[...new Set(JSON.parse(data.textContent).records.flatMap(r => r.bodies.map(b => b.name)))]")
    assert set(bodies) == set(PAYLOADS)
    views = ["articles", "bodies", "charts", "body/%3Cimg%20src=x%20onerror=window.hacked=1%3E"]
    views += [f"article/{n}" for n in range(len(records))]
    for view in views:
        page.evaluate("view => { location.hash = '#/' + view }", view)
        page.wait_for_timeout(20)
        assert page.locator("img, iframe, a[href^='javascript']").count() == 0, view
    for body in bodies:
        page.evaluate("name => { location.hash = '#/body/' + encodeURIComponent(name) }", body)
        page.wait_for_timeout(20)
        assert page.inner_text("h1") == body
    assert page.evaluate("window.hacked") is None


def test_odd_records_are_shown(open_report):
    blank = Record()
    outside = decode_record(RECORDS[0].to_json())
    outside.article.text = "ngắn"
    page = open_report([blank, outside])
    for number in (0, 1):
        page.evaluate("n => { location.hash = '#/article/' + n }", number)
        page.wait_for_selector(".fields", state="attached")
    page = open_report([])
    assert page.locator(".nothing").is_visible()


def test_a_thousand_articles_open_within_three_seconds(open_report):
    filler = "\n".join(r.article.text for r in RECORDS)
    many = []
    for number in range(1000):
        record = decode_record(RECORDS[number % 6].to_json())
        record.article.text += "\n" + filler
        many.append(record)
    page = open_report(many)
    seconds = []
    for _ in range(3):  # the best of three: other work on the machine is not the page's fault
        began = time.monotonic()
        page.reload()
        page.wait_for_selector("a.item")
        seconds.append(time.monotonic() - began)
        if seconds[-1] < 3:
            break
    assert min(seconds) < 3, seconds
    assert page.inner_text("#count") == "1000 / 1000"
    page.fill("#q", "y lam son")
    assert page.inner_text("#count").endswith("/ 1000")


def test_printing_drops_the_controls(open_report):
    page = open_report(address="#/article/0", scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".tabs").is_visible()
    assert page.locator("article.text").is_visible()
