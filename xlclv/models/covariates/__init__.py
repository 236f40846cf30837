"""What is known of customers beforehand, such as channel or country, in their rates of buying, leaving and spending."""
