"""BG/BB: buying or not at each of n opportunities, such as a yearly gift."""
