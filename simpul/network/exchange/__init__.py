"""Between nodes: keys, signed requests, what is sent and what is received.

How it is built and why: docs/decisions/0018-signed-requests-between-nodes.md.
"""
