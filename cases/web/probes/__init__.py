"""What machines ask of the desk: whether it lives, whether it does its work, and its figures."""
