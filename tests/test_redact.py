"""What is masked and what must stay, as a table of cases written for it; all persons and numbers are invented."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.reading import read, read_records
from corpus.records import Masked, MaskKind, Page, Report
from corpus.redact import CHOSEN, MASK, check_digit, counts, masked, spans
from corpus.thai import fold_digits
from tests.made_commands import ROOT, printed

MEETING, PASSWORD, PHONE, EMAIL, CITIZEN, ACCOUNT, NAME = (
    MaskKind.MEETING, MaskKind.PASSWORD, MaskKind.PHONE, MaskKind.EMAIL, MaskKind.CITIZEN, MaskKind.ACCOUNT,
    MaskKind.NAME,
)  # fmt: skip

# Each text with what is masked in it, in order of the text.
TRUE = [
    # passwords
    ("รหัสผ่าน : 7K9QMX ดังนี้", [(PASSWORD, "7K9QMX")]),
    ("รหัสผ่าน:abcdefgh", [(PASSWORD, "abcdefgh")]),
    ("รหัสผ่าน ๔๕๖๗๘๙", [(PASSWORD, "๔๕๖๗๘๙")]),
    ("รหัส ผ่าน : Xy-12#z", [(PASSWORD, "Xy-12#z")]),
    ("รหัสผ่าน :\n7K9QMX\nดังนี้", [(PASSWORD, "7K9QMX")]),
    ("รหัสผ่าน\t7K9QMX\tหมายเหตุ", [(PASSWORD, "7K9QMX")]),
    ("รหัสผ่าน <b>7K9QMX</b>", [(PASSWORD, "7K9QMX")]),
    ("รหัสผ่านสำหรับเข้าห้องประชุม คือ 998877", [(PASSWORD, "998877")]),
    ("รหัสผ่าน (Password) : it4All", [(PASSWORD, "it4All")]),
    ("รหัสผ่าน “bkk2567x”", [(PASSWORD, "bkk2567x")]),
    ("รหัสผ่าน : 7K9 QMX ดังนี้", [(PASSWORD, "7K9 QMX")]),
    ("Password: Tiger77 Username: clerk", [(PASSWORD, "Tiger77")]),
    ("passcode 445566", [(PASSWORD, "445566")]),
    ("รหัส Wi-Fi : office99", [(PASSWORD, "office99")]),
    # meetings
    ("ผ่าน Microsoft Teams ที่ห้องหมายเลข 111 222 333 444", [(MEETING, "111 222 333 444")]),
    ("ห้องหมายเลข ๑๑๑ ๒๒๒ ๓๓๓ ๔๔๔ รหัสผ่าน : 7K9QMX", [(MEETING, "๑๑๑ ๒๒๒ ๓๓๓ ๔๔๔"), (PASSWORD, "7K9QMX")]),
    ("Zoom Meeting ID: 812-3456-7890 Passcode: 123456", [(MEETING, "812-3456-7890"), (PASSWORD, "123456")]),
    ("เข้าร่วมที่ 812 3456 7890 รหัสผ่าน 123456", [(MEETING, "812 3456 7890"), (PASSWORD, "123456")]),
    ("รหัสการประชุม 987 654 3210", [(MEETING, "987 654 3210")]),
    ("ห้องหมายเลข 111 222\n333 444 รหัส A1B2C3", [(MEETING, "111 222\n333 444"), (MEETING, "A1B2C3")]),
    ("https://zoom.us/j/81234567890?pwd=abcDEF", [(MEETING, "j/81234567890?pwd=abcDEF")]),
    ("meet.google.com/abc-defg-hij", [(MEETING, "abc-defg-hij")]),
    # mobile phones
    ("โทร. 081-234-5678", [(PHONE, "081-234-5678")]),
    ("โทรที่ ๐๘๑ ๒๓๔ ๕๖๗๘ ทุกวัน", [(PHONE, "๐๘๑ ๒๓๔ ๕๖๗๘")]),
    ("ติดต่อ 0 8 1 2 3 4 5 6 7 8", [(PHONE, "0 8 1 2 3 4 5 6 7 8")]),
    ("มือถือ 081-234-\n5678", [(PHONE, "081-234-\n5678")]),
    ("โทร. 081-234-5678, 092-345-6789", [(PHONE, "081-234-5678"), (PHONE, "092-345-6789")]),
    ("หัวหน้าฝ่าย 0912345678", [(PHONE, "0912345678")]),
    ("+66 81 234 5678", [(PHONE, "+66 81 234 5678")]),
    ("06-1234-5678", [(PHONE, "06-1234-5678")]),
    # e-mail
    ("somying.d@mail.example", [(EMAIL, "somying.d@mail.example")]),
    ("ส่งที่ somying_d @ mail.example ภายในวันนี้", [(EMAIL, "somying_d @ mail.example")]),
    # citizens: 1-1012-34567-89-x, the last digit worked out by hand below
    ("1101234567897", [(CITIZEN, "1101234567897")]),
    ("๑-๑๐๑๒-๓๔๕๖๗-๘๙-๗", [(CITIZEN, "๑-๑๐๑๒-๓๔๕๖๗-๘๙-๗")]),
    ("เลขประจำตัวประชาชน 1 1012 34567 89 0", [(CITIZEN, "1 1012 34567 89 0")]),
    ("เลขบัตรประชาชน 1-1012-34567\n-89-7", [(CITIZEN, "1-1012-34567\n-89-7")]),
    # accounts
    ("123-4-56789-0", [(ACCOUNT, "123-4-56789-0")]),
    ("ธนาคารสมมุติ เลขที่บัญชี ๑๒๓ ๔๕๖๗ ๘๙๐", [(ACCOUNT, "๑๒๓ ๔๕๖๗ ๘๙๐")]),
    ("โอนเข้าบัญชีธนาคารสมมุติ สาขาตลาด 020123456789", [(ACCOUNT, "020123456789")]),
    # names
    ("ลงชื่อ ผู้รายงาน (นายทดลอง มีสมมุติ) หัวหน้าฝ่าย", [(NAME, "ทดลอง มีสมมุติ")]),
    ("(นางสาวสมมุติ เขียนขึ้น)\nผู้อำนวยการเขต", [(NAME, "สมมุติ เขียนขึ้น")]),
    ("( น.ส. สมมุติ เขียนขึ้น )", [(NAME, "สมมุติ เขียนขึ้น")]),
    ("(ว่าที่ร้อยตรี ทดลอง มีสมมุติ)", [(NAME, "ทดลอง มีสมมุติ")]),
    ("ลงชื่อ........................ผู้รับรอง\n(ทดลอง มีสมมุติ)", [(NAME, "ทดลอง มีสมมุติ")]),
    ("ลงชื่อ ทดลอง มีสมมุติ ผู้รายงาน", [(NAME, "ทดลอง มีสมมุติ")]),
    ("มอบหมายให้นายทดลอง มีสมมุติ เป็นผู้รับผิดชอบ", [(NAME, "ทดลอง มีสมมุติ")]),
    ("ร้องเรียนโดย นาง สมมุติ เขียนขึ้น", [(NAME, "สมมุติ เขียนขึ้น")]),
    ("Mr. Somchai Madeup", [(NAME, "Somchai Madeup")]),
]

FALSE = [
    # the words, without a secret behind them
    "ตั้งรหัสผ่าน “รหัสผ่าน”", "โทรศัพท์มือถือ สำหรับรับ OTP", "เปลี่ยนรหัสผ่านทุก 90 วัน", "รหัสผ่านอย่างน้อย 8 ตัวอักษร", "ลืมรหัสผ่าน",
    "รหัสผ่าน ต้องมี 10 หลัก", "ผู้ใช้งานต้องยืนยันตัวตนด้วยรหัสผ่านและ OTP 6 หลัก", "password policy", "ห้องประชุมหมายเลข 5 ชั้น 2",
    "ประชุมผ่าน Zoom จำนวน 12 ครั้ง", "Microsoft Teams", "รหัสตัวชี้วัด I20", "bmaoss.bangkok.go.th", "https://www.example.go.th/ita",
    # office phones and hotlines
    "โทร. ๐ ๒๖๐๓ ๒๖๓๓ หรือโทร. ๑๕๓๒", "โทร. 02-123-4567", "โทรศัพท์ 0 2123 4567 ต่อ 6789", "สายด่วน 1555",
    "โทร. 1111", "โทรสาร 0-2123-4568",
    "โทร. 02 123 4567 ถึง 70", "โทร. 053-123-456",
    # numbers of papers, projects, accounts of the budget
    "ที่ กท ๐๕๐๗/๖ ๒", "ที่ กท 0401/1234567890", "รหัสโครงการ 0812345678", "เลขที่โครงการ e-GP 66089123456",
    "รหัสบัญชี 5101020199",
    "รหัสงบประมาณ 0906010001", "หมายเลขครุภัณฑ์ 7440-001-0001", "คำสั่งสำนักงานเขตที่ 123/2567", "รหัสโครงการ 1101234567897",
    "เลขที่สัญญา 0899999999",
    # dates, times, years, sums, laws, scores
    "08/09/2566", "๑ ต.ค. ๖๖ - ๓๐ ก.ย. ๖๗", "08.30 - 16.30 น.", "เวลา 08:30-16:30 น. จำนวน 10 คน",
    "พ.ศ. 2566 2567 2568",
    "งบประมาณ 12,345,678,901 บาท", "งบประมาณ 0912345678.50 บาท", "1,101,234,567,893",
    "พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐ มาตรา ๗",
    "มาตรา 9 วรรคหนึ่ง (1) (8)", "2,908 2,508 4.97 4.57 467", "84.88 90.12 66.84 79.08 92.11",
    "0 8 1 2 3 4 5 6 7 8 9", "I20 E3 O12",
    "๑๒๓๔๕๖๗๘๙๐๑๒๓", "173 ถนนสมมุติ เขตพระนคร กทม. 10200", "กิจกรรมที่ 1 2 3 4 5 6 7 8 9 10 11 12 13",
    "06 07 08 09 10 11 12", "จำนวน 8123456789 ครั้ง", "3101234567890", "0105536000012",
    # posts, and letters that are no title
    "(นายทะเบียน)", "นายกรัฐมนตรี และ คณะ", "นายช่างโยธา ฝ่ายโยธา", "นายจ้าง ลูกจ้าง", "(ผู้อำนวยการเขต)", "ลงชื่อ (ตัวบรรจง)",
    "นายตรวจเขต ออกตรวจ", "พัฒ นางาน บริการ", "ลงชื่อ ผู้รายงาน (หัวหน้าฝ่าย ปกครอง)", "ตลาดนางเลิ้ง ถนนสมมุติ", "นางแบบ ความดี",
    "ลงชื่อเข้าใช้งาน ระบบสารบรรณ", "ลงชื่อรับทราบ ประกาศ ของเขต", "นโยบาย นายกเทศมนตรี ประกาศ",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TRUE)
def test_secrets_and_personal_data_are_found(text: str, expected: list[tuple[MaskKind, str]]) -> None:
    shown = text.replace("<b>", "").replace("</b>", "")
    assert [(kind, text[span.start : span.end]) for kind, span in spans(text)] == expected
    assert [(kind, shown[span.start : span.end]) for kind, span in spans(shown)] == expected
    # In the middle of a line of a table as well.
    there = f"แถว ๑\t- {text}\tฝ่ายปกครอง\n"
    assert [(kind, there[span.start : span.end]) for kind, span in spans(there)] == expected


@pytest.mark.parametrize("text", FALSE)
def test_what_is_neither_stays(text: str) -> None:
    assert [(kind, text[span.start : span.end]) for kind, span in spans(text)] == []


def test_the_check_digit_of_a_citizen_s_number() -> None:
    # 1*13 + 1*12 + 0*11 + 1*10 + 2*9 + 3*8 + 4*7 + 5*6 + 6*5 + 7*4 + 8*3 + 9*2 = 235; 235 mod 11 = 4; 11 - 4 = 7
    assert check_digit("110123456789") == "7"


def report(text: str) -> Report:
    return Report("x.txt", "0" * 64, text, (Page(1, "1", 0, len(text)),), "utf-8")


def test_a_mask_is_as_long_as_the_words_and_leaves_lines_tabs_and_markup() -> None:
    before = report("ก\t(นายกข<br>คง)\tโทร. 081-234-\n5678 ข")
    after = masked(before)
    assert after.text == f"ก\t(นาย{MASK * 2}<br>{MASK * 2})\tโทร. {MASK * 8}\n{MASK * 4} ข"
    assert after.masked == (Masked(NAME, 6, 14), Masked(PHONE, 21, 34))
    assert replace(after, text=before.text, masked=()) == before


def test_names_of_sheets_and_notes_are_masked_too() -> None:
    page = Page(1, "โทร. 081-234-5678", 0, 1)
    after = masked(replace(report("ก"), pages=(page,), notes=("แผ่นงาน: รหัสผ่าน : 7K9QMX",)))
    assert after.pages[0].label == f"โทร. {MASK * 12}"
    assert after.notes == (f"แผ่นงาน: รหัสผ่าน : {MASK * 6}",)
    assert (after.text, after.masked) == ("ก", ())


def test_what_holds_no_secret_comes_back_as_it_is() -> None:
    plain = report("สำนักงานเขตสมมุติ โทร. 02-123-4567")
    assert masked(plain) is plain


def test_passwords_and_meetings_are_masked_whatever_is_chosen() -> None:
    text = "ห้องหมายเลข 111 222 333 444 รหัสผ่าน : 7K9QMX โทร. 081-234-5678 a@b.example (นายทดลอง มีสมมุติ)"
    nothing = masked(report(text), ())
    assert [one.kind for one in nothing.masked] == [MEETING, PASSWORD]
    assert "081-234-5678 a@b.example (นายทดลอง มีสมมุติ)" in nothing.text
    assert [one.kind for one in masked(report(text), {PHONE}).masked] == [MEETING, PASSWORD, PHONE]
    everything = masked(report(text), CHOSEN)
    assert counts([everything, nothing]) == {PASSWORD: 2, MEETING: 2, PHONE: 1, EMAIL: 1, NAME: 1}
    assert list(counts([everything])) == [PASSWORD, MEETING, PHONE, EMAIL, NAME]


def test_masking_again_changes_nothing() -> None:
    once = masked(report("\n".join(text for text, _ in TRUE)))
    assert spans(once.text) == []
    assert len(once.masked) >= len(TRUE)


@pytest.mark.parametrize(
    "filler", ["รหัสผ่าน ", "0", "0 ", "8-", "(นาย", "ห้องหมายเลข ", "ธนาคาร 1 ", "ลงชื่อ.", "a@", "a.b@c.", "\n"]
)
def test_long_runs_of_anything_take_no_time(filler: str) -> None:
    """Patterns with bounds alone: a text made to keep them busy is read about as fast as any other."""
    assert isinstance(spans(filler * (60_000 // len(filler))), list)


@pytest.mark.real
def test_the_real_reports_lose_their_secrets_and_nothing_else(real_reports: Path) -> None:
    found = {path.name[:3]: counts([read(path).report]) for path in sorted(real_reports.glob("*.txt"))}
    assert found == {
        "000": {}, "001": {PASSWORD: 1, MEETING: 1, PHONE: 1, EMAIL: 1, NAME: 3}, "002": {}, "003": {}, "004": {},
    }  # fmt: skip


def test_a_reading_holds_the_masked_words_alone() -> None:
    text = "สำนักงานเขตบางรัก ปีงบประมาณ พ.ศ. 2567\nห้องหมายเลข 111 222 333 444 รหัสผ่าน : 7K9QMX ดังนี้\n"
    reading = read_records(masked(report(text)))
    (passage,) = reading.passages
    assert "7K9QMX" not in passage.text
    assert f"รหัสผ่าน : {MASK * 6} ดังนี้" in passage.text
    assert "7K9QMX" not in repr(reading)


def test_the_store_of_the_samples_holds_none_of_their_secrets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = built(ROOT / "corpus" / "reports", tmp_path, capsys)
    assert line.endswith(" · ปกปิด: รหัสผ่าน 1, ห้องประชุมออนไลน์ 1, โทรศัพท์ 1, อีเมล 1, ชื่อบุคคล 1")
    secrets = ("TEST99", "๑๑๑ ๒๒๒ ๓๓๓ ๔๔๔", "111 222", "๐๘๐-๐๐๐-๐๐๐๐", "080-000", "nobody@example", "สมมุติ ตัวอย่าง")
    assert held(tmp_path, secrets) == []
    # What is no secret is there: an office's own line, and the words around a mask.
    assert held(tmp_path, ("๐ ๒๐๐๐ ๐๐๐๐", "เข้าร่วมได้ที่ห้องหมายเลข", MASK)) == ["๐ ๒๐๐๐ ๐๐๐๐", "เข้าร่วมได้ที่ห้องหมายเลข", MASK]


@pytest.mark.real
def test_the_store_of_the_real_reports_holds_none_of_their_secrets(
    real_reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (report,) = real_reports.glob("001*.txt")
    text = report.read_text(encoding="utf-8-sig")
    secrets = [text[span.start : span.end] for _, span in spans(text)]
    assert len(secrets) == 7
    built(report, tmp_path, capsys)
    assert held(tmp_path, [*secrets, *(fold_digits(one) for one in secrets)]) == []
    assert held(tmp_path, ("ห้องหมายเลข", "๒๖๐๓ ๒๖๓๓", "OTP")) == ["ห้องหมายเลข", "๒๖๐๓ ๒๖๓๓", "OTP"]


def test_another_choice_reads_everything_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = ROOT / "corpus" / "reports" / "sample_2567_thasathit.txt"
    assert "อ่านใหม่ 1" in built(sample, tmp_path, capsys)
    assert "อ่านใหม่ 0" in built(sample, tmp_path, capsys)
    monkeypatch.setenv("ASSISTANT_MASK", "none")
    with pytest.raises(AssertionError, match="read in another way than is set now"):
        printed(capsys, "rows", "--store", str(tmp_path / "store"))
    line = built(sample, tmp_path, capsys)
    assert "อ่านใหม่ 1" in line
    assert line.endswith(" · ปกปิด: รหัสผ่าน 1, ห้องประชุมออนไลน์ 1")
    assert held(tmp_path, ("nobody@example.org", "TEST99")) == ["nobody@example.org"]


def built(reports: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The line that a build of these reports prints; versions before it are removed from the store's folder."""
    line = printed(capsys, "build", "--reports", str(reports), "--store", str(folder / "store")).strip()
    *old, _ = sorted((folder / "store" / "versions").iterdir(), key=lambda path: int(path.name))
    for version in old:
        shutil.rmtree(version)
    return line


def held(folder: Path, words: Sequence[str]) -> list[str]:
    """Those of the words that stand in any file of the store, in any of the encodings that its files have."""
    data = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    assert len(data) > 10_000
    return [word for word in words if word.encode() in data or json.dumps(word)[1:-1].encode() in data]
