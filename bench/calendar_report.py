"""The figures of `make bench-calendar` for people."""

from __future__ import annotations

from typing import Any

from bench.calendar import AIM_MS


def report(results: dict[str, Any]) -> str:
    """Tables, ratios and what was missed."""
    lines = [
        "One application's check: 10 grounds, 5 days, everything within 100 m",
        f"{'':32}{'bookings':>10}{'p50':>10}{'p95':>10}{'work':>10}{'rows':>7}{'loaded/s':>10}"
        f"{'table':>9}{'near idx':>10}{'all idx':>9}",
    ]
    for name, rows in results.items():
        for row in rows:
            sizes = row["sizes"]
            lines.append(
                f"{name:32}{row['bookings']:>10,}{row['p50']:7.2f} ms{row['p95']:7.2f} ms"
                f"{row['work']:7.2f} ms"
                f"{row['found']:7.0f}{row['per second']:10,.0f}{_mb(sizes['table']):>9}"
                f"{_mb(sizes['near index']):>10}{_mb(sizes['all indexes']):>9}"
            )
    load = max(row["load"] for rows in results.values() for row in rows)
    lines.append(
        f"work: processor time of server and client together. Load of the machine: {load:.1f}"
    )
    lines += ["", *_ratios(results), *_growth(results)]
    lines += ["", *(missed(results) or ["All aims met."])]
    return "\n".join(lines)


def missed(results: dict[str, Any]) -> list[str]:
    """Aims that were missed, in words."""
    told = [
        f"MISSED: {name}: p95 {rows[-1]['p95']:.1f} ms, aim {AIM_MS:.0f} ms"
        for name, rows in results.items()
        if name.startswith("Simpul") and rows[-1]["p95"] > AIM_MS
    ]
    postgis = results.get("PostGIS, PostgreSQL 15")
    if postgis is None:
        return [*told, "NOT COMPARED: postgresql-15-postgis-3 is not installed"]
    for name, rows in results.items():
        if [row["answers"] for row in rows] != [row["answers"] for row in postgis]:
            told.append(f"DIFFERENT ANSWERS: {name} and PostGIS")
    ours = results["Simpul, PostgreSQL 15"][-1]
    told += [
        f"MISSED: {what} is slower than PostGIS"
        for what in ("p50", "p95")
        if ours[what] > postgis[-1][what]
    ]
    return told


def _ratios(results: dict[str, Any]) -> list[str]:
    postgis = results.get("PostGIS, PostgreSQL 15")
    if postgis is None:
        return []
    lines = ["Simpul / PostGIS on the same server (below 1: Simpul needs less)"]
    for ours, theirs in zip(results["Simpul, PostgreSQL 15"], postgis, strict=True):
        near = ours["sizes"]["near index"] / theirs["sizes"]["near index"]
        lines.append(
            f"{ours['bookings']:>12,} bookings: p50 {ours['p50'] / theirs['p50']:.2f}, "
            f"p95 {ours['p95'] / theirs['p95']:.2f}, work {ours['work'] / theirs['work']:.2f}, "
            f"near index {near:.2f}, "
            f"loading time {theirs['per second'] / ours['per second']:.2f}, answers "
            f"{'the same' if ours['answers'] == theirs['answers'] else 'DIFFERENT'}"
        )
    return lines


def _growth(results: dict[str, Any]) -> list[str]:
    lines = ["Growth: the same density over a longer history"]
    for name, rows in results.items():
        first, last = rows[0], rows[-1]
        lines.append(
            f"{name:32} bookings x {last['bookings'] / first['bookings']:.0f}: "
            f"p50 x {last['p50'] / first['p50']:.2f}, p95 x {last['p95'] / first['p95']:.2f}"
        )
    return lines


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"
