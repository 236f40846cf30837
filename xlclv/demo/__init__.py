"""The bundled sample of orders, and how it was made: simulated, none of its customers is real."""
