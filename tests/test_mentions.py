from datetime import date

import pytest

from assistant.mentions import fiscal_year_of, named_groups, take_codes, take_groups, take_parts, take_years


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("เขตอื่นแก้ I20 อย่างไร", ("I20",)),
        ("i20 กับ e3", ("I20", "E3")),
        ("ข้อ I-8 และ O 25", ("I8", "O25")),
        ("ไอ 20 กับ อี3 และโอ30", ("I20", "E3", "O30")),
        ("E3 แล้วก็ I8 แล้วก็ E3", ("E3", "I8")),
        ("I18-I20", ("I18", "I19", "I20")),
        ("ข้อ E1 ถึง E3", ("E1", "E2", "E3")),
        ("O1 to O3", ("O1", "O2", "O3")),
        ("ข้อ 120", ("I20",)),  # the letter I typed as a one
        ("I20-E3", ("I20", "E3")),  # no range: two instruments
        ("โทร 120", ()),
        ("ใช้ E-service", ()),
        ("I99", ("I99",)),  # a code, though no list has it: it is refused by name
        ("I0", ()),
        ("I20.5", ()),
        ("WIFI20", ()),
        ("l20 สาทร", ("I20",)),  # a small L or a stroke for the letter I
        ("|8 แก้ยังไง", ("I8",)),
        ("I 2 0 สาทร", ("I20",)),
        ("E1 2 เขต", ("E1",)),
        ("ข้อ 025", ("O25",)),
        ("ข้อไอยี่สิบเอ็ด แก้ยังไง", ("I21",)),
        ("โอสิบสอง", ("O12",)),
        ("อีสาน", ()),
        ("ข้อ 12", ("I12", "E12", "O12")),  # no letter: any of the three
        ("คะแนนข้อที่ 5", ("I5", "E5", "O5")),
        ("5 ข้อ 3 อันดับ", ()),
        ("หัวข้อ 3", ()),
        ("ข้อที่ 1-3 ของ EIT", ("E1", "E2", "E3")),
    ],
)
def test_codes(text: str, codes: tuple[str, ...]) -> None:
    rest, found = take_codes(text)
    assert found == codes
    for code in codes:
        assert code not in rest


def test_what_is_taken_leaves_the_rest_as_it_was() -> None:
    assert take_codes("แก้ I20 อย่างไร") == ("แก้     อย่างไร", ("I20",))
    assert take_groups("ตัวชี้วัดที่ 4 ทำอะไร")[0].strip() == "ทำอะไร"


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("ตัวชี้วัดที่ 4", (4,)),
        ("ตัวชี้วัด 10 กับกลุ่มที่ 2", (10, 2)),
        ("indicator 7", (7,)),
        ("ตัวชี้วัด 4 กับ 5 และ 6", (4, 5, 6)),
        ("ตัวชี้วัดที่ 4 และ 2567", (4,)),
        ("ตัวชี้วัดที่ 4 กับ 5 ข้อ", (4,)),
        ("Group 3", (3,)),
        ("ตัวชี้วัดที่ 11", ()),
        ("ตัวชี้วัดที่ 3.1", ()),  # a key of the performance agreement, no ITA indicator
        ("กลุ่มเปราะบาง", ()),
    ],
)
def test_groups_by_number(text: str, groups: tuple[int, ...]) -> None:
    assert take_groups(text)[1] == groups


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("การใช้ทรัพย์สินของราชการ", (4,)),
        ("การใช้อำนาจ กับ การใช้งบประมาณ", (2, 3)),
        ("use of government property", (4,)),
        ("การปรับปรุงการทำงาน", (8,)),
        ("การยืมรถ", ()),
    ],
)
def test_groups_by_name(text: str, groups: tuple[int, ...]) -> None:
    assert named_groups(text)[0] == groups


def test_parts() -> None:
    assert take_parts("IIT กับ oit")[1] == ("IIT", "OIT")
    assert take_parts("ข้อ E ไหนต่ำสุด")[1] == ("EIT",)
    assert take_parts("ข้อ E3")[1] == ()
    assert take_parts("facilities")[1] == ()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ปี 2566", (2566,)),
        ("2566 กับ 2563", (2566, 2563)),
        ("ปี 2563-2566", (2563, 2564, 2565, 2566)),
        ("ปี 66", (2566,)),
        ("ปีงบประมาณ พ.ศ. 2567", (2567,)),
        ("FY 2024", (2567,)),
        ("ค.ศ. 2023", (2566,)),
        ("ปีที่แล้ว", (2567,)),
        ("last year", (2567,)),
        ("เบิก 25660 บาท", ()),
        ("60 ปี", ()),
        ("ไม่บอกปี", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert take_years(text, date(2025, 3, 1))[1] == years


def test_the_fiscal_year_begins_in_october() -> None:
    assert fiscal_year_of(date(2025, 9, 30)) == 2568
    assert fiscal_year_of(date(2025, 10, 1)) == 2569
