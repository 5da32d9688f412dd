"""The life of a version of the rules.

from        verb       to           who                                       needs
draft       publish    published    legal_editor or administrator, another    second factor
                                    person than the one who loaded it
published   publish    superseded   (the next version is published)
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATES = [
    ("draft", _("Draft")),
    ("published", _("In force")),
    ("superseded", _("Superseded")),
]
