"""What `regkit.network` and `regkit.trainer` are made of; its names are theirs to use."""
