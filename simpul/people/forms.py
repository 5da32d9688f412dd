"""Forms about accounts, companies and grants; the verbs check again what is asked here."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from simpul.kit.texts import pick
from simpul.people import desk_names
from simpul.people.models import DeskGrant, Membership, Organisation, StaffGrant, User
from simpul.web.forms import DayField, Radios


class SignupForm(AllauthSignupForm):
    """E-mail, name and password: nothing else is needed to begin."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of your letters"), choices=settings.LANGUAGES, widget=Radios
    )


class OrganisationForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As it is registered, or the name of your team."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices, widget=Radios)
    country = forms.CharField(
        label=_("Country"),
        initial="ID",
        max_length=2,
        help_text=_("Two letters, for example ID for Indonesia."),
        widget=forms.TextInput(attrs={"class": "input-short", "autocapitalize": "characters"}),
    )
    registration_no = forms.CharField(
        label=_("Business number (NIB)"),
        required=False,
        help_text=_("13 digits. Teams without a company leave this empty."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    tax_no = forms.CharField(
        label=_("Tax number (NPWP)"),
        required=False,
        help_text=_("15 or 16 digits, with or without dots."),
    )
    address = forms.CharField(
        label=_("Address"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(
        label=_("Telephone"), required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.CharField(
        label=_("E-mail address of the company"),
        required=False,
        widget=forms.EmailInput(),
    )


class InviteForm(forms.Form):
    email = forms.CharField(
        label=_("E-mail address"),
        help_text=_("The invitation can be accepted only with this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Membership.Role.choices, initial="member", widget=Radios
    )


class MembershipRoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices, widget=Radios)


class _GrantForm(forms.Form):
    user = forms.CharField(
        label=_("Account"),
        help_text=_("The e-mail address the person signs in with."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    starts_on = DayField(label=_("From"), required=False, help_text=_("Empty: from today."))
    ends_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The first day on which it no longer holds. Empty: open."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For example the number of the letter of appointment."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_user(self) -> int:
        found = User.objects.filter(
            email__iexact=self.cleaned_data["user"].strip(), is_active=True
        ).first()
        if found is None:
            raise forms.ValidationError(
                _("There is no account with this address. The person must sign up first.")
            )
        return int(found.pk)


class GrantRoleForm(_GrantForm):
    role = forms.ChoiceField(label=_("Role"), choices=StaffGrant.Role.choices, widget=Radios)
    field_order = ("user", "role", "starts_on", "ends_on", "reason")


class GrantDeskForm(_GrantForm):
    authority_code = forms.CharField(label=_("Authority"), max_length=60)
    level = forms.ChoiceField(
        label=_("Level"), choices=DeskGrant.Level.choices, initial="answer", widget=Radios
    )
    field_order = ("user", "authority_code", "level", "starts_on", "ends_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = desk_names.names()
        if known:
            language = get_language() or "id"
            choices = sorted(
                ((code, f"{pick(texts, language)} ({code})") for code, texts in known.items()),
                key=lambda choice: choice[1],
            )
            self.fields["authority_code"] = forms.ChoiceField(
                label=_("Authority"), choices=[("", _("Choose")), *choices]
            )


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Why does it end?"), widget=forms.Textarea(attrs={"rows": 3}))


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the message"),
        help_text=_("Eight digits."),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "input-short",
            }
        ),
    )


class InterestForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=_("Company"), queryset=Organisation.objects.order_by("name")
    )
    note = forms.CharField(
        label=_("What is the interest?"),
        help_text=_("For example: I own shares; my sister is the producer."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
