"""The parts pages are made of. Every template has them without `{% load %}`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.templatetags.static import do_static, static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_htmx.jinja import htmx_script

from simpul.web import formats, statuses
from simpul.web.addresses import address_with, address_without
from simpul.web.context import map_settings
from simpul.web.errors import linked_errors
from simpul.web.geo import svg_outline

register = template.Library()
register.tag("static", do_static)


# --- words -----------------------------------------------------------------------------------
@register.simple_tag
def money(value: Any) -> str:
    """`{% money line.amount %}` → Rp 2.200.000."""
    return formats.money_words(value)


@register.filter(name="money")
def money_filter(value: Any) -> str:
    return formats.money_words(value)


@register.simple_tag
def day(value: Any, shape: str = "full") -> SafeString | str:
    """`{% day d %}`, `{% day d "short" %}`; shapes: full, long, short, weekday, month."""
    date = formats.as_day(value)
    if date is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>', date.isoformat(), formats.day_words(date, shape)
    )


@register.simple_tag
def moment(value: Any, shape: str = "short") -> SafeString | str:
    """`{% moment entry.at %}` → 10 Des 2026, 07.00 WIB."""
    if not value:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>',
        formats.local(value).isoformat(timespec="minutes"),
        formats.moment_words(value, shape),
    )


@register.simple_tag
def period(start: Any, end: Any, shape: str = "long") -> str:
    """`{% period a b %}` for dates or moments."""
    return formats.period_words(start, end, shape)


@register.simple_tag
def hours(start: Any, end: Any) -> str:
    """`{% hours day.from day.to %}` → 07.00–19.00."""
    return formats.hours_words(start, end)


@register.filter
def number(value: Any) -> str:
    return formats.number_words(value)


@register.filter
def pick(texts: Any) -> str:
    """`{{ authority.names|pick }}`: a pack text in the reader's language."""
    return formats.pick_text(texts)


@register.filter
def as_json(value: Any) -> str:
    """JSON for a data attribute; the template escapes it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


@register.filter
def under(cells: Iterable[Any], heads: Iterable[Any]) -> list[tuple[Any, Any]]:
    """`{% for head, cell in row|under:heads %}`: a stacked row says what each cell is."""
    return list(zip(heads, cells, strict=True))


# --- small marks -----------------------------------------------------------------------------
@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "calendar" %}`; with a label it speaks, without it is hidden from screen readers."""
    address = f"{static('web/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            address,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        address,
    )


@register.simple_tag
def status_tag(code: str, label: Any = "") -> SafeString:
    """`{% status_tag "clearance.approved" %}`: words, tone and icon of a registered state."""
    look = statuses.look(str(code))
    return format_html(
        '<span class="tag tag-{}">{}{}</span>', look.tone, icon(look.icon), label or look.label
    )


@register.simple_tag
def verified(row: Any) -> SafeString:
    """`{% verified rule %}`: how sure a pack row is. Unverified rows start no clock and no fee."""
    status: Any = row
    if not isinstance(row, str):
        status = row.get("status") if isinstance(row, Mapping) else getattr(row, "status", "")
    tone, words = {
        "confirmed": ("good", _("Confirmed")),
        "reported": ("wait", _("Reported, to be verified by the authority")),
        "assumed": ("next", _("Not verified: starts no clock and no fee")),
        "proposal": ("quiet", _("Policy proposal of the commission")),
    }.get(str(status), ("next", _("Not verified: starts no clock and no fee")))
    return format_html(
        '<span class="tag tag-{}">{}{}</span>', tone, icon(statuses.ICONS[tone]), words
    )


# --- addresses -------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def here(context: Any, **changes: Any) -> str:
    """`{% here sort="name" page=None %}`: this page's address with those values changed."""
    return address_with(context.get("request"), **changes)


@register.inclusion_tag("web/parts/pagination.html", takes_context=True)
def pagination(context: Any, page: Any, param: str = "page") -> dict[str, Any]:
    """`{% pagination page %}` for a Django `Page`; nothing when there is only one."""
    request = context.get("request")
    numbers = [
        {
            "number": shown if isinstance(shown, int) else None,
            "href": address_with(request, **{param: shown}) if isinstance(shown, int) else "",
            "current": shown == page.number,
        }
        for shown in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "numbers": numbers,
        "previous": address_with(request, **{param: page.number - 1})
        if page.has_previous()
        else "",
        "next": address_with(request, **{param: page.number + 1}) if page.has_next() else "",
    }


@register.inclusion_tag("web/parts/sort_header.html", takes_context=True)
def sort_header(
    context: Any, key: str, label: Any, param: str = "sort", numeric: bool = False
) -> dict[str, Any]:
    """`{% sort_header "date" _("Date") %}`: a `<th>` whose link sorts by URL (`?sort=-date`)."""
    request = context.get("request")
    current = request.GET.get(param, "") if request else ""
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    target = f"-{key}" if direction == "ascending" else key
    return {
        "label": label,
        "direction": direction,
        "href": address_with(request, **{param: target, "page": None}),
        "numeric": numeric,
    }


@register.inclusion_tag("web/parts/filter_chips.html", takes_context=True)
def filter_chips(context: Any, form: Any) -> dict[str, Any]:
    """`{% filter_chips form %}`: what a GET filter form narrows by, each with a way out."""
    request = context.get("request")
    chips = []
    for field in form:
        for value in request.GET.getlist(field.html_name) if request else []:
            if value:
                chips.append(
                    {
                        "label": field.label,
                        "value": _choice_label(field.field, value),
                        "href": address_without(request, field.html_name, value),
                    }
                )
    return {"chips": chips, "all": request.path if request else ""}


def _choice_label(field: Any, value: str) -> Any:
    for key, label in getattr(field, "choices", ()):
        if str(key) == value:
            return label
    return value


# --- forms -----------------------------------------------------------------------------------
@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(source: Any, *more: Any) -> dict[str, Any]:
    """`{% error_summary form %}`: forms, formsets or field → messages, linked to the fields."""
    return {"errors": [entry for one in (source, *more) for entry in linked_errors(one)]}


@register.simple_tag
def field(bound: Any, **options: Any) -> SafeString:
    """`{% field form.title %}`: label, hint, error and input, tied together for screen readers."""
    if options.pop("plain", False):
        bound.field.widget.attrs.pop("placeholder", None)
    template_name = options.pop("template", None)
    drawn: SafeString = bound.render(
        template_name or bound.template_name,
        {"field": bound, **options},
        bound.renderer,
    )
    return drawn


@register.inclusion_tag("web/parts/film_map.html")
def film_map(
    data: Any = None,
    *,
    name: str = "",
    value: str = "",
    draw: str = "",
    base: Any = None,
    base_url: str = "",
    label: str = "",
    ident: str = "map",
) -> dict[str, Any]:
    """`{% film_map geojson label=_("Where") %}` shows GeoJSON.

    With `draw="point line polygon" name="geometry"` it also draws, into a text field of that name,
    which is what works without scripts. `base`, `base_url`: GeoJSON to lie beneath.
    """
    settings = map_settings()
    return {
        "data": data,
        "base": base,
        "base_url": base_url,
        "name": name,
        "value": value or "",
        "draw": draw,
        "label": label or _("Map"),
        "ident": ident,
        "settings": settings,
        "picture": svg_outline(data, base),
    }


@register.simple_tag
def htmx() -> SafeString:
    """`{% htmx %}` in `{% block scripts %}` of a page that swaps parts of itself."""
    return htmx_script()


@register.simple_tag
def saved_sign() -> SafeString:
    """Inside `<form data-autosave="…">`: says whether what was typed is kept."""
    return format_html(
        '<p class="saved" role="status" data-saved="{}" data-saving="{}"'
        ' data-failed="{}" data-offline="{}"></p>',
        _("Kept."),
        _("Keeping …"),
        _("Not kept yet: please look at the marked answers when you continue."),
        _("No connection. It is tried again as soon as there is one."),
    )


# --- larger parts ----------------------------------------------------------------------------
@register.inclusion_tag("web/parts/task_list.html")
def task_list(groups: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """`{% task_list groups %}`; group: title, tasks; task: title, href, status, hint, label."""
    return {"groups": list(groups)}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(steps: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """`{% timeline steps %}`: title, state (done|now|next|stopped), when, who, until, text."""
    return {"steps": list(steps), "label": label or _("Where it stands")}


@register.inclusion_tag("web/parts/next_step.html")
def next_step(
    title: Any,
    href: str = "",
    label: Any = "",
    text: Any = "",
    who: Any = "",
    until: Any = None,
    stands: Any = "",
) -> dict[str, Any]:
    """The one amber thing on a page: where it stands, what happens next, who has it, until when."""
    return {
        "title": title,
        "href": href,
        "label": label,
        "text": text,
        "who": who,
        "until": until,
        "stands": stands,
    }


@register.inclusion_tag("web/parts/summary_list.html")
def summary_list(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """ "Check your answers": rows of key, value, href (change), missing."""
    return {"rows": list(rows)}


@register.inclusion_tag("web/parts/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], current: str = "", label: str = "") -> dict[str, Any]:
    """Tabs that are links: items of key, label, href, count."""
    return {"items": list(items), "current": current, "label": label or _("Sections")}


@register.inclusion_tag("web/parts/empty.html")
def empty(
    title: Any, text: Any = "", href: str = "", label: Any = "", picture: str = "knot"
) -> dict[str, Any]:
    """`{% empty _("No cases yet") _("They appear here …") %}`: a designed nothing."""
    return {"title": title, "text": text, "href": href, "label": label, "picture": picture}


@register.inclusion_tag("web/parts/stat.html")
def stat(value: Any, label: Any, hint: Any = "", href: str = "", tone: str = "") -> dict[str, Any]:
    """One figure: `{% stat 12 _("waiting for you") %}`."""
    return {"value": value, "label": label, "hint": hint, "href": href, "tone": tone}


@register.inclusion_tag("web/parts/back.html")
def back(href: str, label: Any = "") -> dict[str, Any]:
    """The way back, above the title."""
    return {"href": href, "label": label or _("Back")}


@register.inclusion_tag("web/parts/copyable.html")
def copyable(text: Any, label: Any = "") -> dict[str, Any]:
    """A code or an address with a button that copies it."""
    return {"text": text, "label": label}


@register.simple_tag
def submit(label: Any, tone: str = "go", name: str = "", value: str = "") -> SafeString:
    """`{% submit _("Send") %}`: sends once. Tones: go (amber), plain, quiet, danger."""
    extra = format_html(' name="{}" value="{}"', name, value) if name else mark_safe("")
    return format_html(
        '<button type="submit" class="button button-{}" data-once{}>{}</button>',
        tone,
        extra,
        label,
    )


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: Any = "") -> SafeString:
    """`{% notice "good" %}…{% endnotice %}`; tones: info, good, bad, next."""
    sign = {"good": "check", "bad": "alert", "next": "arrow"}.get(tone, "info")
    head = format_html('<p class="notice-title">{}</p>', title) if title else mark_safe("")
    return format_html(
        '<div class="notice notice-{}" role="{}">{}<div>{}{}</div></div>',
        tone,
        "alert" if tone == "bad" else "note",
        icon(sign),
        head,
        mark_safe(content),  # noqa: S308
    )


@register.simple_block_tag
def more(content: str, title: Any, opened: bool = False) -> SafeString:
    """`{% more _("Why?") %}…{% endmore %}`: details that fold away."""
    return format_html(
        '<details class="more"{}><summary>{}</summary><div class="more-body">{}</div></details>',
        mark_safe(" open") if opened else "",
        title,
        mark_safe(content),  # noqa: S308
    )
