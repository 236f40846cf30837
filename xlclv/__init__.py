"""xlclv: customer lifetime value where finance already works. The engine: pure Python, no Excel."""

__version__ = "0.1.0"
