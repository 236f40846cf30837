"""`xlclv page`: the same report for people without a command line, on a page that only this machine can open."""
