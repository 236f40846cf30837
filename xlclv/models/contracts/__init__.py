"""sBG and BdW: renewals of contracts, whose customers differ in their chance to leave."""
