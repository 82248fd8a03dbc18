"""Under this name until every list of the Secretariat names ``cases.web.paging``."""

from cases.web.paging import NEWEST_FIRST, OLDEST_FIRST, SIZE, Order, Page, page, walk

__all__ = ["NEWEST_FIRST", "OLDEST_FIRST", "SIZE", "Order", "Page", "page", "walk"]
