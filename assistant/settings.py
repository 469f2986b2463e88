"""What can be set from outside, and the only reader of the environment; builds nothing and loads nothing heavy."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import SettingsError
from corpus.records import MaskKind

PREFIX = "ASSISTANT_"
# Passwords and meeting identifiers are no matter of choice.
MASKED = tuple(kind for kind in MaskKind if kind not in (MaskKind.PASSWORD, MaskKind.MEETING))


class SignInMode(StrEnum):
    """Where one must sign in: on addresses that others can reach, or on every one."""

    AUTO = "auto"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders are relative to where the program is started; ``encoder`` None means the model shipped in index/model.

    ``reranker`` None means that rows are ranked without one, ``model_url`` None that no language model is asked.
    ``model_time`` in seconds. The key has no flag, for flags are seen by all on a machine, and is never printed;
    nor has ``plans``, the address of the database of kept plans, which may hold a password.
    One report may take ``read_time`` seconds, more where its file is large, and ``read_memory`` MB; ``readers`` reports
    are read at a time, None meaning as many as there are cores. ``mask`` are the kinds of personal data that are masked
    in reports; passwords and meeting identifiers always are.
    """

    store: Path = Path(".store")
    reports: tuple[Path, ...] = (Path("corpus/reports"),)
    library: Path = Path(".library")
    encoder: str | None = None
    reranker: str | None = None
    host: str = "127.0.0.1"
    port: int = 7860
    model_url: str | None = None
    model: str | None = None
    model_key: str | None = field(default=None, repr=False)
    model_time: int = 60
    plans: str = field(default="sqlite:///.plans/plans.db", repr=False)
    ratings: Path = Path(".plans/ratings.jsonl")
    read_time: int = 120
    read_memory: int = 2000
    readers: int | None = None
    mask: tuple[MaskKind, ...] = MASKED
    users: Path = Path(".users/users.json")
    sign_in: SignInMode = SignInMode.AUTO


def from_environment(
    environ: Mapping[str, str] | None = None,
    *,
    store: str | Path | None = None,
    reports: Sequence[str | Path] | None = None,
    library: str | Path | None = None,
    encoder: str | None = None,
    reranker: str | None = None,
    host: str | None = None,
    port: int | str | None = None,
) -> Settings:
    """The settings: a flag that is given wins over its variable, a variable over the default; None is not given.

    ``environ`` None reads the process's own. An empty variable counts as not set; ``ASSISTANT_REPORTS`` may name
    several folders or files, separated as in PATH. Raises SettingsError, which names the variable or flag.
    """
    environ = os.environ if environ is None else environ
    plain = Settings()

    def given(name: str, flag: object) -> tuple[str, str] | None:
        if flag is not None:
            return f"--{name}", str(flag)
        variable = PREFIX + name.upper()
        value = environ.get(variable, "").strip()
        return (variable, value) if value else None

    flags = (("store", store), ("encoder", encoder), ("reranker", reranker), ("host", host), ("port", port))
    at, model, second, host_given, port_given = (given(name, flag) for name, flag in flags)
    added = given("library", library)
    url, called, key, seconds = (given(one, None) for one in ("model_url", "model", "model_key", "model_time"))
    if (url is None) is not (called is None):
        raise SettingsError(f"{PREFIX}MODEL_URL and {PREFIX}MODEL go together: where it is, and what it is called.")
    time, memory, readers = (given(one, None) for one in ("read_time", "read_memory", "readers"))
    return Settings(
        store=_store(*at) if at else plain.store,
        reports=_reports(environ, reports) or plain.reports,
        library=_store(*added) if added else plain.library,
        encoder=_model(*model) if model else plain.encoder,
        reranker=_model(*second) if second else plain.reranker,
        host=_host(*host_given) if host_given else plain.host,
        port=_port(*port_given) if port_given else plain.port,
        model_url=_url(*url) if url else plain.model_url,
        model=_one_line(*called) if called else plain.model,
        model_key=_key(*key) if key else plain.model_key,
        model_time=_number(*seconds, "of seconds", 1, 600) if seconds else plain.model_time,
        plans=kept[1] if (kept := given("plans", None)) else plain.plans,
        ratings=_file(*rated) if (rated := given("ratings", None)) else plain.ratings,
        read_time=_number(*time, "of seconds", 1, 3600) if time else plain.read_time,
        read_memory=_number(*memory, "of MB", 500, 1_000_000) if memory else plain.read_memory,
        mask=_mask(*masks) if (masks := given("mask", None)) else plain.mask,
        readers=_number(*readers, "of processes", 1, 64) if readers else plain.readers,
        users=_path(*users) if (users := given("users", None)) else plain.users,
        sign_in=_sign_in(*mode) if (mode := given("sign_in", None)) else plain.sign_in,
    )


def unknown_variables(environ: Mapping[str, str] | None = None) -> list[str]:
    """Variables that look like settings of this program and are none; a slip in a name is set in vain."""
    known = {PREFIX + one.name.upper() for one in fields(Settings)}
    names = os.environ if environ is None else environ
    return sorted(name for name in names if name.startswith(PREFIX) and name not in known)


def _reports(environ: Mapping[str, str], flags: Sequence[str | Path] | None) -> tuple[Path, ...]:
    if flags:
        return tuple(_path("--reports", str(flag)) for flag in flags)
    name = f"{PREFIX}REPORTS"
    return tuple(_path(name, part) for part in environ.get(name, "").split(os.pathsep) if part.strip())


def _path(name: str, value: str) -> Path:
    """A path that can be; whether something is there is for those to say who read it."""
    if not value.strip() or "\0" in value:
        raise SettingsError(f"{name} must name a folder, not {value!r}.")
    try:
        path = Path(value).expanduser()
        path.exists()
    except (OSError, RuntimeError) as error:  # a name too long for the disk, a ~user that does not exist
        raise SettingsError(f"{name} must name a folder, which {value[:80]!r} cannot be.") from error
    return path


def _store(name: str, value: str) -> Path:
    path = _path(name, value)
    if path.is_file():
        raise SettingsError(f"{name} must name a folder, but {value} is a file.")
    return path


def _file(name: str, value: str) -> Path:
    path = _path(name, value)
    if path.is_dir():
        raise SettingsError(f"{name} must name a file, but {value} is a folder.")
    return path


def _model(name: str, value: str) -> str:
    if not value.strip() or any(mark in value for mark in "\0\r\n"):
        raise SettingsError(f"{name} must be the name or the folder of a sentence-transformers model, not {value!r}.")
    return value


def _host(name: str, value: str) -> str:
    if not value or any(mark.isspace() or mark in "/\0" for mark in value):
        raise SettingsError(f"{name} must be a host name or an address such as 127.0.0.1, not {value!r}.")
    return value


def _port(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 5 and 1 <= int(value) <= 65535):
        raise SettingsError(f"{name} must be a port number from 1 to 65535, not {value!r}.")
    return int(value)


def _url(name: str, value: str) -> str:
    """An http address; one with a password in it is refused without being repeated."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - raises ValueError where it is none
    except ValueError as error:
        raise SettingsError(f"{name} must be an address such as http://127.0.0.1:8000/v1.") from error
    if parts.username is not None or parts.password is not None:
        raise SettingsError(f"{name} must hold no user or password; the key belongs in {PREFIX}MODEL_KEY.")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(c.isspace() or c == "\0" for c in value):
        raise SettingsError(f"{name} must be an address such as http://127.0.0.1:8000/v1.")
    return value


def _sign_in(name: str, value: str) -> SignInMode:
    try:
        return SignInMode(value.lower())
    except ValueError as error:
        raise SettingsError(f"{name} must be auto or on, not {value[:40]!r}.") from error


def _one_line(name: str, value: str) -> str:
    if any(ord(char) < 32 for char in value):
        raise SettingsError(f"{name} must be the name by which the endpoint knows the model, in one line.")
    return value


def _key(name: str, value: str) -> str:
    """What can stand in an HTTP header; the value is never repeated."""
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise SettingsError(f"{name} must be a key of plain letters, digits and signs, without blanks.")
    return value


def _mask(name: str, value: str) -> tuple[MaskKind, ...]:
    """Kinds with commas between them, "all" or "none"; in one order, whatever order they are named in."""
    named = {part.strip().lower() for part in value.split(",") if part.strip()}
    if named == {"none"}:
        return ()
    if named == {"all"}:
        return MASKED
    if not named <= set(MASKED):
        known = ", ".join(MASKED)
        raise SettingsError(f"{name} must be all, none, or some of {known} with commas between, not {value[:60]!r}.")
    return tuple(kind for kind in MASKED if kind in named)


def _number(name: str, value: str, what: str, least: int, most: int) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 7 and least <= int(value) <= most):
        raise SettingsError(f"{name} must be a number {what} from {least} to {most}, not {value[:40]!r}.")
    return int(value)
