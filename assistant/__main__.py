"""`python -m assistant`."""

import sys

if __name__ == "__main__":
    try:
        from assistant.cli import start

        start()
    except KeyboardInterrupt:  # before the command line could take Ctrl-C into its own hands
        print("Stopped before it began.", file=sys.stderr)
        sys.exit(2)
