"""The cost report of a case: who sees it, where its lines lie, its forms and its paper.

What makes lines of a file and counts them is `reckoning`, pure.
"""
