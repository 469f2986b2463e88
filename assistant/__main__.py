"""`python -m assistant`."""

from assistant.cli import start

if __name__ == "__main__":
    start()
