"""For the tests in a real Chromium: windows served in processes of their own, pages that are watched, usual steps.

Every page is held to two promises: nothing is fetched from elsewhere, and the console holds no error.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

DESKTOP, PHONE = (1440, 900), (390, 844)
Open = Callable[..., "Page"]


@contextmanager
def served(command: list[str], port: int, log: Path, **more: str) -> Iterator[str]:
    """The address of a window in a process of its own, from its first answer on until the end."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]), **more}
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environ, stdout=out, stderr=out)
        try:
            address = f"http://127.0.0.1:{port}/"
            for _ in range(600):
                if process.poll() is not None:
                    pytest.fail(f"the window ended with {process.returncode}: {log.read_text()[-2000:]}")
                try:
                    urllib.request.urlopen(address, timeout=5).close()
                    break
                except urllib.error.HTTPError:  # it answers, if only that one must sign in
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                pytest.fail(f"the window did not open: {log.read_text()[-2000:]}")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[str]:
    """The program as a newcomer starts it, over a store of the sample reports."""
    folder = tmp_path_factory.mktemp("samples")
    store, port = folder / "store", free_port()
    build = [sys.executable, "-m", "assistant", "build", "--reports", "corpus/reports", "--store", str(store)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    settings = {"ASSISTANT_STORE": str(store), "ASSISTANT_PORT": str(port)}
    settings["ASSISTANT_PLANS"] = f"sqlite:///{folder}/plans.db"
    settings["ASSISTANT_RATINGS"] = str(folder / "ratings.jsonl")
    with served(["app.py"], port, folder / "log", **settings) as address:
        yield address


@pytest.fixture(scope="module")
def handmade(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[str]:
    """The window over two plain reports and a hostile one."""
    port = free_port()
    log = tmp_path_factory.mktemp("handmade") / "log"
    with served(["tests/browser_serve.py", str(port)], port, log) as address:
        yield address


@pytest.fixture
def faults() -> list[str]:
    """What the pages of a test were caught at; must be empty at its end."""
    return []


@pytest.fixture
def visit(browser: "Browser", faults: list[str]) -> Iterator[Open]:
    """Opens a page and, at the end, holds it to the promises that every page keeps."""
    contexts = []

    def visit(
        address: str,
        size: tuple[int, int] = DESKTOP,
        scheme: str = "light",
        like: "Page | None" = None,
        query: str = "",
    ) -> "Page":
        """``query`` is a link's; ``like``: another visit with the same browser, which remembers what it kept."""
        context = (
            like.context
            if like
            else browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="th-TH",
                permissions=["clipboard-read", "clipboard-write"],
            )
        )
        if like is None:
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda m: faults.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(f"page: {error}"))
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("websocket", lambda one: faults.append(f"a socket: {one.url}"))
        page.on(
            "request",
            lambda one: (
                None
                if one.url.startswith((address, "data:", "blob:"))
                else faults.append(f"fetched from elsewhere: {one.url}")
            ),
        )
        page.goto(address + query)
        page.wait_for_selector("#talk .welcome")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert faults == []


def ask(page: "Page", question: str) -> "Locator":
    """Asks, waits, and gives back the newest reply."""
    before = page.locator("#talk .turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    reply = page.locator("#talk .turn").nth(before).locator(".reply:not(.is-waiting)")
    reply.wait_for()
    return reply


def choose(page: "Page", label: str, text: str) -> None:
    """Types into a list of choices and takes the first that is offered."""
    box = page.get_by_label(label, exact=True)
    box.click()
    box.fill(text)
    page.get_by_role("option").filter(has_text=text).first.click()


def open_tab(page: "Page", name: str) -> None:
    page.get_by_role("tab", name=name).click()


def squeezed(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def in_view(page: "Page", selector: str, within: str) -> bool:
    """Whether one element's top lies inside the visible part of another."""
    return bool(
        page.evaluate(
            """([one, box]) => { const a = document.querySelector(one).getBoundingClientRect(),
            b = document.querySelector(box).getBoundingClientRect();
            return a.top >= b.top - 1 && a.top <= Math.min(b.bottom, innerHeight); }""",
            [selector, within],
        )
    )
