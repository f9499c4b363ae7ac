"""When niches refresh themselves: their schedules as Prefect's deployments, and what was missed.

Nothing here knows Prefect but its file ``prefect.yaml``; what asks its server is in ``flows``.
"""
