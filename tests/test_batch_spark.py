"""The Spark engine in local mode: the same bytes as the local run, DataFrames in and out, dead letters as rows."""

import json
import os
from pathlib import Path

import pytest
from test_batch_sources import make_warc, news

from extractor.batch.inputs import InputError
from extractor.batch.java import NoJava, find_java
from extractor.batch.run import Plan, beside, run_batch
from extractor.batch.runner import Limits
from extractor.batch.worker import Setup

TOY = Setup(factory="toy_pipeline:toy")


class Silent:
    """A reporter that says nothing."""

    def page(self, *_):
        pass


def fake_java(home: Path, version: str) -> Path:
    (home / "bin").mkdir(parents=True)
    java = home / "bin" / "java"
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2024-01-01' >&2\n")
    java.chmod(0o755)
    return home


def test_java_home_is_taken_if_it_is_new_enough(tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(fake_java(tmp_path / "21", "21.0.2")))
    assert find_java() == tmp_path / "21"


def test_an_old_java_is_passed_over_and_none_is_told_with_the_package(tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(fake_java(tmp_path / "8", "1.8.0_392")))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter(()))
    with pytest.raises(NoJava, match="openjdk-17-jre-headless"):
        find_java()


def test_resume_is_refused_before_java_is_looked_for(tmp_path):
    pytest.importorskip("pyspark")
    from extractor.batch.spark import run_spark

    with pytest.raises(InputError, match="--resume"):
        run_spark(Plan([str(tmp_path)], tmp_path / "r.jsonl", resume=True))


@pytest.fixture(scope="module")
def session():
    pytest.importorskip("pyspark")
    try:
        find_java()
    except NoJava as error:
        pytest.skip(str(error))
    from extractor.batch.spark import start_session

    former = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), former])
    spark = start_session(2)
    yield spark
    spark.stop()
    os.environ["PYTHONPATH"] = former


@pytest.mark.slow
def test_spark_writes_the_same_bytes_as_the_local_run(session, tmp_path):
    from extractor.batch.spark import run_spark

    pages = tmp_path / "pages"
    pages.mkdir()
    for i in range(90):
        text = {7: "listing", 20: "die", 33: "", 40: "hang"}.get(i, f"Tin số {i}")
        (pages / f"{i:03}.txt").write_text(text, encoding="utf-8")
    make_warc(pages / "c.warc.gz", [news(n) for n in range(30)])
    (pages / "rows.jsonl").write_text(json.dumps({"id": "x1", "text": "Tin dòng"}) + "\n{\n", encoding="utf-8")
    plans = [Plan([str(pages)], tmp_path / f"{n}.jsonl", TOY, 2, Limits(3.0, 1024)) for n in ("local", "spark")]
    run_batch(plans[0], Silent())
    ledger = run_spark(plans[1])
    assert ledger.line() == "read 122 = extracted 117 + dropped 2 + failed 3"
    for names in zip(*((p.out, beside(p.out)["dead"]) for p in plans), strict=True):
        assert names[0].read_bytes() == names[1].read_bytes()


@pytest.mark.slow
def test_a_dataframe_gives_a_row_for_each_page(session):
    from extractor.batch.spark import How, extract_dataframe, records

    rows = [(f"t{i}", text) for i, text in enumerate(["Tin một", "listing", "raise", "Tin hai"])]
    outcomes = extract_dataframe(session.createDataFrame(rows, "id string, text string"), How(TOY)).cache()
    found = {r.path: (r.outcome, r.label) for r in outcomes.collect()}
    assert found == {
        "t0": ("extracted", ""),
        "t1": ("dropped", "listing"),
        "t2": ("failed", "extract"),
        "t3": ("extracted", ""),
    }
    nested = {r.article.title: [p.name for p in r.persons] for r in records(outcomes).collect()}
    assert nested == {"Tin một": ["Đặng Thị Hoa"], "Tin hai": ["Đặng Thị Hoa"]}


def test_where_java_may_not_be_installed_that_is_said(tmp_path, monkeypatch):
    import java_for_spark

    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter(()))
    assert java_for_spark.install().startswith("Spark tests will be skipped: the Spark engine needs Java 17 or newer")
