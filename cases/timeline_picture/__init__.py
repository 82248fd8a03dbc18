"""The timeline picture of a request: where things go (``layout``) and how they are drawn (``draw``)."""
