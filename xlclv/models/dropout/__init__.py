"""BG/NBD and MBG/NBD: dropout by chance at a purchase, and the integrals that both need."""
