"""Price lists: whom to ask what a placement costs, and the answers back from a table."""

from leaders.filled_table import Mistake
from leaders.price_list.reading import PriceList, import_prices, read_price_list
from leaders.price_list.template import write_template

__all__ = ["Mistake", "PriceList", "import_prices", "read_price_list", "write_template"]
