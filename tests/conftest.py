"""What the tests share: the folders, the skips that say why, a real Chromium."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.made_commands import make_store, write_reports

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from starlette.testclient import TestClient

    from assistant.users import UserBook

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

# A keeper's own settings must not decide what a test sees.
for _name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
    del os.environ[_name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the real reports are skipped, with the reason, where the reports are not beside the project."""
    if (SHARED / "corpus").is_dir():
        return
    reason = pytest.mark.skip(reason="the real reports are not beside the project (../shared/corpus)")
    for item in items:
        if item.get_closest_marker("real"):
            item.add_marker(reason)


def need(program: str | None, package: str) -> str:
    """The program, or else a skip that names the Debian package; on CI (CI=true) its lack is a failure.

    Called by every test that wants a system package: ``need(shutil.which("soffice"), "libreoffice-writer")``.
    """
    if program:
        return program
    lack = f"the system package {package} is not installed (make test installs it where it may)"
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(lack, pytrace=False)
    pytest.skip(lack)


def chromium_path() -> str | None:
    """The machine's own Chromium or Chrome, None where there is none; nothing here ever downloads a browser."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """The folder of the real reports; mark the test ``real``."""
    return SHARED / "corpus"


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of the gold rows and questions; mark the test ``real``."""
    return SHARED / "gold"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the machine's own Chromium or Chrome."""
    return need(chromium_path(), "chromium")


@pytest.fixture(scope="session")
def browser(chromium: str) -> "Iterator[Browser]":
    """A headless Chromium; mark the test ``browser``. ``browser.new_page(locale="th-TH")`` opens a page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, which is who runs a test in a container.
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two reports."""
    return write_reports(tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="module")
def store(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the two reports."""
    return make_store(reports, tmp_path_factory.mktemp("cli") / "store")


@pytest.fixture
def book(tmp_path: Path) -> "UserBook":
    """A reader, an editor and a keeper."""
    from made_server import made_book

    return made_book(tmp_path)


@pytest.fixture
def client(book: "UserBook") -> "Iterator[TestClient]":
    """Nobody yet, in front of API, tools and sign-in."""
    from made_server import made_gate, opened

    with opened(made_gate(book)) as client:
        yield client
