"""Addresses of follow-ups, commitments, policy notes, the board and the year."""

from django.urls import URLPattern, path

from simpul.network.views import board, commitments, follow_ups, handing_over, policy_notes

_ROOM = "meja/jejaring/"
_PROMISE = f"{_ROOM}komitmen/<int:commitment_id>/"
_NOTE = f"{_ROOM}catatan/<int:note_id>/"
_TASK = f"{_ROOM}tindak-lanjut/<int:follow_up_id>/"

PROMISES: list[URLPattern] = [
    path(f"{_ROOM}papan/", board.board, name="board"),
    path(f"{_ROOM}laporan/", board.this_year, name="this_year"),
    path(f"{_ROOM}laporan/<int:year>/", board.year, name="year"),
    path(f"{_ROOM}laporan/<int:year>.pdf", board.year_paper, name="year_paper"),
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
