"""Mail that comes in: kept as it came, read, put with its case, and dealt with by an officer."""
