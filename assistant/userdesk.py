"""The users on the command line: added, changed, listed, and their tokens. Passwords are asked for, never an option."""

import argparse
import sys
from argparse import Namespace
from getpass import getpass

from assistant.settings import from_environment
from assistant.users import ROLES, Role, UserBook
from corpus.errors import RequestError


def options(users: argparse.ArgumentParser) -> None:
    """What can be typed behind `users`."""
    chosen = users.add_subparsers(dest="deed", metavar="DEED", required=True)

    def deed(name: str, about: str) -> argparse.ArgumentParser:
        added = chosen.add_parser(name, help=about, description=about, allow_abbrev=False)
        assert isinstance(added, argparse.ArgumentParser)
        return added

    add = deed("add", "Add a user; the password is asked for, or read from stdin.")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", choices=ROLES, default=ROLES[0], help="what they may do (reader)")
    for name, about in (
        ("remove", "Take a user out, with their tokens; open sessions end at once."),
        ("password", "Give a user another password; open sessions end at once."),
        ("token", "Make a token for another program to sign in with as this user; it is shown this once."),
    ):
        deed(name, about).add_argument("name", metavar="NAME")
    role = deed("role", "Give a user another role.")
    role.add_argument("name", metavar="NAME")
    role.add_argument("role", choices=ROLES)
    deed("revoke", "End a token.").add_argument("token", metavar="ID", help="as `users list` shows it")
    deed("list", "List the users and their tokens.")


def users(options: Namespace) -> None:
    """Does what was asked with the file of users, and prints what came of it."""
    print(_done(options, UserBook(from_environment().users)))


def _done(options: Namespace, book: UserBook) -> str:
    if options.deed == "add":
        added = book.add(options.name, _password(), Role.named(options.role))
        return f"Added: {added.name}, {added.role.name.lower()}."
    if options.deed == "remove":
        book.remove(options.name)
        return f"Removed: {options.name}."
    if options.deed == "password":
        return f"Changed: the password of {book.change(options.name, password=_password()).name}."
    if options.deed == "role":
        changed = book.change(options.name, role=Role.named(options.role))
        return f"Changed: {changed.name} is {changed.role.name.lower()}."
    if options.deed == "token":
        token, secret = book.make_token(options.name)
        print(f"Token {token.token_id}; keep it now, for it is not shown again:", file=sys.stderr)
        return secret
    if options.deed == "revoke":
        return f"Revoked: token {options.token} of {book.revoke(options.token).name}."
    return _listed(book)


def _listed(book: UserBook) -> str:
    from assistant.printout import table

    lines = [
        (user.name, user.role.name.lower(), ", ".join(f"{one.token_id} ({one.made_at})" for one in user.tokens))
        for user in book.users()
    ]
    return table(("name", "role", "tokens, made (UTC)"), lines) if lines else "There is no user."


def _password() -> str:
    """Asked for twice on a terminal, else the first line of stdin; raises RequestError."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    try:
        given = getpass("Password: ")
        again = getpass("The same again: ")
    except EOFError as error:
        raise RequestError("No password was given, so nothing was changed.") from error
    if given != again:
        raise RequestError("The two passwords differ, so nothing was changed; try again.")
    return given
