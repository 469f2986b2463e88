"""Who may use the program: names, roles, password hashes and tokens, in one file; door to argon2.

The file is written whole or not at all, readable by its owner only, and read again as soon as it changes: who is
removed, or gets another role or password, is so from the next request on. Neither a password nor a token stands in it.
"""

import fcntl
import hashlib
import json
import os
import secrets
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import RequestError, UnknownValue, UsersUnusable

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 10
# Longer ones only keep the hasher busy.
LONGEST_PASSWORD = 1_000
LONGEST_NAME = 60
TOKEN_PREFIX = "ita_"


class Role(IntEnum):
    """What one may do; a higher role may all that a lower one may."""

    READER = 1
    EDITOR = 2
    KEEPER = 3

    @classmethod
    def named(cls, name: str) -> "Role":
        """The role of that name; raises UnknownValue."""
        try:
            return cls[name.strip().upper()]
        except KeyError as error:
            raise UnknownValue(f"There is no role {name[:40]!r}; the roles are {', '.join(ROLES)}.") from error


ROLES = tuple(role.name.lower() for role in Role)


@dataclass(frozen=True, slots=True)
class Token:
    """What another program signs in with: ``digest`` is the sha256 of its secret, ``made_at`` UTC in ISO 8601."""

    token_id: str
    digest: str
    made_at: str


@dataclass(frozen=True, slots=True)
class User:
    """One who may use the program; ``password`` is an argon2 hash."""

    name: str
    role: Role
    password: str
    tokens: tuple[Token, ...] = ()

    @property
    def key(self) -> str:
        """The name as names are compared: small and capital letters alike."""
        return key_of(self.name)

    def may(self, role: Role) -> bool:
        """Whether the user's role reaches to that one."""
        return self.role >= role


def key_of(name: str) -> str:
    """A name as names are compared."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


class UserBook:
    """The users of one file; threads and processes may share it."""

    def __init__(
        self,
        path: Path,
        hasher: "PasswordHasher | None" = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``hasher`` None is argon2id with its library's own strength; a missing file holds no users."""
        self._path = path
        self._given_hasher = hasher
        self._now = now
        self._stamp: tuple[int, ...] | None = None
        self._users: dict[str, User] = {}
        self._nobody = ""

    def users(self) -> tuple[User, ...]:
        """All users by name; raises UsersUnusable."""
        return tuple(sorted(self._read().values(), key=lambda user: user.key))

    def find(self, name: str) -> User | None:
        """The user of that name as the file has them now; raises UsersUnusable."""
        return self._read().get(key_of(name))

    def verified(self, name: str, password: str) -> User | None:
        """The user, where name and password are right; an unknown name takes as long as a wrong password."""
        from argon2.exceptions import Argon2Error, InvalidHashError

        user = self.find(name)
        self._nobody = self._nobody or self._hasher.hash(secrets.token_urlsafe())
        given = unicodedata.normalize("NFC", password)[:LONGEST_PASSWORD]
        try:
            self._hasher.verify(user.password if user else self._nobody, given)
        except (Argon2Error, InvalidHashError):
            return None
        return user

    def of_token(self, secret: str) -> tuple[User, Token] | None:
        """The user whose token this is, and which one; raises UsersUnusable."""
        digest = _digest(secret)
        for user in self._read().values():
            for token in user.tokens:
                if secrets.compare_digest(token.digest, digest):
                    return user, token
        return None

    def add(self, name: str, password: str, role: Role) -> User:
        """Adds a user; raises RequestError for a name that is taken, or a name or password that will not do."""
        name, hashed = _name(name), self._hashed(name, password)
        with self._changing() as users:
            if key_of(name) in users:
                raise RequestError(f"There is a user {name} already; `users remove` or `users password` changes that.")
            user = User(name, role, hashed)
            users[user.key] = user
        return user

    def remove(self, name: str) -> None:
        """Takes a user out, with their tokens; raises UnknownValue."""
        with self._changing() as users:
            del users[self._held(users, name).key]

    def change(self, name: str, *, password: str | None = None, role: Role | None = None) -> User:
        """Gives a user another password or role; raises UnknownValue or RequestError."""
        hashed = None if password is None else self._hashed(name, password)
        with self._changing() as users:
            held = self._held(users, name)
            changed = replace(held, password=hashed or held.password, role=role or held.role)
            users[held.key] = changed
        return changed

    def make_token(self, name: str) -> tuple[Token, str]:
        """A new token of a user and its secret, which nothing can show again; raises UnknownValue."""
        secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
        made_at = self._now().astimezone(UTC).isoformat(timespec="seconds")
        token = Token(secrets.token_hex(4), _digest(secret), made_at)
        with self._changing() as users:
            held = self._held(users, name)
            users[held.key] = replace(held, tokens=(*held.tokens, token))
        return token, secret

    def revoke(self, token_id: str) -> User:
        """Ends a token and gives back whose it was; raises UnknownValue."""
        with self._changing() as users:
            for user in users.values():
                left = tuple(token for token in user.tokens if token.token_id != token_id)
                if len(left) < len(user.tokens):
                    users[user.key] = replace(user, tokens=left)
                    return user
            raise UnknownValue(f"There is no token {token_id[:40]!r}; `users list` shows which there are.")

    @property
    def _hasher(self) -> "PasswordHasher":
        if self._given_hasher is None:
            from argon2 import PasswordHasher

            self._given_hasher = PasswordHasher()
        return self._given_hasher

    def _hashed(self, name: str, password: str) -> str:
        given = unicodedata.normalize("NFC", password)
        if len(given) < SHORTEST_PASSWORD:
            raise RequestError(f"The password has {len(given)} characters; {SHORTEST_PASSWORD} are the least.")
        if len(given) > LONGEST_PASSWORD:
            raise RequestError(f"The password has {len(given):,} characters; {LONGEST_PASSWORD:,} are the most.")
        if key_of(given) == key_of(name) or len(set(given)) < 4:
            raise RequestError("The password is too easy to guess; take another than the name or a few same letters.")
        return self._hasher.hash(given)

    def _held(self, users: dict[str, User], name: str) -> User:
        if key_of(name) not in users:
            raise UnknownValue(f"There is no user {name[:LONGEST_NAME]!r}; `users list` shows which there are.")
        return users[key_of(name)]

    def _read(self) -> dict[str, User]:
        """The users as the file has them; read again only when it was written since."""
        try:
            told = self._path.stat()
            stamp = (told.st_mtime_ns, told.st_size, told.st_ino)
            if stamp != self._stamp:
                self._users = _of_json(self._path.read_text(encoding="utf-8"))
                self._stamp = stamp
        except FileNotFoundError:
            self._users, self._stamp = {}, None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            why = getattr(error, "strerror", None) or "it is not what this program wrote"
            raise UsersUnusable(f"The file of users {self._path} cannot be read: {why}.") from error
        return self._users

    @contextmanager
    def _changing(self) -> Iterator[dict[str, User]]:
        """The users to change; written when the block ends well, one changer at a time."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._path.with_name(self._path.name + ".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                users = dict(self._read())
                yield users
                self._write(users)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise UsersUnusable(f"The file of users {self._path} cannot be written: {why}.") from error

    def _write(self, users: dict[str, User]) -> None:
        listed = [{**asdict(user), "role": user.role.name.lower()} for user in users.values()]
        text = json.dumps({"version": 1, "users": listed}, ensure_ascii=False, indent=1)
        handle, made = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, self._path)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise


def _of_json(text: str) -> dict[str, User]:
    told: dict[str, Any] = json.loads(text)
    if told["version"] != 1:
        raise ValueError("another version")
    made = [
        User(one["name"], Role.named(one["role"]), one["password"], tuple(Token(**token) for token in one["tokens"]))
        for one in told["users"]
    ]
    return {user.key: user for user in made}


def _name(name: str) -> str:
    """A name as it is kept; raises RequestError where it will not do."""
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not kept or len(kept) > LONGEST_NAME or not kept.isprintable():
        raise RequestError(f"A user's name is 1 to {LONGEST_NAME} letters in one line, not {name[:80]!r}.")
    return kept


def _digest(secret: str) -> str:
    """A token has 256 random bits, so a plain hash of it tells nothing and is quick to look up."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
