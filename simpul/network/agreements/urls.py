"""Addresses of agreements and their papers."""

from django.urls import URLPattern, path

from simpul.network.views import agreements, signing

_ROOM = "meja/jejaring/"
_ONE = f"{_ROOM}perjanjian/<int:agreement_id>/"
_PARTY = f"{_ROOM}perjanjian/pihak/<int:party_id>/"

AGREEMENTS: list[URLPattern] = [
    path(f"{_ROOM}perjanjian/", agreements.index, name="agreements"),
    path(f"{_ROOM}perjanjian/baru/", agreements.create, name="agreement_create"),
    path(_ONE, agreements.agreement, name="agreement"),
    path(f"{_ONE}ubah/", agreements.change, name="agreement_change"),
    path(f"{_ONE}pasal/", agreements.article, name="article_create"),
    path(f"{_ONE}pasal/<int:number>/", agreements.article, name="article"),
    path(f"{_ONE}pasal/<int:number>/hapus/", agreements.remove_article, name="article_remove"),
    path(f"{_ONE}rundingkan/", agreements.negotiate, name="agreement_negotiate"),
    path(f"{_ONE}klaim/", agreements.claim, name="agreement_claim"),
    path(f"{_ONE}akhiri/", agreements.end, name="agreement_end"),
    path(f"{_ONE}lanjutkan/", agreements.renew, name="agreement_renew"),
    path(f"{_ONE}sahkan/", signing.confirm, name="agreement_confirm"),
    path(f"{_ONE}naskah.pdf", signing.document, name="agreement_document"),
    path(f"{_PARTY}tanda-tangan/", signing.sign, name="party_sign"),
    path(f"{_PARTY}tarik/", signing.take_back, name="party_take_back"),
    path(f"{_PARTY}berkas/", signing.paper, name="party_paper"),
]
