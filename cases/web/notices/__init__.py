"""What concerns the reader, on whatever desk: the count in the head of each page, and the list."""
