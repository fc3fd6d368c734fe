"""The batch: pages a second and memory, beside trafilatura alone on the same pages; kills at many moments.

    python benchmarks/batch.py [--pages 2000] [--kills 20] [--warc 10000]

The pages are the fixtures, repeated with a line of their own each (so that no cache can
answer for a page), text fixtures wrapped in HTML so that both sides read the same bytes.
Speeds are those of pages alone: loading the pipeline is timed apart.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extractor.batch.page import Page
from extractor.batch.reporting import LogReporter
from extractor.batch.run import Plan, run_batch
from extractor.batch.runner import Limits, Runner, Task, in_order
from extractor.batch.worker import Setup

FIXTURES = Path(__file__).parent.parent / "fixtures" / "pages"


def make_pages(count: int) -> list[bytes]:
    """`count` different pages out of the fixtures."""
    bases = []
    for file in sorted(FIXTURES.iterdir()):
        if file.suffix == ".txt":
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            body = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines if line.strip())
            bases.append(f"<html><body><article>\n{body}</article></body></html>".encode())
        elif file.suffix == ".html":
            bases.append(file.read_bytes())
    if not bases:
        sys.exit(f"no fixtures in {FIXTURES}")
    pages = []
    for i in range(count):
        base = bases[i % len(bases)]
        at = base.lower().rfind(b"</body>")
        own = f"<p>Bản tin thứ {i} trong ngày, mã {i * 7919 % 100003}.</p>".encode()
        pages.append(base[:at] + own + base[at:] if at >= 0 else base + own)
    return pages


def trafilatura_alone(count: int) -> float:
    """Pages a second of trafilatura's own main-text and metadata extraction in a process of its own."""
    code = (
        "import sys, time, trafilatura; sys.path.insert(0, sys.argv[1]); from batch import make_pages\n"
        "pages = make_pages(int(sys.argv[2]))\n"
        "for page in pages[:50]: trafilatura.extract(page, with_metadata=True)\n"
        "began = time.perf_counter()\n"
        "for page in pages[50:]: trafilatura.extract(page, with_metadata=True)\n"
        "print((len(pages) - 50) / (time.perf_counter() - began))\n"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(count)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return float(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout)


def one_process_each(count: int) -> dict[str, float]:
    """Both sides with one process each, in turns, three times; the middle one counts."""
    theirs, ours = [], []
    for _ in range(3):
        theirs.append(trafilatura_alone(count))
        ours.append(workers(make_pages(count), 1)["pages_per_second"])
    told = {"trafilatura": sorted(theirs)[1], "extractor": sorted(ours)[1]}
    return told | {"ratio": told["extractor"] / told["trafilatura"]}


def workers(pages: list[bytes], count: int) -> dict[str, float]:
    """Pages a second of `count` worker processes from the first to the last answer, and their peak memory."""
    tasks = (Task(Page(i, f"{i}.html", page, media_type="text/html")) for i, page in enumerate(pages))
    with Runner(Setup(), workers=count) as runner:
        done = in_order(runner.run(tasks))
        for _ in range(50 * count):
            next(done)
        began, left = time.perf_counter(), len(pages) - 50 * count
        for _ in done:
            pass
        return {"pages_per_second": left / (time.perf_counter() - began), "peak_mb": runner.peak_megabytes}


def whole_run(pages: list[bytes], folder: Path) -> dict[str, float]:
    """A whole `extractor run` with journal and output, two workers."""
    rows = folder / "rows.jsonl"
    write_rows(pages, rows)
    began = time.perf_counter()
    ended = run_batch(Plan([str(rows)], folder / "r.jsonl", workers=2), LogReporter(io.StringIO()))
    seconds = time.perf_counter() - began
    told = {f"stage: {stage}": round(s, 2) for stage, s in ended.ledger.seconds.items()}
    return {"pages_per_second": len(pages) / seconds, "seconds": seconds, **told}


def kills(pages: list[bytes], folder: Path, count: int) -> dict[str, int]:
    """Kill `count` runs, each at a random moment of its life, and finish each: is its output that of a whole run?"""
    rows = folder / "rows.jsonl"
    write_rows(pages, rows)

    def start(out: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "extractor", "run", str(rows), "--out", str(out), "--resume", "--quiet"]
        return subprocess.Popen(command, stderr=subprocess.DEVNULL)

    whole = folder / "whole.jsonl"
    began = time.perf_counter()
    start(whole).wait()
    seconds = time.perf_counter() - began
    moments, hit, equal = random.Random(20), 0, 0
    for number in range(count):
        killed = folder / f"killed-{number}.jsonl"
        process = start(killed)
        time.sleep(moments.uniform(0.1, seconds))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            hit += 1
        process.wait()
        start(killed).wait()
        equal += whole.read_bytes() == killed.read_bytes()
    return {"runs": count, "killed before their end": hit, "equal": equal}


def hostile_warc(pages: list[bytes], folder: Path, count: int = 10_000) -> dict[str, object]:
    """A WARC of `count` records with one hostile in a hundred: does the ledger balance?"""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path, hurt = folder / "hostile.warc.gz", []
    evils = [b"", b"\0" * 5000, b"<div>" * 20_000, b"\xff\xfe" * 3000, b"<p>" + b"A" * 500_000, b"&#x110000;" * 999]
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=True)
        for i in range(count):
            body = evils[i // 100 % len(evils)] if i % 100 == 42 and i % 300 != 42 else pages[i % len(pages)]
            if i % 300 == 42:
                hurt.append(file.tell())
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            uri = f"https://bao.vn/{i}"
            writer.write_record(writer.create_warc_record(uri, "response", payload=io.BytesIO(body), http_headers=head))
    data = bytearray(path.read_bytes())
    for at in hurt:
        data[at : at + 20] = b"\0" * 20
    path.write_bytes(data)
    plan = Plan([str(path)], folder / "w.jsonl", workers=2, limits=Limits(seconds=20.0))
    ended = run_batch(plan, LogReporter(io.StringIO()))
    return {"ledger": ended.ledger.line(), "true": ended.ledger.read == count, **ended.ledger.to_dict()}


def write_rows(pages: list[bytes], path: Path) -> None:
    """The pages as JSON Lines."""
    with open(path, "w", encoding="utf-8") as file:
        for i, page in enumerate(pages):
            file.write(json.dumps({"id": f"{i}.html", "html": page.decode("utf-8", "replace")}) + "\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--warc", type=int, default=10_000, help="records of the hostile WARC; 0: leave it out")
    told = parser.parse_args()
    pages = make_pages(told.pages)
    figures: dict[str, object] = {"pages": told.pages, "bytes_a_page": sum(map(len, pages)) // len(pages)}
    figures["one process each"] = one_process_each(min(told.pages, 500))
    for times in (1, 2, 4):
        many = make_pages(told.pages * times)
        figures[f"1 worker, {times}x"] = workers(many, 1)
    figures["2 workers, 1x"] = workers(pages, 2)
    with tempfile.TemporaryDirectory() as folder:
        figures["whole run, 2 workers"] = whole_run(pages, Path(folder))
        if told.kills:
            figures["kill -9"] = kills(pages[:300], Path(folder), told.kills)
        if told.warc:
            figures["hostile WARC"] = hostile_warc(pages, Path(folder), told.warc)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
