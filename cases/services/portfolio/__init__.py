"""Import of an existing portfolio: read, checked by the rules of the services, previewed, and written as a whole."""
