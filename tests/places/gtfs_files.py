"""A small GTFS feed, to be spoilt in one place at a time."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

TABLES = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n"
    "tj,Transjakarta,https://example.org,Asia/Jakarta\n",
    "routes.txt": "route_id,agency_id,route_short_name,route_long_name,route_color,route_type\n"
    "r1,tj,1,Blok M - Kota,D02027,3\nr2,tj,6A,Ragunan - Monas,2AA8A4,3\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n"
    "s1,Bundaran HI,-6.1950,106.8230\ns2,Sarinah,-6.1880,106.8230\ns3,Monas,-6.1800,106.8230\n"
    "s4,Tosari,-6.1950,106.8300\n",
    "trips.txt": "route_id,service_id,trip_id,trip_headsign,direction_id,shape_id\n"
    "r1,all,t1,Kota,0,north\nr1,all,t2,Blok M,1,south\nr2,all,t3,Monas,0,across\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    "t1,,,s1,1\nt1,,,s2,2\nt1,,,s3,3\nt2,,,s3,1\nt2,,,s2,2\nt2,,,s1,3\nt3,,,s1,1\nt3,,,s4,2\n",
    "shapes.txt": "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n"
    "north,-6.1950,106.8230,1\nnorth,-6.1880,106.8230,2\nnorth,-6.1800,106.8230,3\n"
    "south,-6.1800,106.8232,1\nsouth,-6.1950,106.8232,2\n"
    "across,-6.1950,106.8230,1\nacross,-6.1950,106.8300,2\n",
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"
    "start_date,end_date\nall,1,1,1,1,1,1,1,20260101,20271231\n",
}


def feed(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The feed as a ZIP; `changes`: a table's whole text (bytes), or None to leave it out."""
    tables: dict[str, str | bytes | None] = {**TABLES, **(changes or {})}
    file = folder / "feed.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in tables.items():
            if text is not None:
                packed.writestr(name, text)
    return file


def with_line(name: str, *lines: str) -> dict[str, str | bytes | None]:
    """The table with lines added at its end."""
    return {name: TABLES[name] + "".join(f"{line}\n" for line in lines)}


def without_column(name: str, column: str) -> dict[str, str | bytes | None]:
    """The table without one column."""
    rows = [line.split(",") for line in TABLES[name].splitlines()]
    at = rows[0].index(column)
    return {name: "\n".join(",".join(row[:at] + row[at + 1 :]) for row in rows) + "\n"}
