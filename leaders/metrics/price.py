"""Prices: what a view, an engagement or a person who was not reached before costs.

Views of a Telegram advertisement are those of its format (1/24: one hour on top, 24 in the feed).
"""

from numpy.typing import ArrayLike

from leaders.metrics.metric import CountMetric, FloatArray, Unit, by_name, divide


def _cpm(price: ArrayLike, views: ArrayLike) -> FloatArray:
    return 1000 * divide(price, views)


def _cost_per_view(price: ArrayLike, views: ArrayLike) -> FloatArray:
    return divide(price, views)


def _cpm_niche(price: ArrayLike, views: ArrayLike, niche_share: ArrayLike) -> FloatArray:
    return divide(_cpm(price, views), niche_share)


def _cpme(cpm: ArrayLike, engagement_rate: ArrayLike) -> FloatArray:
    return divide(cpm, engagement_rate)


def _cp1k_u(price: ArrayLike, unique: ArrayLike) -> FloatArray:
    return 1000 * divide(price, unique)


def _cost_per_unique(price: ArrayLike, unique: ArrayLike) -> FloatArray:
    return divide(price, unique)


PRICE: dict[str, CountMetric] = by_name(
    CountMetric(
        name="cpm",
        formula="1000 * price / views",
        numerator="price",
        denominator="views / 1000",
        unit=Unit.MONEY,
        source="media planning",
        measure=_cpm,
    ),
    CountMetric(
        name="cost_per_view",
        formula="price / views",
        numerator="price",
        denominator="views",
        unit=Unit.MONEY,
        source="media planning",
        measure=_cost_per_view,
    ),
    CountMetric(
        name="cpm_niche",
        formula="1000 * price / (views * share of the audience in the niche)",
        numerator="price",
        denominator="views * niche_share / 1000",
        unit=Unit.MONEY,
        source="leaders",
        measure=_cpm_niche,
    ),
    CountMetric(
        name="cpme_traackr",
        formula="price of 1000 views / target engagement rate: price of 1000 engagements",
        numerator="cpm",
        denominator="engagement rate by views",
        unit=Unit.MONEY,
        source="Traackr",
        measure=_cpme,
    ),
    CountMetric(
        name="cp1k_u",
        formula="1000 * price of the plan / people it reaches at least once",
        numerator="price",
        denominator="unique / 1000",
        unit=Unit.MONEY,
        source="media planning",
        measure=_cp1k_u,
    ),
    CountMetric(
        name="cost_per_unique",
        formula="price / people of the niche reached at least once; of an addition: reached by "
        "it alone",
        numerator="price",
        denominator="unique",
        unit=Unit.MONEY,
        source="leaders",
        measure=_cost_per_unique,
    ),
)
"""Every metric of money by its name; in the currency of the price."""
