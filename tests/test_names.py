"""Where a person is named, and where the same letters name a post; all names are invented."""

import pytest

from corpus.names import names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(นายทดลองมีสมมุติ)", ["ทดลองมีสมมุติ"]),
        ("(พ.ต.ท. ทดลอง สมมุติ)", ["ทดลอง สมมุติ"]),
        ("(ว่าที่ร้อยตรีหญิง ทดลอง สมมุติ)", ["ทดลอง สมมุติ"]),
        ("(นางทดลอง สมมุติ ณ อยุธยา)", ["ทดลอง สมมุติ ณ อยุธยา"]),
        ("ลงชื่อ ......... (ทดลอง เป็นสุข)", ["ทดลอง เป็นสุข"]),
        # A post behind the first name is no surname.
        ("นายทดลอง ผู้อำนวยการเขต", ["ทดลอง"]),
        ("นางสาวทดลอง เป็นผู้รับผิดชอบ", ["ทดลอง"]),
        ("แจ้งนายทดลอง สมมุติ", []),
        ("คณะกรรมการ ๑. นายทดลอง สมมุติ ๒. นางลอง คงสมมุติ", ["ทดลอง สมมุติ", "ลอง คงสมมุติ"]),
        ("(นายทะเบียน ท้องถิ่น)", []),
        ("(นายอำเภอ เมือง)", []),
        ("ลงชื่อ (ผู้อำนวยการ เขต)", []),
        ("ลงชื่อ ปลัดเขต ผู้รายงาน", []),
    ],
)
def test_names_without_their_titles(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in dict.fromkeys(names(text))] == found
