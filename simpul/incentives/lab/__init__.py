"""The policy lab: who may use it, past cases for it, a trial carried out.

What a trial works out is `reckoning`, pure.
"""
