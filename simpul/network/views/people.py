"""People at partners: cards, posts, consent, two that are one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.kit.outcomes import NotVisible
from simpul.network import access, words
from simpul.network.actions import people
from simpul.network.models import Consent, PartnerPerson, Post
from simpul.network.partners import queries
from simpul.network.partners.forms import (
    ConsentForm,
    DayForm,
    PersonChangeForm,
    PersonForm,
    PostForm,
)
from simpul.network.views.partners import history, merge_page, version_of
from simpul.people.requests import Request
from simpul.web.forms import attempt


@require_http_methods(["GET", "POST"])
def create(request: Request, partner_id: int) -> HttpResponse:
    """Add a person with the post from their card."""
    partner = queries.partner_for(request.actor, partner_id)
    access.require(access.can_write(request.actor))
    form = PersonForm(request.POST or None)
    if request.method == "POST":
        made = attempt(
            form,
            lambda: people.add_person(
                actor=request.actor, partner_id=partner.pk, **form.arguments()
            ),
        )
        if made:
            flash.success(request, _("Added."))
            return redirect("network:person", made.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "partner": partner}
    return render(request, "network/people/form.html", context, status=status)


@require_GET
def person(request: Request, person_id: int) -> HttpResponse:
    """One person; the number of a merged one leads to the one that stays."""
    found = queries.person_for(request.actor, person_id)
    if found.pk != person_id:
        return redirect("network:person", found.pk)
    return _page(request, found)


def _page(request: Request, found: PartnerPerson, status: int = 200, **forms: Any) -> HttpResponse:
    consents = found.consents.select_related("recorded_by")
    context = {
        "person": found,
        "names": [
            {"language": words.language_name(code), "code": code, "name": name}
            for code, name in found.names.items()
        ],
        "speaks": [words.language_name(code) for code in found.languages],
        "posts": found.posts.select_related("partner"),
        "consents": consents,
        "meetings": found.encounter_rows.select_related("encounter").order_by(
            "-encounter__held_on"
        ),
        "visits": found.visit_rows.select_related("visit").order_by("-visit__starts_on"),
        "history": history(found.subject),
        "may_write": access.can_write(request.actor),
        "post_form": PostForm(),
        "consent_form": ConsentForm(),
        "day_form": DayForm(),
        **forms,
    }
    return render(request, "network/people/person.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change(request: Request, person_id: int) -> HttpResponse:
    """Say it anew; beyond the card only with consent."""
    found = queries.person_for(request.actor, person_id)
    access.require(access.can_write(request.actor))
    form = PersonChangeForm(request.POST or None, person=found)
    if request.method == "POST" and attempt(
        form,
        lambda: people.change_person(
            actor=request.actor,
            person_id=found.pk,
            version=version_of(request),
            **form.arguments(),
        ),
    ):
        flash.success(request, _("Changed."))
        return redirect("network:person", found.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "person": found}
    return render(request, "network/people/change.html", context, status=status)


@require_POST
def add_post(request: Request, person_id: int) -> HttpResponse:
    """Another post."""
    found = queries.person_for(request.actor, person_id)
    form = PostForm(request.POST)
    if attempt(
        form,
        lambda: people.add_post(actor=request.actor, person_id=found.pk, **form.cleaned_data),
    ):
        flash.success(request, _("The post is written down."))
        return redirect("network:person", found.pk)
    return _page(request, found, 422, post_form=form, opened="post")


@require_POST
def end_post(request: Request, post_id: int) -> HttpResponse:
    """No longer holds it."""
    access.require_reader(request.actor)
    post = Post.objects.select_related("person").filter(pk=post_id).first()
    if post is None:
        raise NotVisible(_("Not found."))
    form = DayForm(request.POST)
    if attempt(
        form,
        lambda: people.end_post(
            actor=request.actor, post_id=post_id, valid_to=form.cleaned_data["day"]
        ),
    ):
        flash.success(request, _("The post has ended."))
        return redirect("network:person", post.person_id)
    return _page(request, post.person, 422, day_form=form, opened=f"end-{post_id}")


@require_POST
def give_consent(request: Request, person_id: int) -> HttpResponse:
    """Write down what the person agreed to."""
    found = queries.person_for(request.actor, person_id)
    form = ConsentForm(request.POST)
    if attempt(
        form,
        lambda: people.give_consent(actor=request.actor, person_id=found.pk, **form.cleaned_data),
    ):
        flash.success(request, _("The consent is written down."))
        return redirect("network:person", found.pk)
    return _page(request, found, 422, consent_form=form, opened="consent")


@require_POST
def withdraw_consent(request: Request, consent_id: int) -> HttpResponse:
    """The person took it back."""
    access.require_reader(request.actor)
    consent = Consent.objects.select_related("person").filter(pk=consent_id).first()
    if consent is None:
        raise NotVisible(_("Not found."))
    form = DayForm(request.POST)
    if attempt(
        form,
        lambda: people.withdraw_consent(
            actor=request.actor, consent_id=consent_id, withdrawn_on=form.cleaned_data["day"]
        ),
    ):
        flash.success(request, _("Taken back. What rested on it is deleted."))
        return redirect("network:person", consent.person_id)
    return _page(request, consent.person, 422, day_form=form, opened=f"withdraw-{consent_id}")


@require_http_methods(["GET", "POST"])
def merge(request: Request, first_id: int, second_id: int) -> HttpResponse:
    """Two people are one: say which stays."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    rows = {one.pk: one for one in queries.live_people().filter(pk__in=(first_id, second_id))}
    return merge_page(
        request,
        [rows[key] for key in (first_id, second_id) if key in rows],
        lambda keep, gone: people.merge_people(actor=request.actor, keep_id=keep, gone_id=gone),
        "network:person",
    )
