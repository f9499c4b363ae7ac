"""What to buy, as the report shows it."""

import polars as pl

from leaders.audience.coverage import FEWEST
from leaders.audience.media_plan import MediaPlan
from leaders.audience.plan_rows import hide_few
from leaders.export.briefing import Plan
from leaders.plan_report import HALF, PEOPLE


def tell_plan(made: MediaPlan) -> Plan:
    """A plan without any count under ten people; what is bought for its views comes last."""
    columns = ("account_id", "name", "format", "cost", "adds", "reach")
    unknown = pl.lit(None, pl.Float64)
    views = made.views.filter("is_bought").with_columns(adds=unknown, reach=unknown)
    picks = pl.concat([hide_few(made.picks).select(columns), views.select(columns)])
    reach = made.reach[1] if made.reach[1] >= FEWEST - HALF else None
    is_told = reach is not None and made.reach_at_most is not None
    return Plan(
        budget=made.wishes.budget,
        currency=made.wishes.currency,
        spent=float(made.spent),
        people=made.people,
        reach=None if reach is None else round(float(reach), PEOPLE),
        reach_at_most=round(float(made.reach_at_most or 0), PEOPLE) if is_told else None,
        certificate=None if made.certificate is None else round(float(made.certificate), 6),
        picks=picks.with_columns(pl.col("adds", "reach").round(PEOPLE)),
        points=hide_few(made.points).with_columns(pl.col("reach").round(PEOPLE)),
        notes=made.notes,
    )
