"""Generate docs/cli.md from the program and docs/gazetteers.md from the tables, build the documentation as a small static site.

python docs/build.py                 write docs/cli.md and the site in out/docs
python docs/build.py --out FOLDER    the site elsewhere
"""

from __future__ import annotations

import argparse
import runpy
import shutil
from html import escape
from pathlib import Path

import click
from markdown_it import MarkdownIt

DOCS = Path(__file__).resolve().parent
ORDER = ("index", "records", "cli", "repair", "adding-a-rule", "adding-an-agency", "adding-a-site", "gazetteers",
         "at-scale", "architecture", "limits")  # fmt: skip

EXAMPLES = {
    "run": ["extractor run fixtures/pages --out records.jsonl", "extractor run fixtures/pages --out records.jsonl --resume"],
    "show": ["extractor show fixtures/pages/camau-iuu-2019.html", "extractor show fixtures/pages/camau-iuu-2019.html --json"],
    "explain": ["extractor explain fixtures/pages/camau-iuu-2019.html --field roles[0]",
                "extractor explain fixtures/pages/neg-trangchu-cujut.html"],
    "repair": ["extractor repair fixtures/pages/sonla-matuy-2012.txt --edits"],
    "report": ["extractor report records.jsonl --out report.html"],
    "score": ["extractor score records.jsonl fixtures/gold"],
    "export": ["extractor export records.jsonl --to popolo --out popolo.json", "extractor export records.jsonl --to csv --out tables"],
    "summary": ["extractor summary records.jsonl"],
}  # fmt: skip

STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf6; --ink: #211e1a; --soft: #6d675e; --line: #e4dfd5; --seal: #a5281f; --press: #f3efe6; }
@media (prefers-color-scheme: dark) { :root { --paper: #171615; --ink: #ece7de; --soft: #a19a8e; --line: #36332e; --seal: #f08a72; --press: #2a2825; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.65 "Source Serif 4", "Noto Serif", Charter, Cambria, serif; }
.frame { max-width: 1120px; margin: 0 auto; padding: 32px 28px 80px; display: grid; grid-template-columns: 190px minmax(0, 1fr); gap: 56px; }
nav { font: 14.5px/1.9 "Noto Sans", "Segoe UI", Roboto, Arial, sans-serif; position: sticky; top: 32px; align-self: start; }
nav b { color: var(--seal); font: 700 20px/1.6 "Noto Serif", serif; } nav a { display: block; color: var(--soft); text-decoration: none; }
nav a[aria-current] { color: var(--ink); font-weight: 600; } a { color: var(--seal); text-underline-offset: 3px; }
h1 { font-size: 32px; line-height: 1.3; margin: 0 0 .6em; } h2 { font-size: 22px; margin: 2em 0 .5em; }
pre, code { font: 14px/1.6 ui-monospace, Menlo, "DejaVu Sans Mono", monospace; } pre { background: var(--press); padding: 14px 18px; border-radius: 8px; overflow-x: auto; }
:not(pre) > code { background: var(--press); padding: .1em .35em; border-radius: 4px; font-size: .84em; }
table { border-collapse: collapse; width: 100%; font-size: 15.5px; } th, td { text-align: left; vertical-align: top; padding: 7px 16px 7px 0; border-bottom: 1px solid var(--line); }
p > code, li > code { white-space: nowrap; } img { max-width: 100%; } @media (max-width: 800px) { .frame { grid-template-columns: minmax(0, 1fr); gap: 20px; } nav { position: static; } }
"""


def cli_markdown() -> str:
    """docs/cli.md, from the commands themselves."""
    from extractor.cli import cli

    parts = ["# Commands", "Generated from the program by `make docs`; do not edit.", _prose(cli)]
    for name, command in cli.commands.items():
        subcommands = command.commands if isinstance(command, click.Group) else {"": command}
        for sub, leaf in subcommands.items():
            if not leaf.hidden:
                parts += _command(f"{name} {sub}".strip(), leaf)
    return "\n\n".join(part for part in parts if part) + "\n"


def _prose(command: click.Command) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))


def _command(name: str, command: click.Command) -> list[str]:
    context = click.Context(command, info_name=f"extractor {name}")
    usage = " ".join([f"extractor {name}", *command.collect_usage_pieces(context)])
    rows = [record for p in command.params if (record := p.get_help_record(context)) and record[1]]
    options = [f"| `{_cell(left)}` | {_cell(right)} |" for left, right in rows]
    table = "\n".join(["| option | meaning |", "|---|---|", *options]) if options else ""
    examples = "\n".join(["```sh", *EXAMPLES[name], "```"]) if name in EXAMPLES else ""
    return [f"## extractor {name}", f"```text\n{usage}\n```", _prose(command), table, examples]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def pages() -> list[Path]:
    """The pages in reading order; those that ORDER does not know come last, decisions at the very end."""
    known = [DOCS / f"{name}.md" for name in ORDER if (DOCS / f"{name}.md").exists()]
    return known + [p for p in sorted(DOCS.glob("*.md")) if p not in known] + sorted((DOCS / "decisions").glob("*.md"))


def title(page: Path) -> str:
    """The first heading of a page."""
    first = page.read_text(encoding="utf-8").splitlines()[:1]
    return first[0].lstrip("# ").strip() if first else page.stem


def build(out: Path) -> int:
    """Write the site to `out`; returns the number of pages."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    every = pages()
    for page in every:
        target = out / page.relative_to(DOCS).with_suffix(".html")
        target.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * (len(page.relative_to(DOCS).parts) - 1)
        links = "".join(
            f'<a href="{up}{other.relative_to(DOCS).with_suffix(".html")}"{" aria-current=page" * (other == page)}>{escape(title(other))}</a>'
            for other in every
        )
        tokens = markdown.parse(page.read_text(encoding="utf-8"))
        for token in tokens:
            for inner in token.children or []:
                href = inner.attrGet("href") if inner.type == "link_open" else None
                if isinstance(href, str) and ".md" in href and "://" not in href:
                    inner.attrSet("href", href.replace(".md", ".html"))
        body = markdown.renderer.render(tokens, markdown.options, {})
        target.write_text(
            '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{escape(title(page))} · extractor</title><style>{STYLE}</style>"
            f'<div class="frame"><nav><b>extractor</b>{links}</nav><main>{body}</main></div></html>\n',
            encoding="utf-8",
        )
    if (DOCS / "images").is_dir():
        shutil.copytree(DOCS / "images", out / "images", dirs_exist_ok=True)
    return len(every)


def main() -> None:
    """Regenerate docs/cli.md and docs/gazetteers.md and build the site."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=DOCS.parent / "out" / "docs")
    out = parser.parse_args().out
    (DOCS / "cli.md").write_text(cli_markdown(), encoding="utf-8")
    gazetteers = runpy.run_path(str(DOCS / "gazetteers.py"))["gazetteers_markdown"]
    (DOCS / "gazetteers.md").write_text(gazetteers(), encoding="utf-8")
    print(f"{build(out)} pages in {out}")


if __name__ == "__main__":
    main()
