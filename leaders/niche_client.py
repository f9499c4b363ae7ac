"""What a niche file says of the client and its market: the agency, rivals, money, where."""

from typing import Annotated

from pydantic import Field

from leaders.niche_audience import Section

Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
FileName = Annotated[str, Field(pattern=r"^\w[\w .-]{0,199}$")]
"""A file beside the niche file, without a folder."""


class Where(Section):
    """Where the audience lives and what it speaks."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    city: str | None = None
    languages: tuple[Language, ...] = ()


class Client(Section):
    """For whom the niche is watched; ``country`` is where that advertiser is."""

    name: str | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    accounts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    logo: FileName | None = Field(default=None, exclude=True)


class Agency(Section):
    """Who makes the report for the client."""

    name: str | None = None
    logo: FileName | None = None


class BrandNames(Section):
    """What one brand is known by: its accounts, the domains of its sites, words."""

    accounts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Competitors(BrandNames):
    """Whose advertising is looked for; ``brands`` say which names are of one competitor."""

    brands: dict[Annotated[str, Field(pattern=r"\S", max_length=80)], BrandNames] = Field(
        default_factory=dict
    )

    @property
    def every_account(self) -> tuple[str, ...]:
        """The accounts of all competitors."""
        return (*self.accounts, *(it for brand in self.brands.values() for it in brand.accounts))


class Budget(Section):
    """What may be spent."""

    amount: Annotated[float, Field(gt=0)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
