"""The documents speak of what exists."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from simpul.config import cli
from simpul.permits import wording
from simpul.permits.planning import plan
from simpul.rulebook import choices

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
PLAN = (ROOT / "docs" / "plan.md").read_text()


def plan_fields() -> set[str]:
    parts = (
        *(plan.Production, plan.Spot, plan.Day, plan.Vehicles, plan.Traffic, plan.Activity),
        *(plan.Minors, plan.Animals, plan.Neighbourhood, plan.Plan),
    )
    return {
        field.metadata.get("key") or field.name
        for part in parts
        for field in dataclasses.fields(part)
    }


def test_every_field_of_a_plan_is_documented():
    named = set(re.findall(r"`(?:\w+(?:\[\])?\.)?(\w+)(?:\[\])?`", PLAN))
    assert plan_fields() - named == set()


def test_every_code_of_a_plan_is_documented():
    lists = (
        *(choices.PRODUCTION_TYPES, choices.SETTINGS, choices.OWNERS, choices.ASSET_CLASSES),
        *(choices.ZONES, choices.ROAD_CLASSES, choices.TRAFFIC, choices.ACTIVITIES),
        *(wording.DAY_KINDS, wording.VEHICLE_CLASSES),
    )
    missing = {code for codes in lists for code in codes if f"`{code}`" not in PLAN}
    assert missing == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text()):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_commands_in_the_documents_exist():
    verbs = set(cli.parser()._subparsers._group_actions[0].choices)
    for path in DOCUMENTS:
        for verb in re.findall(r"`(?:\.venv/bin/)?simpul ([a-z][a-z-]*)", path.read_text()):
            assert verb in verbs, f"{path.name}: simpul {verb}"
