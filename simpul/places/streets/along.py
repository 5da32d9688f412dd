"""Directions along a line on the plane, for many metres at once. Pure."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString

Floats = NDArray[np.floating[Any]]


def bearings(line: LineString, at: Floats, reach: float) -> Floats:
    """Directions in degrees (of the plane, anticlockwise from east) at metres along a line.

    Taken from `reach` metres before to `reach` metres after, within the line.
    """
    points = shapely.get_coordinates(line)
    steps = np.hypot(*np.diff(points, axis=0).T)
    metres = np.concatenate(([0.0], np.cumsum(steps)))
    behind, ahead = np.maximum(at - reach, 0), np.minimum(at + reach, metres[-1])
    x = np.interp(ahead, metres, points[:, 0]) - np.interp(behind, metres, points[:, 0])
    y = np.interp(ahead, metres, points[:, 1]) - np.interp(behind, metres, points[:, 1])
    found: Floats = np.degrees(np.arctan2(y, x))
    return found
