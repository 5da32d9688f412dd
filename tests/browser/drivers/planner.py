"""The public planner, filled from a plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from simpul.permits.actions import plan_drafts
from tests.browser.drivers.drawing import draw_line
from tests.browser.drivers.fields import going, put, swapped, texts

ROWS = ("spots", "days", "vehicles", "traffic", "activities", "animals")
FIRST_ASKED = ("vehicles", "traffic", "activities", "animals")


class Planner:
    """`/rencana/` as a person fills it: rows by their buttons, then every field."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.form = page.locator("#plan-form")

    def open(self) -> Planner:
        """From the front page, by its link."""
        self.page.goto("/")
        going(self.page, self.page.locator(".hero-go a").click)
        return self

    def open_link(self, plan: Mapping[str, Any]) -> Planner:
        """The address of a plan that somebody else has made; asked again, it becomes one's own."""
        theirs = plan_drafts.keep(plan=dict(plan), session_key="a colleague's", draft_id=None)
        self.page.goto(f"/rencana/{theirs.pk}/")
        self.update()
        assert str(theirs.pk) not in self.page.url
        return self

    def fill(self, plan: Mapping[str, Any]) -> Planner:
        """Everything that the planner asks, then "Update the answer"."""
        for part in ROWS:
            self._rows(part, plan.get(part) or [])
        for index, spot in enumerate(plan["spots"]):
            self._place(f"spots-{index}", spot)
        for index, day in enumerate(plan["days"]):
            self._swap(lambda day=day, index=index: self._put(f"days-{index}-date", day["date"]))
        for part in ROWS:
            for index, row in enumerate(plan.get(part) or []):
                self._row(f"{part}-{index}", row)
        for group in ("production", "minors", "neighbourhood"):
            for key, value in (plan.get(group) or {}).items():
                self._put(f"{group}-{key}", value)
        return self.update()

    def update(self) -> Planner:
        """Ask for the answer; the page comes back under its own address."""
        going(self.page, self.page.locator(".plan-update button").click)
        self.page.wait_for_url("**/rencana/*-*/*")
        return self

    def _put(self, name: str, value: Any) -> bool:
        return put(self.form, name, value)

    def _swap(self, act: Any) -> None:
        swapped(self.page, "#planner", act)

    def _rows(self, part: str, rows: list[Any]) -> None:
        if part in FIRST_ASKED:
            answer = "yes" if rows else "no"
            radio = self.form.locator(f'[name="{part}-any"][value="{answer}"]')
            self._swap(radio.check)
        while (there := self.form.locator(f".plan-{part}").count()) < len(rows):
            assert there, part
            self._swap(self.form.locator(f'button[value="add:{part}"]').click)

    def _place(self, prefix: str, spot: Mapping[str, Any]) -> None:
        way = "site" if "site" in spot else "elsewhere" if "elsewhere" in spot else "drawn"
        self._put(f"{prefix}-way", way)
        if way == "site":
            ending = f"({spot['site']})"
            option = self.page.locator(f'#site-list option[value$="{ending}"]').first
            wanted = option.get_attribute("value")
            field = self.form.locator(f'[name="{prefix}-site"]')
            field.fill(wanted)
            self._swap(lambda: field.press("Tab"))

    def _row(self, prefix: str, row: Mapping[str, Any]) -> None:
        for key, value in row.items():
            if key in ("id", "site", "date"):
                continue
            if key == "geometry":
                self._geometry(prefix, value)
            else:
                self._put(f"{prefix}-{key}", value)

    def _geometry(self, prefix: str, value: Mapping[str, Any]) -> None:
        """A line is drawn on the map; points and areas are typed beside it."""
        if value["type"] == "LineString":
            field = self.form.locator(f'[name="{prefix}-geometry"]')
            draw_line(self.page, self.form.locator(f"#{prefix} film-map"), value)
            drawn = json.loads(field.input_value())
            assert len(drawn["coordinates"]) == len(value["coordinates"])
            off = [
                abs(one - wanted)
                for found, meant in zip(drawn["coordinates"], value["coordinates"], strict=True)
                for one, wanted in zip(found, meant, strict=True)
            ]
            assert max(off) < 5e-5, "five metres"
        else:
            self._put(f"{prefix}-geometry", json.dumps(value))

    # --- the answer ------------------------------------------------------------------------------
    def answer(self) -> str:
        """All words of the answer, also those folded away."""
        return str(self.page.locator("#answer").text_content())

    def authorities(self) -> list[str]:
        """Names in the chain, in order."""
        return texts(self.page, ".chain-name > b")

    def told(self) -> list[str]:
        """Names of those who must be told."""
        return texts(self.page, ".told b")

    def fees(self) -> list[str]:
        """Each official fee line's amount, then the total where there are lines."""
        return [" ".join(text.split()) for text in texts(self.page, ".fee-row b")]

    def errors(self) -> list[str]:
        """What stands at fields as wrong."""
        return [text for text in texts(self.page, "#plan-form .field-error") if text]

    def apply(self) -> None:
        """The button that makes an application of it."""
        going(self.page, self.page.locator(".answer-go button").click)
