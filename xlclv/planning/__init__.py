"""Looking back and ahead: how customer equity moved, what comes by month, and what if."""
