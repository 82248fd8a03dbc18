"""What is measured, as ratios in one run: the sweep, the pages, and a desk under load."""
