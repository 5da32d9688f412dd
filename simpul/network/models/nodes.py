"""Other commissions' nodes, their keys, and the messages between nodes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from simpul.network.merging import follow
from simpul.network.models.partners import Partner


class Node(models.Model):
    """The Simpul of a partner. Public facts: its address, its names, its keys.

    Trusted by two people: one enters what the partner published, another compares the fingerprint
    with what the partner said by another way. Requests go to `address` only.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("node", "Waits for a second person")
        TRUSTED = "trusted", pgettext_lazy("node", "Trusted")
        ENDED = "ended", pgettext_lazy("node", "Trust ended")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="nodes")
    names = models.JSONField()
    address = models.CharField(max_length=200)
    """The origin its requests are made to, without a slash at the end."""

    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    trusted_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    trusted_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=~Q(state="ended"), name="node_address_once"
            ),
            models.CheckConstraint(
                name="node_address_is_an_origin",
                condition=Q(address__regex=r"^https?://[^/?#@ ]+$"),
            ),
            models.CheckConstraint(
                name="node_state_whole",
                condition=Q(
                    state="proposed",
                    trusted_by__isnull=True,
                    trusted_at__isnull=True,
                    ended_at__isnull=True,
                )
                | Q(
                    state="trusted",
                    trusted_by__isnull=False,
                    trusted_at__isnull=False,
                    ended_at__isnull=True,
                )
                | Q(state="ended", ended_by__isnull=False, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="node_trusted_by_two",
                condition=Q(trusted_by__isnull=True) | ~Q(trusted_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="node_end_has_reason", condition=~Q(state="ended") | ~Q(end_reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def subject(self) -> str:
        """The name of this node's stream in the journal."""
        return f"network-node:{self.pk}"


class NodeKey(models.Model):
    """A public key of a node: Ed25519, named by its thumbprint (RFC 7638).

    `introduced_by`: the older key of the same node that signed for it; none for the key that two
    people compared. `ends_at`: from then on nothing signed with it is accepted.
    """

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="keys")
    key_id = models.CharField(max_length=43)
    public_key = models.CharField(max_length=43)
    introduced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key_id"], condition=Q(ends_at__isnull=True), name="node_key_once"
            ),
            models.UniqueConstraint(fields=["node", "key_id"], name="node_key_once_per_node"),
            models.CheckConstraint(
                name="node_key_is_a_thumbprint",
                condition=Q(
                    key_id__regex=r"^[A-Za-z0-9_-]{43}$", public_key__regex=r"^[A-Za-z0-9_-]{43}$"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.key_id


class Outgoing(models.Model):
    """A message to another node. Its number is the same for every attempt: nothing arrives twice.

    No passport is copied here: what a message carries is made from its share when it is sent, so a
    share that was taken back leaves nothing behind in a queue.
    """

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("message to a node", "on its way")
        DELIVERED = "delivered", pgettext_lazy("message to a node", "delivered")
        FAILED = "failed", pgettext_lazy("message to a node", "could not be delivered")
        DROPPED = "dropped", pgettext_lazy("message to a node", "no longer needed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="outgoing")
    kind = models.CharField(max_length=30)
    share = models.ForeignKey(
        "network.Share", on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    data = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=100, blank=True)
    queued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-queued_at", "pk"]
        indexes = [models.Index(fields=["node", "-queued_at"], name="outgoing_of_a_node")]
        constraints = [
            models.CheckConstraint(
                name="outgoing_state_whole",
                condition=Q(state="queued", ended_at__isnull=True)
                | Q(state__in=["delivered", "failed", "dropped"], ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Incoming(models.Model):
    """A message from another node that was carried out: the same number is never carried out again.

    Only its digest is kept, not what it said.
    """

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="incoming")
    message = models.UUIDField()
    kind = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["node", "message"], name="incoming_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message}"


class SeenNonce(models.Model):
    """A signature that was used. Kept as long as its moment would still be accepted."""

    key = models.ForeignKey(NodeKey, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="seen_nonce_age")]
        constraints = [
            models.UniqueConstraint(fields=["key", "nonce"], name="seen_nonce_once"),
        ]

    def __str__(self) -> str:
        return self.nonce


follow(Node, "partner")
