"""Addresses of project passports and nodes."""

from django.urls import URLPattern, path

from simpul.network.views import nodes, passports, sharing

_SHARE = "paspor/berbagi/<uuid:share_id>/"
_PASSPORT = "paspor/<int:production_id>/"
_ROOM = "meja/jejaring/"
_NODE = f"{_ROOM}simpul/<int:node_id>/"

PASSPORTS: list[URLPattern] = [
    path("paspor/", passports.mine, name="passports"),
    path(_PASSPORT, passports.passport, name="passport"),
    path(f"{_PASSPORT}isi/<slug:slug>/", passports.fill, name="passport_fill"),
    path(f"{_PASSPORT}bagikan/", sharing.choose, name="passport_share"),
    path(f"{_PASSPORT}bagikan/<int:receiver_id>/", sharing.give, name="passport_give"),
    path(_SHARE, sharing.share, name="share"),
    path(f"{_SHARE}tarik/", sharing.revoke, name="share_revoke"),
    path(f"{_SHARE}paspor.json", sharing.as_json, name="share_json"),
    path(f"{_SHARE}paspor.pdf", sharing.as_pdf, name="share_pdf"),
    path(f"{_ROOM}paspor/", nodes.inbox, name="received_passports"),
    path(f"{_ROOM}paspor/<uuid:received_id>/", nodes.received, name="received_passport"),
    path(f"{_ROOM}simpul/", nodes.nodes, name="nodes"),
    path(f"{_ROOM}simpul/baru/", nodes.propose, name="node_propose"),
    path(_NODE, nodes.node, name="node"),
    path(f"{_NODE}percaya/", nodes.trust, name="node_trust"),
    path(f"{_NODE}akhiri/", nodes.end, name="node_end"),
    path(f"{_ROOM}simpul/pesan/<uuid:message_id>/", nodes.send_again, name="node_send_again"),
    path(f"{_ROOM}penerima/baru/", nodes.open_receiver, name="receiver_open"),
    path(f"{_ROOM}penerima/<int:receiver_id>/tutup/", nodes.close_receiver, name="receiver_close"),
]
