"""A verb has one name in each language."""

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from simpul.journal import verbs


@pytest.fixture(autouse=True)
def _own_names(monkeypatch):
    monkeypatch.setattr(verbs, "_labels", dict(verbs._labels))


def test_a_verb_is_shown_in_the_reader_s_language():
    for language, expected in (("id", "Jurnal disegel"), ("en", "Journal sealed")):
        with translation.override(language):
            assert verbs.label("journal.sealed") == expected


def test_a_verb_without_a_name_is_shown_bare():
    assert verbs.label("permit.unheard_of") == "permit.unheard_of"


def test_naming_a_verb_twice_alike_is_fine_and_differently_is_an_error():
    verbs.register({"x.done": gettext_lazy("Done")})
    verbs.register({"x.done": gettext_lazy("Done")})
    assert "x.done" in verbs.registered()
    with pytest.raises(ValueError, match="twice"):
        verbs.register({"x.done": "Finished"})
