"""What stands beside the orders."""
