"""Finds the opinion leaders of a niche.

    niche.toml -> collect -> store -> graph -> rank -> export
                  platforms  sql/     arrays   people  files

Attention flows in from the platforms, is kept as observations in DuckDB, becomes a graph of
numbers, and leaves as ranked shortlists that a person can check. A row travels from left to
right and never turns back; each stage reads the store, does one thing and writes the store, so
that any stage can be run again alone and gives the same result. ``pipeline`` holds the steps
that the command (``cli``) and the Prefect flows (``flows``) both call.
"""

__version__ = "0.1.0"
