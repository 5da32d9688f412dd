"""Questions about sites that other rooms ask."""

from __future__ import annotations

from simpul.places.models import Site, Terms


def terms_of(code: str) -> Terms | None:
    """The manager's own terms of a site, with who changed them; None when there are none."""
    return Terms.objects.select_related("changed_by", "site").filter(site__code=code).first()


def site_ids(codes: set[str]) -> dict[str, int]:
    """Code -> id of sites, for rows that point to them."""
    return dict(Site.objects.filter(code__in=codes).values_list("code", "pk"))
