"""What may be uploaded: names, sizes, and content that is what its name says. Pure, but for the scan."""
