"""What people do, each a verb and a transaction, and the sweep that the calendar does."""
