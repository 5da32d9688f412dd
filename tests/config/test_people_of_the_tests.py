"""The fixtures are what they say."""

from __future__ import annotations


def test_the_people_of_the_tests_have_their_roles(ani, budi, citra, dewi, eko, fajar, gita, hadi):
    assert set(ani.actor.companies) == set(budi.actor.companies)
    assert set(ani.actor.companies).isdisjoint(citra.actor.companies)
    assert dewi.actor.has_role("case_officer")
    assert eko.actor.has_role("head_of_service")
    assert set(fajar.actor.desks) == {"POLDA", "POLSEK"}
    assert gita.actor.roles == {"auditor"}
    assert hadi.actor.has_role("administrator")
    assert dewi.actor.second_factor and not ani.actor.second_factor
