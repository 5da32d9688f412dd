"""Certificates: what they say (frozen), how it is worded, what anybody may read of them."""
