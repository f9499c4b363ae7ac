"""The metric registry: every rate, overlap and price under its own name, source and version.

One post of 300 likes, 20 comments, 10 shares and 4,000 views, of an account with 10,000
followers, has an engagement rate of 3.0 % (Modash), 3.2 % (HypeAuditor), 3.3 % (Popsters by
post) or 8.25 % (Popsters by view), and an ERR of 40 %. So there is no metric "er": a number
keeps the name under which it was computed, and ``METRICS[name].describe()`` says what it is.

A vendor's formula is written as the vendor publishes it; what it leaves open and we had to
choose is in ``assumed``.
"""

from leaders.metrics.affinity import AFFINITY, wilson_bounds
from leaders.metrics.engagement import ENGAGEMENT, PostMetric, measure_account, measure_accounts
from leaders.metrics.metric import CountMetric, Metric, Unit, by_name
from leaders.metrics.overlap import OVERLAP
from leaders.metrics.price import PRICE
from leaders.metrics.reach import REACH

__all__ = [
    "AFFINITY",
    "ENGAGEMENT",
    "METRICS",
    "OVERLAP",
    "PRICE",
    "REACH",
    "CountMetric",
    "Metric",
    "PostMetric",
    "Unit",
    "measure_account",
    "measure_accounts",
    "wilson_bounds",
]

METRICS: dict[str, Metric] = by_name(
    *ENGAGEMENT.values(),
    *OVERLAP.values(),
    *REACH.values(),
    *AFFINITY.values(),
    *PRICE.values(),
)
"""Every metric by its name, in the order of the README."""
