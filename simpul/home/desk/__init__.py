"""What lies on a person's work desk: one section per role, the most urgent thing on top."""

from __future__ import annotations

from simpul.home.desk.authority import authority_section
from simpul.home.desk.incentives import incentive_company_section, incentive_desk_section
from simpul.home.desk.market import market_desk_section, market_guest_section
from simpul.home.desk.network import network_section
from simpul.home.desk.parts import Desk, Link, Next, Row, Section, Stat
from simpul.home.desk.producer import beginner_section, producer_section
from simpul.home.desk.staff import (
    administrator_section,
    auditor_section,
    complaints_section,
    officer_section,
    rules_section,
)
from simpul.kit.actors import Actor

__all__ = ["Desk", "Link", "Next", "Row", "Section", "Stat", "desk_for"]

SECTIONS = (
    officer_section,
    authority_section,
    incentive_desk_section,
    market_desk_section,
    network_section,
    producer_section,
    incentive_company_section,
    market_guest_section,
    rules_section,
    complaints_section,
    administrator_section,
    auditor_section,
)


def desk_for(actor: Actor) -> Desk:
    """The desk of a person; somebody without any role finds the ways to begin."""
    sections = [section for make in SECTIONS if (section := make(actor)) is not None]
    if not sections:
        sections = [beginner_section()]
    next_ones = [section.next for section in sections if section.next is not None]
    return Desk(sections=sections, next=next_ones[0] if next_ones else None)
