from django.urls import path

from simpul.people.views import account, companies, demo, grants

app_name = "people"
urlpatterns = [
    path("profil/", account.profile, name="profile"),
    path("kepentingan/", account.interests, name="interests"),
    path("kepentingan/<int:pk>/akhiri/", account.interest_end, name="interest-end"),
    path("perusahaan/", companies.companies, name="companies"),
    path("perusahaan/baru/", companies.company_new, name="company-new"),
    path("perusahaan/<int:pk>/", companies.company, name="company"),
    path("perusahaan/<int:pk>/ubah/", companies.company_edit, name="company-edit"),
    path("perusahaan/<int:pk>/undang/", companies.invite, name="invite"),
    path(
        "perusahaan/<int:pk>/undangan/<int:invitation>/tarik/",
        companies.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("undangan/<str:token>/", companies.invitation, name="invitation"),
    path("keanggotaan/<int:pk>/peran/", companies.member_role, name="member-role"),
    path("keanggotaan/<int:pk>/akhiri/", companies.member_end, name="member-end"),
    path("pengelolaan/peran/", grants.grants, {"kind": "roles"}, name="roles"),
    path("pengelolaan/peran/baru/", grants.role_new, name="role-new"),
    path(
        "pengelolaan/peran/<int:pk>/akhiri/",
        grants.grant_end,
        {"kind": "roles"},
        name="role-end",
    ),
    path("pengelolaan/meja/", grants.grants, {"kind": "desks"}, name="desks"),
    path("pengelolaan/meja/baru/", grants.desk_new, name="desk-new"),
    path(
        "pengelolaan/meja/<int:pk>/akhiri/",
        grants.grant_end,
        {"kind": "desks"},
        name="desk-end",
    ),
    path(
        "pengelolaan/peran/<int:pk>/putuskan/",
        grants.grant_decide,
        {"kind": "role"},
        name="role-decide",
    ),
    path(
        "pengelolaan/meja/<int:pk>/putuskan/",
        grants.grant_decide,
        {"kind": "desk"},
        name="desk-decide",
    ),
    path("akun/belum-terkirim/buang/", account.kept_discard, name="kept-discard"),
    path("akun/faktor-kedua/<slug:page>/", account.enrol, name="enrol"),
    path("demo/", demo.demo, name="demo"),
]
