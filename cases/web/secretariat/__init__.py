"""Pages of the audience: secretariat."""

from cases import paging as paging
