"""Addresses of agreements, commitments, follow-ups, policy notes, the board and the year."""

from django.urls import URLPattern, path

from simpul.network.views import (
    agreements,
    board,
    commitments,
    follow_ups,
    handing_over,
    policy_notes,
    signing,
)

_ROOM = "meja/jejaring/"
_ONE = f"{_ROOM}perjanjian/<int:agreement_id>/"
_PARTY = f"{_ROOM}perjanjian/pihak/<int:party_id>/"
_PROMISE = f"{_ROOM}komitmen/<int:commitment_id>/"
_NOTE = f"{_ROOM}catatan/<int:note_id>/"
_TASK = f"{_ROOM}tindak-lanjut/<int:follow_up_id>/"

AGREEMENTS: list[URLPattern] = [
    path(f"{_ROOM}papan/", board.board, name="board"),
    path(f"{_ROOM}laporan/", board.this_year, name="this_year"),
    path(f"{_ROOM}laporan/<int:year>/", board.year, name="year"),
    path(f"{_ROOM}laporan/<int:year>.pdf", board.year_paper, name="year_paper"),
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
    path(f"{_ROOM}komitmen/baru/", commitments.create, name="commitment_create"),
    path(_PROMISE, commitments.commitment, name="commitment"),
    path(f"{_PROMISE}kemajuan/", commitments.progress, name="commitment_progress"),
    path(f"{_PROMISE}penuhi/<int:entry_id>/", commitments.meet, name="commitment_meet"),
    path(f"{_PROMISE}batalkan/", commitments.drop, name="commitment_drop"),
    path(f"{_ROOM}bukti/<int:entry_id>/berkas/", commitments.evidence, name="evidence"),
    path(f"{_ROOM}tindak-lanjut/", follow_ups.index, name="follow_ups"),
    path(f"{_ROOM}tindak-lanjut/baru/", follow_ups.create, name="follow_up_create"),
    path(_TASK, follow_ups.follow_up, name="follow_up"),
    path(f"{_TASK}akhiri/", follow_ups.end, name="follow_up_end"),
    path(f"{_ROOM}serahkan/<slug:word>/<int:key>/", handing_over.give, name="hand_over"),
    path(f"{_ROOM}catatan/", policy_notes.index, name="notes"),
    path(f"{_ROOM}catatan/baru/", policy_notes.create, name="note_create"),
    path(_NOTE, policy_notes.note, name="note"),
    path(f"{_NOTE}ubah/", policy_notes.change, name="note_change"),
    path(f"{_NOTE}cabut/", policy_notes.withdraw, name="note_withdraw"),
]
