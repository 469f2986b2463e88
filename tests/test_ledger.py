"""Every character has one taker."""

from corpus.ledger import LEFT_OUT, MARKUP, PASSAGE, ROW, Account, LineFinder


def test_a_character_belongs_to_the_first_taker() -> None:
    account = Account("abcdef")
    account.take(0, 3, ROW)
    account.take(2, 5, PASSAGE)
    account.take(0, 6, LEFT_OUT, "ก")
    assert [account.count(owner) for owner in (ROW, PASSAGE, LEFT_OUT, MARKUP)] == [3, 2, 1, 0]
    assert account.blank() == 0


def test_free_runs_are_trimmed_and_blanks_are_nobody_s() -> None:
    account = Account(" ab  cd \n ef")
    account.take(5, 6, MARKUP)
    assert account.free_runs() == [(1, 3), (6, 12)]
    assert account.is_free(6, 8)
    assert not account.is_free(5, 7)
    for start, end in account.free_runs():
        account.take(start, end, ROW)
    assert account.blank() == 12 - 1 - 2 - 6


def test_entries_tell_what_was_left_out_and_why() -> None:
    text = "หัว\n\n---\nท้าย"
    account = Account(text)
    account.take(0, 8, LEFT_OUT, "หัวตาราง")
    account.take(9, 13, ROW)
    entries = account.entries(LineFinder(text))
    assert [(text[e.char_start : e.char_end], e.line, e.reason) for e in entries] == [
        ("หัว\n\n---", 1, "หัวตาราง"),
    ]


def test_what_was_taken_before_is_in_no_entry() -> None:
    account = Account("abc def")
    account.take(0, 3, ROW)
    account.take(0, 7, LEFT_OUT, "ก")
    assert [(e.char_start, e.char_end) for e in account.entries(LineFinder("abc def"))] == [(4, 7)]


def test_lines() -> None:
    find = LineFinder("a\r\nb\n\nc\fd")
    assert [find(at) for at in (0, 1, 3, 5, 6, 8)] == [1, 1, 2, 3, 4, 5]
    assert LineFinder("")(0) == 1
    old = LineFinder("a\rb\rc")
    assert [old(at) for at in (0, 2, 4)] == [1, 2, 3]
