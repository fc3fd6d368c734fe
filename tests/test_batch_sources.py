"""Pages out of files, folders, globs, WARC, JSONL and Parquet; nothing lost, every gap told."""

import gzip
import io
import json
import os
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractor.batch.http import parse_answer
from extractor.batch.inputs import InputError, find_files
from extractor.batch.sources import read_tasks

HTML = b"<html><body><p>B\xe1\xba\xa3n tin</p></body></html>"


def tasks_of(*inputs, columns=None):
    return list(read_tasks(find_files([str(i) for i in inputs]), columns))


def told(tasks):
    """What a source says of each page: its data, or the label of the result it came with."""
    return [t.page.data if t.result is None else t.result.label for t in tasks]


def make_warc(path: Path, pages, *, zipped=True):
    """Write pages (url, status, headers, body) and return the offsets of their records."""
    offsets = []
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=zipped)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "test"}))
        for url, status, headers, body in pages:
            offsets.append(file.tell())
            answer = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            record = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=answer)
            writer.write_record(record)
    return offsets


def news(n):
    # Numbers that do not compress away: a zipped record must be long enough to be damaged in its middle.
    filler = " ".join(str(n * 7919 + i * i * 104729) for i in range(300))
    return (f"https://bao.vn/{n}", "200 OK", [("Content-Type", "text/html")], f"<p>Tin {n} {filler}</p>".encode())


def test_a_folder_gives_its_pages_sorted_and_leaves_other_files(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("z.html", "b/a.txt", "a.htm", "notes.docx", "style.css"):
        (tmp_path / name).write_bytes(HTML)
    found = tasks_of(tmp_path)
    assert [os.path.relpath(t.page.path, tmp_path) for t in found] == ["a.htm", "z.html", "b/a.txt"]
    assert [t.page.index for t in found] == [0, 1, 2]


def test_a_file_reached_twice_is_read_once(tmp_path):
    page = tmp_path / "a.html"
    page.write_bytes(HTML)
    (tmp_path / "again.html").symlink_to(page)
    assert len(tasks_of(page, tmp_path, str(tmp_path / "*.html"))) == 1


def test_a_folder_loop_ends(tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "a.html").write_bytes(HTML)
    (tmp_path / "in" / "deep" / "up").symlink_to(tmp_path / "in")
    assert len(tasks_of(tmp_path / "in")) == 1


def test_file_names_of_any_bytes_have_a_readable_id(tmp_path):
    name = os.fsencode(tmp_path) + b"/trang-\xff\n.html"
    with open(name, "wb") as file:
        file.write(HTML)
    (task,) = tasks_of(tmp_path)
    assert task.page.data == HTML
    assert task.page.path.endswith("trang-\\xff\n.html")
    task.page.path.encode("utf-8")


def test_what_is_not_there_is_told_and_the_rest_is_read(tmp_path):
    (tmp_path / "a.html").write_bytes(HTML)
    (tmp_path / "broken.html").symlink_to(tmp_path / "nowhere")
    found = tasks_of(tmp_path / "lost.html", tmp_path / "*.warc", tmp_path)
    assert told(found) == ["read", "read", HTML, "read"]
    assert found[0].result.detail == "no such file or folder"


def test_a_pipe_in_a_folder_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.html")
    assert told(tasks_of(tmp_path)) == ["read"]


@pytest.mark.parametrize("zipped", [True, False])
def test_a_warc_gives_its_answers_with_url_and_date(tmp_path, zipped):
    path = tmp_path / ("c.warc.gz" if zipped else "c.warc")
    offsets = make_warc(path, [news(1), news(2)], zipped=zipped)
    found = tasks_of(path)
    assert [t.page.data for t in found] == [news(1)[3], news(2)[3]]
    assert [t.page.path for t in found] == [f"{path}#{o}" for o in offsets]
    assert [t.page.url for t in found] == ["https://bao.vn/1", "https://bao.vn/2"]
    assert all(t.page.crawled_at and t.page.media_type == "text/html" for t in found)


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("damage", ["head", "cut"])
def test_a_damaged_member_costs_itself_alone(tmp_path, zipped, damage):
    path = tmp_path / ("c.warc.gz" if zipped else "c.warc")
    offsets = make_warc(path, [news(n) for n in range(10)], zipped=zipped)
    data = bytearray(path.read_bytes())
    if damage == "head":
        data[offsets[4] : offsets[4] + 40] = b"z" * 40
    else:
        del data[offsets[4] + 300 : offsets[5] - 20]
    path.write_bytes(data)
    found = told(tasks_of(path))
    expected = [news(n)[3] for n in range(10)]
    expected[4] = "read"
    assert found == expected


def test_flipped_bits_in_a_zipped_member_are_noticed(tmp_path):
    path = tmp_path / "c.warc.gz"
    offsets = make_warc(path, [news(n) for n in range(5)])
    data = bytearray(path.read_bytes())
    data[offsets[2] + 500] ^= 255
    data[offsets[2] + 700] ^= 255
    path.write_bytes(data)
    found = tasks_of(path)
    assert told(found) == [news(0)[3], news(1)[3], "read", news(3)[3], news(4)[3]]
    assert f"to byte {offsets[3]}" in found[2].result.detail


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("left", [1, 100, 1500])
def test_a_truncated_warc_gives_what_is_whole_and_tells_the_rest(tmp_path, zipped, left):
    path = tmp_path / ("c.warc.gz" if zipped else "c.warc")
    offsets = make_warc(path, [news(n) for n in range(4)], zipped=zipped)
    path.write_bytes(path.read_bytes()[: offsets[3] + left])
    found = told(tasks_of(path))
    assert found[:3] == [news(n)[3] for n in range(3)]
    assert found[3:] == ["read"]


def test_rubbish_before_and_after_is_one_failure_each(tmp_path):
    path = tmp_path / "c.warc.gz"
    make_warc(path, [news(1), news(2)])
    path.write_bytes(b"rubbish" * 9 + path.read_bytes() + b"rubbish" * 9)
    assert told(tasks_of(path)) == ["read", news(1)[3], news(2)[3], "read"]


def test_what_is_no_page_in_a_warc_is_dropped_with_its_reason(tmp_path):
    path = tmp_path / "c.warc.gz"
    image = ("https://bao.vn/a.png", "200 OK", [("Content-Type", "image/png")], b"\x89PNG")
    gone = ("https://bao.vn/b", "404 Not Found", [("Content-Type", "text/html")], b"<p>404</p>")
    make_warc(path, [news(1), image, gone])
    found = tasks_of(path)
    assert told(found) == [news(1)[3], "binary", "error-page"]
    assert [t.result.detail for t in found[1:]] == ["image/png", "HTTP 404"]


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        (b"Content-Encoding: gzip", gzip.compress(HTML), HTML),
        (b"Content-Encoding: gzip", HTML, HTML),
        (b"Content-Encoding: gzip", gzip.compress(HTML)[:-8], HTML),
        (b"Transfer-Encoding: chunked", b"5\r\n<p>Ti\r\n2\r\nn<\r\n0\r\n\r\n", b"<p>Tin<"),
        (b"Transfer-Encoding: chunked", HTML, HTML),
        (b"X: y", HTML, HTML),
    ],
)
def test_transfer_and_content_encodings_are_undone(headers, body, expected):
    answer = parse_answer(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n" + body, 10_000)
    assert (answer.body, answer.error) == (expected, "")


@pytest.mark.parametrize("headers", [b"Content-Encoding: br", b"Content-Encoding: gzip"])
def test_what_cannot_be_unpacked_is_told(headers):
    bomb = gzip.compress(b"\0" * 100_000)
    assert parse_answer(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n" + bomb, 10_000).error


def test_jsonl_rows_are_pages_and_bad_lines_are_told(tmp_path):
    path = tmp_path / "tin.jsonl"
    rows = ['{"id": "x1", "html": "<p>Một</p>", "url": "https://a"}', '{"text": "Hai"}', "{", '{"other": 1}', "[]"]
    path.write_text("\n".join(rows) + "\n\n", encoding="utf-8")
    found = tasks_of(path)
    assert told(found) == ["<p>Một</p>".encode(), b"Hai", "read", "read", "read"]
    assert [t.page.path for t in found] == ["x1", *(f"{path}#{n}" for n in (2, 3, 4, 5))]
    assert (found[0].page.url, found[0].page.media_type, found[1].page.media_type) == ("https://a", "text/html", None)
    assert all(t.page.is_text for t in found[:2])


def test_a_truncated_gzip_gives_its_whole_rows(tmp_path):
    path = tmp_path / "tin.jsonl.gz"
    rows = [json.dumps({"text": f"Tin {i} {os.urandom(30).hex()}"}) for i in range(200)]
    path.write_bytes(gzip.compress("\n".join(rows).encode())[:-3000])
    found = told(tasks_of(path))
    assert len(found) > 50
    assert found[-1] == "read"
    assert found[:-1] == [json.loads(r)["text"].encode() for r in rows[: len(found) - 1]]


def test_parquet_rows_are_pages(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "tin.parquet"
    query = "SELECT i AS id, '<p>Tin ' || i || '</p>' AS trang, DATE '2019-05-03' AS crawled_at FROM range(150) t(i)"
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    found = tasks_of(path, columns={"html": "trang"})
    assert [t.page.data for t in found] == [f"<p>Tin {i}</p>".encode() for i in range(150)]
    assert (found[7].page.path, found[7].page.crawled_at) == ("7", "2019-05-03")
    with pytest.raises(InputError, match="it has id, trang, crawled_at"):
        tasks_of(path, columns={"html": "x", "text": "x", "id": "x", "url": "x", "crawled_at": "x", "published": "x"})


def test_a_file_that_is_no_parquet_is_told(tmp_path):
    pytest.importorskip("duckdb")
    (tmp_path / "tin.parquet").write_bytes(b"no such thing")
    assert told(tasks_of(tmp_path)) == ["read"]
