"""What stands beside the orders: who the customers are, what they cost, where they came from."""
