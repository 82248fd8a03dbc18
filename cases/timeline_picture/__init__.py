"""The timeline picture of a request: what it tells (``story``), where that goes, how it is drawn (``draw``)."""
