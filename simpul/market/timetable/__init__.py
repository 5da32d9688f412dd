"""The timetable of meetings: read, solve, prove, explain, check. Pure Python, no Django.

problem → reading → (clauses, model) → solving → answer; checking stands alone and shares nothing
with them but the problem.
"""
