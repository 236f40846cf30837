"""`python -m xlclv`: the command line, for where its script is not on the path."""

from xlclv.cli import main

if __name__ == "__main__":
    main()
