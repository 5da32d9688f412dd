"""Drawing on the map with the mouse: zoom in where it is, then click corner after corner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NEAR = 16
"""The zoom at which a pixel is about two metres: a street fits into the frame."""

_PIXEL = "(map, [lon, lat]) => map.map.latLngToContainerPoint([lat, lon])"
_ZOOM = "map => map.map.getZoom()"
_STILL = "([map, before]) => map.map.getZoom() > before && !map.querySelector('.leaflet-zoom-anim')"


def draw_line(page: Any, film_map: Any, geometry: Mapping[str, Any]) -> None:
    """Draw a GeoJSON LineString (degrees) as somebody would who knows where it lies."""
    film_map.locator(".leaflet-container").wait_for()
    film_map.scroll_into_view_if_needed()
    film_map.locator(".map-tools button").nth(_button(film_map, "line")).click()
    corners = geometry["coordinates"]
    _near(page, film_map, [sum(values) / len(corners) for values in zip(*corners, strict=True)])
    for corner in corners:
        _click(page, film_map, corner)
    _click(page, film_map, corners[-1])  # again on the last corner: the line ends there


def _button(film_map: Any, kind: str) -> int:
    return str(film_map.get_attribute("data-draw")).split().index(kind)


def _near(page: Any, film_map: Any, place: list[float]) -> None:
    """Turn the wheel over the place, which stays under the pointer."""
    while (before := film_map.evaluate(_ZOOM)) < NEAR:
        page.mouse.move(*_on_screen(film_map, place))
        page.mouse.wheel(0, -60)  # one level
        page.wait_for_function(_STILL, arg=[film_map.element_handle(), before])


def _click(page: Any, film_map: Any, place: list[float]) -> None:
    x, y = _on_screen(film_map, place)
    page.mouse.move(x, y, steps=3)
    page.mouse.click(x, y)


def _on_screen(film_map: Any, place: list[float]) -> tuple[float, float]:
    """Where a place (longitude, latitude) of the map stands in the window, in pixels."""
    at = film_map.evaluate(_PIXEL, place)
    frame = film_map.locator(".leaflet-container").bounding_box()
    return frame["x"] + at["x"], frame["y"] + at["y"]
