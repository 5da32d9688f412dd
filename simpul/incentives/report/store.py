"""The classified lines of a report in the file store: kept, opened, filtered, handed out.

A page asks for thirty lines of half a million: the file is read by columns and in place, never
into rows of the database (docs/decisions/0014-lines-in-a-file.md).
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives.models import CostReport
from simpul.incentives.report.reckoning.frame import lines_schema
from simpul.kit.actors import Actor
from simpul.kit.late import polars as pl
from simpul.kit.outcomes import NotVisible
from simpul.papers.actions import store_document
from simpul.papers.models import StoredFile

PARQUET = "application/vnd.apache.parquet"
ROWS_IN_GROUP = 20_000
PEOPLE = ("person", "loan_out")
HIDDEN = "•••"
_CACHE = "report-cache"
_CACHE_AT_MOST = 20


def keep_frame(actor: Actor, report: CostReport, name: str, frame: pl.DataFrame) -> StoredFile:
    """A frame as a file of the report."""
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd", row_group_size=ROWS_IN_GROUP, statistics=True)
    return store_document(
        actor=actor,
        content=out.getvalue(),
        name=f"{name}.parquet",
        kind=f"cost-report-{name}",
        personal_class="sensitive",
        subject=report.subject,
        mime=PARQUET,
    )


def let_go(*files: StoredFile | None, days: int = 0) -> None:
    """Files nobody needs any more are erased in the night after so many days."""
    keys = [file.pk for file in files if file is not None]
    last = timezone.localdate() + timedelta(days=days)
    StoredFile.objects.filter(pk__in=keys).update(keep_until=last)


@contextmanager
def local_copy(file: StoredFile) -> Iterator[Path]:
    """The file as a path: the store's own where it is a folder, else a copy that is removed."""
    storage = file.content.storage
    if isinstance(storage, FileSystemStorage):
        yield Path(storage.path(str(file.content.name)))
        return
    with tempfile.NamedTemporaryFile(suffix=f".{file.extension}") as copy:
        with file.content.open("rb") as stream:
            for piece in stream.chunks():
                copy.write(piece)
        copy.flush()
        yield Path(copy.name)


def scan(file: StoredFile) -> pl.LazyFrame:
    """The frame, opened to be read by parts. A copy of a remote file is kept for the next page."""
    storage = file.content.storage
    if isinstance(storage, FileSystemStorage):
        return pl.scan_parquet(storage.path(str(file.content.name)))
    return pl.scan_parquet(_cached(file))


def _cached(file: StoredFile) -> Path:
    """Named by its digest, so that it can never be another file's; the oldest make room."""
    folder = settings.VAR / _CACHE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = Path(folder / f"{file.sha256}.parquet")
    if not path.exists():
        own = tempfile.NamedTemporaryFile(dir=folder, delete=False)  # noqa: SIM115
        with own as copy, file.content.open("rb") as stream:
            for piece in stream.chunks():
                copy.write(piece)
        Path(copy.name).replace(path)
        kept = sorted(folder.glob("*.parquet"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-_CACHE_AT_MOST]:
            old.unlink(missing_ok=True)
    os.utime(path)
    return path


def lines_of(report: CostReport) -> pl.LazyFrame:
    """All lines of a read report."""
    if report.lines is None:
        raise LookupError("the report has no lines")
    if report.lines.erased_at is not None:
        raise NotVisible(_("The lines were erased when the time of keeping them was over."))
    lines = scan(report.lines)
    # A report that was read before a column was known has no value in it.
    known = lines.collect_schema()
    return lines.with_columns(
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in lines_schema().items()
        if name not in known
    )


def flags_of(report: CostReport) -> pl.DataFrame:
    """row, flag, note."""
    if report.flags is None:
        return pl.DataFrame(schema={"row": pl.Int64(), "flag": pl.String(), "note": pl.String()})
    return scan(report.flags).collect()


# --- what a page asks for --------------------------------------------------------------------

SORTS = {
    "row": ["row"],
    "date": ["date", "row"],
    "amount": ["amount", "row"],
    "eligible": ["eligible", "row"],
    "account": ["account", "row"],
    "payee": ["payee", "row"],
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines. Empty fields narrow nothing; `sort` as in the URL ("-amount")."""

    text: str = ""
    category: str = ""
    treatment: str = ""
    flag: str = ""
    account: str = ""
    least: Decimal | None = None
    sort: str = "row"


def filtered(report: CostReport, wanted: Wanted, *, people: bool) -> pl.LazyFrame:
    """The lines that are wanted, in order. Without `people`, names of persons are not searched:
    a hit would tell what is not shown."""
    lines = shown(lines_of(report), people=people)
    if wanted.category:
        lines = lines.filter(
            pl.col("category") == ("" if wanted.category == "-" else wanted.category)
        )
    if wanted.treatment:
        lines = lines.filter(pl.col("treatment") == wanted.treatment)
    if wanted.account:
        lines = lines.filter(pl.col("account").str.starts_with(wanted.account))
    if wanted.least is not None:
        lines = lines.filter(pl.col("amount").abs() >= wanted.least)
    if wanted.flag:
        rows = flags_of(report).filter(pl.col("flag") == wanted.flag)["row"].unique()
        lines = lines.filter(pl.col("row").is_in(rows.implode()))
    if wanted.text:
        words = [wanted.text]
        fields = ("payee", "description", "doc_no", "account_text", "tax_id")
        hit = pl.any_horizontal(
            pl.col(name).str.contains_any(words, ascii_case_insensitive=True) for name in fields
        )
        lines = lines.filter(hit)
    name = wanted.sort.removeprefix("-")
    if name in SORTS and (name != "row" or wanted.sort.startswith("-")):
        lines = lines.sort(SORTS[name], descending=wanted.sort.startswith("-"))
    return lines


def page_of(lines: pl.LazyFrame, page: int, size: int) -> tuple[list[dict[str, object]], int]:
    """One page of lines and how many there are in all."""
    count = lines.select(pl.len()).collect().item()
    rows = lines.slice((page - 1) * size, size).collect()
    return list(rows.iter_rows(named=True)), int(count)


def one_line(report: CostReport, row: int, *, people: bool) -> Mapping[str, object] | None:
    """One line by its row."""
    found = shown(lines_of(report), people=people).filter(pl.col("row") == row).collect()
    return found.row(0, named=True) if found.height else None


def shown(lines: pl.LazyFrame, *, people: bool) -> pl.LazyFrame:
    """The lines as somebody may see them: names and numbers of persons only with `people`."""
    if people:
        return lines
    person = pl.col("payee_type").is_in(PEOPLE) | (pl.col("payee_type") == "")
    return lines.with_columns(
        pl.when(person & (pl.col(name) != "")).then(pl.lit(HIDDEN)).otherwise(name).alias(name)
        for name in ("payee", "payee_id", "tax_id", "description", "note")
    )
