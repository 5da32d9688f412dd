"""Where the sun stands, and the times of prayer that follow. Pure.

The formulas are those of NOAA's solar calculator, after J. Meeus, Astronomical Algorithms (1991),
chapters 25 and 28; good to some ten seconds between the polar circles in this century. Angles in
degrees, times in minutes of the UTC day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import acos, asin, atan, cos, degrees, radians, sin, tan

RIM = -0.833
"""Height of the sun's centre when its upper rim rises or sets, with mean refraction."""

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_CENTURY = timedelta(days=36525)


@dataclass(frozen=True, slots=True)
class Criteria:
    """How prayer times are set: angles of the sun under the horizon, the length of the shadow that
    begins Asr (1: as long as the thing, besides its shadow at noon), safety minutes added."""

    fajr: float = 20.0
    isha: float = 18.0
    shadow: float = 1.0
    margin_min: int = 2


def sun_at(moment: datetime) -> tuple[float, float]:
    """(declination in degrees, equation of time in minutes) at an aware moment."""
    t = (moment - _J2000) / _CENTURY
    mean = radians((280.46646 + t * (36000.76983 + t * 0.0003032)) % 360)
    anomaly = radians(357.52911 + t * (35999.05029 - 0.0001537 * t))
    eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
    centre = (
        sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
        + sin(2 * anomaly) * (0.019993 - 0.000101 * t)
        + sin(3 * anomaly) * 0.000289
    )
    node = radians(125.04 - 1934.136 * t)
    longitude = radians(degrees(mean) + centre - 0.00569 - 0.00478 * sin(node))
    obliquity = radians(
        23
        + (26 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60) / 60
        + 0.00256 * cos(node)
    )
    y = tan(obliquity / 2) ** 2
    equation = (
        y * sin(2 * mean)
        - 2 * eccentricity * sin(anomaly)
        + 4 * eccentricity * y * sin(anomaly) * cos(2 * mean)
        - 0.5 * y * y * sin(4 * mean)
        - 1.25 * eccentricity**2 * sin(2 * anomaly)
    )
    return degrees(asin(sin(obliquity) * sin(longitude))), 4 * degrees(equation)


def noon(day: date, lon: float) -> datetime:
    """When the sun crosses the meridian of a longitude, on the local solar day."""
    found = _moment(day, 720 - 4 * lon)
    for _ in range(2):
        found = _moment(day, 720 - 4 * lon - sun_at(found)[1])
    return found


def at_height(day: date, lat: float, lon: float, height: float, *, rising: bool) -> datetime | None:
    """When the sun's centre passes a height above the horizon; None when it never does."""

    def minutes(declination: float, equation: float) -> float | None:
        latitude, tilt = radians(lat), radians(declination)
        ratio = (sin(radians(height)) - sin(latitude) * sin(tilt)) / (cos(latitude) * cos(tilt))
        if abs(ratio) > 1:
            return None
        hour = degrees(acos(ratio)) * (-1 if rising else 1)
        return 720 - 4 * (lon - hour) - equation

    found = noon(day, lon)
    for _ in range(3):
        offset = minutes(*sun_at(found))
        if offset is None:
            return None
        found = _moment(day, offset)
    return found


def asr_height(lat: float, declination: float, shadow: float) -> float:
    """Height of the sun when a shadow is `shadow` times its thing longer than at noon."""
    return degrees(atan(1 / (shadow + tan(radians(abs(lat - declination))))))


def prayer_times(
    day: date, lat: float, lon: float, zone: tzinfo, criteria: Criteria
) -> dict[str, datetime]:
    """subuh, zuhur, asar, magrib, isya of a local day, on the full minute after the margin.

    Those that the sun does not make at this latitude on this day are left out.
    """
    middle = noon(day, lon)
    declination, _ = sun_at(middle)
    height = asr_height(lat, declination, criteria.shadow)
    found = {
        "subuh": at_height(day, lat, lon, -criteria.fajr, rising=True),
        "zuhur": middle,
        "asar": at_height(day, lat, lon, height, rising=False),
        "magrib": at_height(day, lat, lon, RIM, rising=False),
        "isya": at_height(day, lat, lon, -criteria.isha, rising=False),
    }
    margin = timedelta(minutes=criteria.margin_min)
    return {
        name: _next_minute(moment + margin).astimezone(zone)
        for name, moment in found.items()
        if moment is not None
    }


def _moment(day: date, minutes: float) -> datetime:
    return datetime.combine(day, time(0), UTC) + timedelta(minutes=minutes)


def _next_minute(moment: datetime) -> datetime:
    full = moment.replace(second=0, microsecond=0)
    return full if full == moment else full + timedelta(minutes=1)
