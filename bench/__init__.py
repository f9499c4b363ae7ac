"""Benchmarks: how good the rankings are and what they cost. Never part of the tests.

    python -m bench              everything (minutes)
    python -m bench quality      rankings against truths, on real and simulated networks
    python -m bench imports      seconds, memory and disk of taking in up to ten million edges
    python -m bench demo         what a newcomer waits for

What is printed is also written to ``bench/results/*.md``.
"""
