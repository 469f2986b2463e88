"""Who may use the program: what is kept of them, what is refused, and the commands."""

import json
import os
import stat
import sys
import time
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from made_server import CHEAP, EDITOR, KEEPER, PASSWORD, READER, made_book

from assistant.users import Role, UserBook
from corpus.errors import RequestError, UnknownValue, UsersUnusable
from tests.made_commands import Capture, printed, refused, run


def test_neither_password_nor_token_stands_in_the_file_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    book = made_book(tmp_path / "kept")
    token, secret = book.make_token(EDITOR)
    text = (tmp_path / "kept/users.json").read_text(encoding="utf-8")
    assert PASSWORD not in text
    assert secret not in text
    assert token.token_id in text
    assert json.loads(text)["users"][0]["password"].startswith("$argon2id$")
    assert stat.S_IMODE((tmp_path / "kept/users.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700
    assert sorted(os.listdir(tmp_path / "kept")) == ["users.json", "users.json.lock"]


def test_name_and_password_go_together_however_the_name_is_spelt(tmp_path: Path) -> None:
    book = made_book(tmp_path)
    for name in ("Malee", "malee", " MALEE "):
        user = book.verified(name, PASSWORD)
        assert user is not None
        assert (user.name, user.role) == ("Malee", Role.EDITOR)
    # The vowel and the tone mark of Thai may be typed in either way of writing the same letters.
    book.add("นิด", "กน\u0e33ฟ้าใสใจดี 1", Role.READER)
    assert book.verified("นิด", "กน\u0e33ฟ้าใสใจดี 1") is not None
    assert [book.verified(*one) for one in (("Malee", PASSWORD + "x"), ("Malee", ""), ("nobody", PASSWORD))] == [
        None
    ] * 3


def test_an_unknown_name_takes_as_long_as_a_wrong_password(tmp_path: Path) -> None:
    book = UserBook(tmp_path / "u.json", PasswordHasher(time_cost=2, memory_cost=4096, parallelism=1))
    book.add("one", PASSWORD, Role.READER)
    book.verified("nobody", "first, so that there is something to compare with")

    def seconds(name: str) -> float:
        took = []
        for _ in range(9):
            start = time.process_time()
            assert book.verified(name, "a wrong password") is None
            took.append(time.process_time() - start)
        return sorted(took)[4]

    known, unknown = seconds("one"), seconds("nobody")
    assert unknown > known / 3
    assert known > unknown / 3


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "The password has 5 characters; 10 are the least."),
        ("x" * 1001, "The password has 1,001 characters; 1,000 are the most."),
        ("Somebody Else", "The password is too easy to guess; take another than the name or a few same letters."),
        ("aaaaabbbbbab", "The password is too easy to guess; take another than the name or a few same letters."),
    ],
)
def test_a_password_that_will_not_do_is_refused_and_nothing_is_kept(
    password: str, sentence: str, tmp_path: Path
) -> None:
    book = UserBook(tmp_path / "users.json", CHEAP)
    with pytest.raises(RequestError) as told:
        book.add("somebody else", password, Role.READER)
    assert str(told.value) == sentence
    assert book.users() == ()


@pytest.mark.parametrize("name", ["", "  ", "a\nb\x07", "x" * 61, "a\u200bb"])
def test_a_name_that_will_not_do_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"^A user's name is 1 to 60 letters in one line"):
        UserBook(tmp_path / "users.json", CHEAP).add(name, PASSWORD, Role.READER)


def test_a_name_is_taken_once_and_an_unknown_one_cannot_be_changed(tmp_path: Path) -> None:
    book = made_book(tmp_path)
    with pytest.raises(RequestError, match=r"^There is a user malee already"):
        book.add("malee", PASSWORD, Role.READER)
    for deed in (book.remove, book.make_token, lambda name: book.change(name, role=Role.EDITOR)):
        with pytest.raises(UnknownValue, match=r"^There is no user 'nobody'"):
            deed("nobody")


def test_another_process_s_changes_are_seen_at_once(tmp_path: Path) -> None:
    book, other = made_book(tmp_path), UserBook(tmp_path / "users.json", CHEAP)
    assert [user.name for user in other.users()] == [EDITOR, KEEPER, READER]
    book.change(EDITOR, role=Role.KEEPER)
    book.remove(READER)
    assert [(user.name, user.role) for user in other.users()] == [(EDITOR, Role.KEEPER), (KEEPER, Role.KEEPER)]


def test_a_token_is_its_user_until_it_is_revoked_or_the_user_goes(tmp_path: Path) -> None:
    book = made_book(tmp_path)
    first, secret = book.make_token(EDITOR)
    second, other = book.make_token(EDITOR)
    assert len(secret) > 40
    assert secret != other
    for given in (secret, other):
        found = book.of_token(given)
        assert found is not None
        assert found[0].name == EDITOR
    assert book.of_token(secret[:-1]) is None
    assert book.of_token(first.digest) is None
    assert book.revoke(first.token_id).name == EDITOR
    assert (book.of_token(secret), book.of_token(other) is None) == (None, False)
    book.remove(EDITOR)
    assert book.of_token(other) is None
    with pytest.raises(UnknownValue, match=r"^There is no token"):
        book.revoke(second.token_id)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 2, "users": []}', '{"version": 1, "users": [{}]}'])
def test_a_damaged_file_is_told_and_stays_as_it_is(text: str, tmp_path: Path) -> None:
    file = tmp_path / "users.json"
    file.write_text(text, encoding="utf-8")
    book = UserBook(file, CHEAP)
    with pytest.raises(UsersUnusable, match=r"users\.json cannot be read: it is not what this program wrote\.$"):
        book.users()
    with pytest.raises(UsersUnusable):
        book.add("somebody", PASSWORD, Role.READER)
    assert file.read_text(encoding="utf-8") == text


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(UsersUnusable, match=r"cannot be (read|written)"):
        UserBook(tmp_path / "taken/users.json", CHEAP).add("somebody", PASSWORD, Role.READER)


# --- the commands ---------------------------------------------------------------------------------------------------


class Piped:
    """Stdin that is no terminal."""

    def __init__(self, text: str) -> None:
        self.text = text

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        return self.text


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_USERS", str(tmp_path / "users.json"))
    monkeypatch.setattr(sys, "stdin", Piped(PASSWORD + "\n"))
    return tmp_path / "users.json"


def test_users_are_added_changed_listed_and_removed(file: Path, capsys: Capture) -> None:
    assert printed(capsys, "users", "list") == "There is no user.\n"
    assert printed(capsys, "users", "add", "Malee", "--role", "editor") == "Added: Malee, editor.\n"
    assert printed(capsys, "users", "add", "สมชาย") == "Added: สมชาย, reader.\n"
    assert printed(capsys, "users", "role", "สมชาย", "keeper") == "Changed: สมชาย is keeper.\n"
    assert printed(capsys, "users", "password", "malee") == "Changed: the password of Malee.\n"
    code, secret, said = run(capsys, "users", "token", "malee")
    found = UserBook(file).of_token(secret.strip())
    assert found is not None
    assert (code, found[0].name) == (0, "Malee")
    assert said == f"Token {found[1].token_id}; keep it now, for it is not shown again:\n"
    listed = printed(capsys, "users", "list").splitlines()
    assert listed[0].split() == ["name", "role", "tokens,", "made", "(UTC)"]
    assert listed[2].split()[:3] == ["Malee", "editor", found[1].token_id]
    assert listed[3].split() == ["สมชาย", "keeper"]
    assert printed(capsys, "users", "revoke", found[1].token_id) == f"Revoked: token {found[1].token_id} of Malee.\n"
    assert printed(capsys, "users", "remove", "malee") == "Removed: malee.\n"
    assert [user.name for user in UserBook(file).users()] == ["สมชาย"]
    assert UserBook(file).verified("สมชาย", PASSWORD) is not None


def test_a_password_is_no_option_and_an_empty_one_is_refused(
    file: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "unrecognized arguments" in refused(capsys, "users", "add", "Malee", "--password", PASSWORD).lower()
    monkeypatch.setattr(sys, "stdin", Piped(""))
    assert refused(capsys, "users", "add", "Malee") == "The password has 0 characters; 10 are the least."
    assert not file.exists()


def test_on_a_terminal_the_password_is_asked_for_twice(
    file: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = iter([PASSWORD, "another", PASSWORD, PASSWORD])
    monkeypatch.setattr(Piped, "isatty", lambda self: True)
    monkeypatch.setattr("assistant.userdesk.getpass", lambda prompt: next(given))
    assert refused(capsys, "users", "add", "Malee") == "The two passwords differ, so nothing was changed; try again."
    assert printed(capsys, "users", "add", "Malee") == "Added: Malee, reader.\n"


def test_listing_users_loads_nothing_heavy(file: Path) -> None:
    import subprocess

    code = (
        "import sys; from assistant.cli import main; main(['users', 'list']); "
        "print([m for m in ('argon2', 'torch', 'gradio', 'fastapi', 'mcp', 'numpy') if m in sys.modules])"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout == "There is no user.\n[]\n"
