"""The check that every text has its Indonesian translation sees what it must."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import messages


@pytest.fixture
def room(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    folder = tmp_path / "simpul" / "kamar"
    (folder / "templates" / "kamar").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        'A = _("Apply %(name)s")\nB = ngettext("one day", "%(n)d days", 2)\n'
        "C = f\"{_('Within')} 5 {pgettext('clock', 'minutes')}\"\n"
    )
    (folder / "templates" / "kamar" / "page.html").write_text(
        "<p>\n    {% translate 'Plan' %}\n</p>\n"
        "{% blocktranslate trimmed with a=b %}\n  Hello\n  {{ a }}\n{% endblocktranslate %}\n"
        '{% field form.x label=_("A label") %}{% translate "May" context "month" %}\n'
    )
    return folder


def test_texts_are_found_in_code_and_in_pages(room):
    found = {str(message.id) for message in messages.texts_of(room) if message.id}
    assert found == {
        "Apply %(name)s",
        "('one day', '%(n)d days')",
        "Plan",
        "Hello %(a)s",
        "A label",
        "May",
        "Within",
        "minutes",
    }


def fill(room: Path, **changes: str) -> None:
    """Translate everything, except for the changes."""
    messages.bring_up_to_date(room, "id")
    path = messages.catalogue_file(room, "id")
    catalog = messages.read(path, "id")
    for message in catalog:
        if message.id:
            text = message.id if isinstance(message.id, str) else message.id[1]
            text = changes.get(text.split()[0], text)
            plural = (text,) * catalog.num_plurals
            message.string = text if isinstance(message.id, str) else plural
    with path.open("wb") as stream:
        messages.write_po(stream, catalog)


def test_a_whole_catalogue_has_no_problems(room):
    fill(room)
    assert list(messages.problems(room, "id")) == []


def test_missing_translations_are_named_with_their_place(room):
    fill(room, Plan="")
    (problem,) = messages.problems(room, "id")
    assert "'Plan'" in problem
    assert "page.html:2" in problem


def test_lost_placeholders_are_named(room):
    fill(room, Apply="Ajukan %(nama)s")
    (problem,) = messages.problems(room, "id")
    assert "placeholders" in problem


def test_translations_without_a_text_are_named(room):
    fill(room)
    (room / "views.py").write_text("")
    assert len(list(messages.problems(room, "id"))) == 4


def test_uncertain_translations_are_named(room):
    fill(room)
    path = messages.catalogue_file(room, "id")
    path.write_text(path.read_text().replace('msgid "Plan"', '#, fuzzy\nmsgid "Plan"'))
    (problem,) = messages.problems(room, "id")
    assert "uncertain" in problem


def test_two_rooms_that_translate_one_text_differently_are_named(room, tmp_path):
    fill(room)
    other = tmp_path / "simpul" / "ruang"
    other.mkdir()
    (other / "__init__.py").touch()
    (other / "views.py").write_text("from x import gettext as _\nA = _('Plan')\n")
    fill(other, Plan="Rancangan")
    [found] = messages.disagreements([room, other], "id")
    assert "'Plan'" in found
    assert "kamar" in found
    assert "ruang" in found
    fill(other)
    assert list(messages.disagreements([room, other], "id")) == []
