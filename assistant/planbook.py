"""Where plans are kept: every save a version with who and when, undo, copies; a door to SQLAlchemy.

SQLite in a file, or any database that SQLAlchemy has a driver for (``postgresql+pg8000://...``). Whoever saves says
which version they had before them: where another saved in between, nothing is written and the error says so.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from assistant.keptplan import KeptPlan, from_json, to_json
from corpus.errors import PlanChanged, PlansBusy, PlansReadOnly, PlansUnusable, UnknownValue

# How long a save waits for another one to end, and one who only reads, in seconds.
WAIT, READING_WAIT = 15, 4

_META = MetaData()
_PLANS = Table(
    "plans",
    _META,
    Column("id", Integer, primary_key=True),
    Column("district", String(100), nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("form", String(20), nullable=False),
    Column("version", Integer, nullable=False),
)
# ``before`` is the version that undo goes back to: of a save the one it changed, of an undo that of what it restored.
_VERSIONS = Table(
    "versions",
    _META,
    Column("plan", Integer, ForeignKey("plans.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("before", Integer),
    Column("saved_by", String(200), nullable=False),
    Column("saved_at", String(40), nullable=False),
    Column("what", String(200), nullable=False),
    Column("content", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Version:
    """One saved state: ``saved_at`` is UTC in ISO 8601, ``what`` says in a word how it came about."""

    version: int
    saved_by: str
    saved_at: str
    what: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A plan as it stands in the book, with the version to name when it is saved again."""

    plan_id: int
    version: int
    saved_by: str
    saved_at: str
    plan: KeptPlan


class PlanBook:
    """The kept plans of one database; threads and processes may share it."""

    def __init__(self, url: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Opens the database and makes its tables where they are missing; raises PlansUnusable."""
        self._now = now
        try:
            self._engine = _engine(make_url(url))
            with self._reading() as connection:
                there = set(inspect(connection).get_table_names())
            if not set(_META.tables) <= there:
                _META.create_all(self._engine)
        except PlansUnusable:
            raise
        except (ArgumentError, NoSuchModuleError, ImportError, OSError, SQLAlchemyError) as error:
            raise _unusable(error) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that changes nothing, so that a lock of another's save or a closed file does not stop it."""
        try:
            with self._engine.connect().execution_options(reading=True) as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _unusable(error) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A connection whose changes stand together or not at all."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _unusable(error) from error

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def add(self, plan: KeptPlan, who: str) -> Stored:
        """Keeps a new plan as version 1."""
        return self._add(plan, who, "new")

    def open(self, plan_id: int) -> Stored:
        """The latest version of a plan; raises UnknownValue where there is none of that number."""
        with self._reading() as connection:
            return self._latest(connection, plan_id)

    def plans(self) -> tuple[Stored, ...]:
        """Every plan that can be read as it stands, by district and year."""
        with self._reading() as connection:
            order = select(_PLANS.c.id).order_by(_PLANS.c.district, _PLANS.c.fiscal_year, _PLANS.c.id)
            found = []
            for plan_id in connection.execute(order).scalars().all():
                # one that cannot be read must not hide the others; opening it says why
                with suppress(PlansUnusable):
                    found.append(self._latest(connection, plan_id))
            return tuple(found)

    def history(self, plan_id: int) -> tuple[Version, ...]:
        """Every version of a plan, the first one first; raises UnknownValue."""
        wanted = select(_VERSIONS).where(_VERSIONS.c.plan == plan_id).order_by(_VERSIONS.c.version)
        with self._reading() as connection:
            found = connection.execute(wanted).all()
        if not found:
            raise UnknownValue(_no_plan(plan_id))
        return tuple(Version(row.version, row.saved_by, row.saved_at, row.what) for row in found)

    def save(self, plan_id: int, plan: KeptPlan, who: str, version: int) -> Stored:
        """Keeps the plan as a further version; ``version`` is the one that was changed.

        The same content again makes no version. Raises PlanChanged where another version was saved since.
        """
        with self._writing() as connection:
            held = self._latest(connection, plan_id)
            if held.version == version and held.plan == plan:
                return held
            self._write(connection, plan_id, plan, who, version, "saved", version)
            return self._latest(connection, plan_id)

    def undo(self, plan_id: int, who: str, version: int) -> Stored:
        """Goes one save back, and further when called again; itself a version, so nothing is lost.

        Raises PlanChanged where another version was saved since, UnknownValue where nothing is left to undo.
        """
        with self._writing() as connection:
            held = self._latest(connection, plan_id)
            if held.version != version:
                raise _changed(held, version)
            target = connection.execute(_state(plan_id, version)).one_or_none()
            earlier = connection.execute(_state(plan_id, target.before)).one_or_none() if target else None
            if earlier is None:
                raise UnknownValue(f"There is nothing left to undo in plan {plan_id}; it is as it was first kept.")
            what = f"back to {earlier.version}"
            self._write(connection, plan_id, _read(plan_id, earlier.content), who, version, what, earlier.before)
            return self._latest(connection, plan_id)

    def copy(self, plan_id: int, fiscal_year: int, who: str) -> Stored:
        """Keeps a new plan for another year, begun from this one: results and dates are left to fill."""
        held = self.open(plan_id)
        return self._add(held.plan.for_year(fiscal_year), who, f"copy of {plan_id}")

    def _add(self, plan: KeptPlan, who: str, what: str) -> Stored:
        head = {"district": plan.district, "fiscal_year": plan.fiscal_year, "form": plan.form.value}
        with self._writing() as connection:
            made = connection.execute(insert(_PLANS).values(**head, version=1)).inserted_primary_key
            assert made is not None
            self._note(connection, int(made[0]), 1, None, who, what, plan)
            return self._latest(connection, int(made[0]))

    def _write(
        self,
        connection: Connection,
        plan_id: int,
        plan: KeptPlan,
        who: str,
        version: int,
        what: str,
        before: int | None,
    ) -> None:
        """Writes the next version if ``version`` is still the latest, in one step that no other can come between."""
        is_latest = (_PLANS.c.id == plan_id) & (_PLANS.c.version == version)
        head = {"district": plan.district, "fiscal_year": plan.fiscal_year, "form": plan.form.value}
        done = connection.execute(update(_PLANS).where(is_latest).values(**head, version=version + 1))
        if done.rowcount != 1:
            raise _changed(self._latest(connection, plan_id), version)
        self._note(connection, plan_id, version + 1, before, who, what, plan)

    def _note(
        self,
        connection: Connection,
        plan_id: int,
        version: int,
        before: int | None,
        who: str,
        what: str,
        plan: KeptPlan,
    ) -> None:
        at = self._now().astimezone(UTC).isoformat(timespec="seconds")
        connection.execute(
            insert(_VERSIONS).values(
                plan=plan_id, version=version, before=before, saved_by=who.strip()[:200] or "?", saved_at=at,
                what=what, content=to_json(plan),
            )
        )  # fmt: skip

    def _latest(self, connection: Connection, plan_id: int) -> Stored:
        joined = select(_VERSIONS).join(
            _PLANS, (_PLANS.c.id == _VERSIONS.c.plan) & (_PLANS.c.version == _VERSIONS.c.version)
        )
        row = connection.execute(joined.where(_PLANS.c.id == plan_id)).one_or_none()
        if row is None:
            raise UnknownValue(_no_plan(plan_id))
        return Stored(plan_id, row.version, row.saved_by, row.saved_at, _read(plan_id, row.content))


def _read(plan_id: int, content: str) -> KeptPlan:
    try:
        return from_json(content)
    except ValueError as error:
        raise PlansUnusable(
            f"Plan {plan_id} was kept by another version of this program and cannot be read ({error}); "
            "the plan is still there, so open it with that version."
        ) from error


def _state(plan_id: int, version: int | None):  # type: ignore[no-untyped-def]
    return select(_VERSIONS).where((_VERSIONS.c.plan == plan_id) & (_VERSIONS.c.version == version))


def _changed(held: Stored, version: int) -> PlanChanged:
    return PlanChanged(
        f"{held.saved_by} saved version {held.version} of plan {held.plan_id} after you opened version {version}; "
        "open it again, look at what changed, and put your changes in."
    )


def _no_plan(plan_id: int) -> str:
    return f"There is no plan {plan_id}; list the plans to see which there are."


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": WAIT})

    # A save reads and then writes: the lock is taken at its start, or two savers could each wait for the other.
    @event.listens_for(engine, "connect")
    def _plain(connection, _record):  # type: ignore[no-untyped-def]
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _lock(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(1000 * (READING_WAIT if reads else WAIT))}")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _unusable(error: Exception) -> PlansUnusable:
    """What a database's error means for who keeps plans."""
    why = _first_line(error)
    if "locked" in why or "busy" in why:
        return PlansBusy("Another program holds the plans locked, so nothing was saved; wait a moment and try again.")
    if "readonly" in why or "read-only" in why:
        return PlansReadOnly("The plans can only be read, so nothing was saved; let this program write to their file.")
    return PlansUnusable(f"The plans cannot be opened ({why}); check the address of them.")


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:200] or type(error).__name__
