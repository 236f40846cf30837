"""What customers will still bring: residual value, and the flows it is made of."""
