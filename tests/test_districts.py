"""Districts: found in Thai and English questions, misspelt or not, never in ordinary words; who wrote a report."""

from pathlib import Path

import pytest

from corpus.districts import all_districts, district, district_of_report, find_districts, unknown_mentions


def _found(text: str, extra: tuple[str, ...] = ()) -> list[tuple[str, str, bool]]:
    return [(m.name, text[m.char_start : m.char_end], m.certain) for m in find_districts(text, extra)]


def _names(text: str) -> list[str]:
    return [m.name for m in find_districts(text)]


# --- the list ---


def test_there_are_fifty() -> None:
    assert len({d.name for d in all_districts()}) == len({d.english for d in all_districts()}) == 50


@pytest.mark.parametrize(
    ("said", "name", "english"),
    [
        ("สาทร", "สาทร", "Sathon"),
        ("เขตสาธร", "สาทร", "Sathon"),
        ("สำนักงานเขตป้อมปราบ", "ป้อมปราบศัตรูพ่าย", "Pom Prap Sattru Phai"),
        ("klongtoey", "คลองเตย", "Khlong Toei"),
        ("Bang Kok Noi", "บางกอกน้อย", "Bangkok Noi"),
    ],
)
def test_a_district_by_any_spelling(said: str, name: str, english: str) -> None:
    found = district(said)
    assert found is not None
    assert (found.name, found.english) == (name, english)


def test_no_district_by_that_name() -> None:
    assert district("ภูเก็ต") is None
    assert district("") is None


def test_every_district_is_found_by_every_spelling() -> None:
    for d in all_districts():
        assert _names(f"เขต{d.name}ได้กี่คะแนน") == [d.name]
        assert _names(f"{d.name} ได้กี่คะแนน") == [d.name]
        assert _names(f"สำนักงานเขต {d.name}") == [d.name]
        assert _names(f"what did {d.english.lower()} do about I20") == [d.name], d.english
        assert _names(f"{d.english.replace(' ', '')} district") == [d.name]
        for spelling in d.spellings:
            assert _names(f"เขต{spelling} 2567") == [d.name] or _names(f"{spelling} 2567") == [d.name], spelling
        assert unknown_mentions(f"เขต{d.name}ได้กี่คะแนน {d.english} district") == ()


# --- questions ---


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("O25 ของดุสิตต้องทำอะไร", [("ดุสิต", "ดุสิต", True)]),
        ("เขตบางรักแก้ I20 อย่างไร", [("บางรัก", "บางรัก", True)]),
        ("ระหว่างดุสิตกับคลองเตย", [("ดุสิต", "ดุสิต", True), ("คลองเตย", "คลองเตย", True)]),
        ("สำนักงานเขตพญาไทและราชเทวี", [("พญาไท", "พญาไท", True), ("ราชเทวี", "ราชเทวี", True)]),
        ("ทวีวัฒนามีอะไรบ้าง", [("ทวีวัฒนา", "ทวีวัฒนา", True)]),
        ("บางนาที่ทำไว้", [("บางนา", "บางนา", True)]),
        ("ดินเเดงได้เท่าไร", [("ดินแดง", "ดินเเดง", True)]),
        ("เขตดุ สิต", [("ดุสิต", "ดุ สิต", True)]),
        ("ตลิ่ง ชันแก้ยังไง", [("ตลิ่งชัน", "ตลิ่ง ชัน", True)]),
        ("ทุ่งครุ บางบอน บางขุนเทียน", [(n, n, True) for n in ("ทุ่งครุ", "บางบอน", "บางขุนเทียน")]),
        ("ผอ.เขตประเวศ", [("ประเวศ", "ประเวศ", True)]),
        ("ปทุมวัน จอมทอง ลาดพร้าว", [(n, n, True) for n in ("ปทุมวัน", "จอมทอง", "ลาดพร้าว")]),
    ],
)
def test_thai_names(text: str, found: list[tuple[str, str, bool]]) -> None:
    assert _found(text) == found


@pytest.mark.parametrize(
    ("text", "name", "quote"),
    [
        ("ดุสิด E๙ ช่องทางร้องเรียนออนไล", "ดุสิต", "ดุสิด"),
        ("ตลิงชัน งบประมาน แก้ยังไง", "ตลิ่งชัน", "ตลิงชัน"),
        ("ตลิ่งชั่นแก้ยังไง", "ตลิ่งชัน", "ตลิ่งชั่น"),
        ("คลองเตยย ได้กี่คะแนน", "คลองเตย", "คลองเตยย"),
        ("ห้วยขวางง ได้กี่คะแนน", "ห้วยขวาง", "ห้วยขวางง"),
        ("I20 จตุจักร์", "จตุจักร", "จตุจักร์"),
        ("มินบุรี 2566", "มีนบุรี", "มินบุรี"),
        ("คะแนนของตลิ่งมันปี 2567", "ตลิ่งชัน", "ตลิ่งมัน"),
        ("เขตบึงกุมทำอย่างไร", "บึงกุ่ม", "บึงกุม"),
    ],
)
def test_misspellings_are_followed_but_never_certain(text: str, name: str, quote: str) -> None:
    assert _found(text) == [(name, quote, False)]


@pytest.mark.parametrize(
    "text",
    [
        "บาง รักษาการแทน",
        "ประชาชนบางรักษาสิทธิ",
        "วัฒนธรรมองค์กร",
        "แผนพัฒนาบุคลากร",
        "วิวัฒนาการของระบบราชการ",
        "ข้าราชการ",
        "ยืมของหลวง",
        "พื้นที่สาธารณะ",
        "ที่สาธรณะ",
        "รออีกบางนาที",
        "บาง นา ลุ่ม",
        "ต่อสาย ไหม",
        "บางคนไม่เข้าใจ",
        "ยึดหลักสี่ประการ",
        "หลักสี่ข้อ",
        "ซ่อมสะพานสูง 3 เมตร",
        "สวนหลวง ร.9",
        "โรงพยาบาลพญาไท",
        "ถนนลาดพร้าว",
        "ฝั่งธนบุรี",
        "กรุงธนบุรี",
        "เขตพระนครศรีอยุธยา",
        "ขอบเขตงาน",
        "มหาวิทยาลัยเกษตรศาสตร์ วิทยาเขตบางเขน",
        "นายชัยวัฒน์ ใจดี",
        "แก้ไขบางชื่อในบัญชี",
        "คลองสามสาย",
        "โรงแรมดุสิต",
        "Chatuchak market",
        "Dusit Zoo",
        "banana and python",
        "In Bangkok, which district is best?",
        "จัดซื้อจัดจ้าง งบประมาณ ทรัพย์สิน ร้องเรียน โปร่งใส",
    ],
)
def test_ordinary_words_are_no_districts(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize("name", ["วัฒนา", "หลักสี่", "สวนหลวง", "สะพานสูง", "ธนบุรี", "พระนคร", "สายไหม"])
def test_names_that_are_ordinary_words_want_the_word_district_to_be_certain(name: str) -> None:
    assert _found(f"เขต{name}ได้คะแนนเท่าไร") == [(name, name, True)]
    assert _found(f"{name}ได้คะแนนเท่าไร") == [(name, name, False)]
    assert _found(f"คะแนนของ{name}") == [(name, name, False)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bang Rak district I20", [("บางรัก", "Bang Rak", True)]),
        ("klong toey vs Bangkok Noi", [("คลองเตย", "klong toey", True), ("บางกอกน้อย", "Bangkok Noi", True)]),
        ("compare SATHORN and dusit", [("สาทร", "SATHORN", True), ("ดุสิต", "dusit", True)]),
        ("Jatujak, Ladprao; Huay Kwang", [("จตุจักร", "Jatujak", True), ("ลาดพร้าว", "Ladprao", True),
                                         ("ห้วยขวาง", "Huay Kwang", True)]),
        ("Taling-Chan", [("ตลิ่งชัน", "Taling-Chan", True)]),
        ("Talingchant score", [("ตลิ่งชัน", "Talingchant", False)]),
    ],
)  # fmt: skip
def test_english_names(text: str, found: list[tuple[str, str, bool]]) -> None:
    assert _found(text) == found


def test_names_that_the_store_holds_are_found_like_districts() -> None:
    extra = ("วังตะเคียน", "บางชลธาร")
    text = "เขตวังตะเคียนทำอะไร เทียบกับบางชลธารและวังตะเคีน"
    assert _found(text, extra) == [
        ("วังตะเคียน", "วังตะเคียน", True),
        ("บางชลธาร", "บางชลธาร", True),
        ("วังตะเคียน", "วังตะเคีน", False),
    ]
    assert unknown_mentions(text, extra) == ()
    assert unknown_mentions(text) == ("วังตะเคียน",)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("เขตบางบัวทองแก้ I20 อย่างไร", ("บางบัวทอง",)),
        ("สำนักงานเขตบางสมมติ", ("บางสมมติ",)),
        ("เขตดุสิตและเขตบางจันทร์", ("บางจันทร์",)),
        ("เขตรังสิตได้คะแนนเท่าไร", ("รังสิต",)),
        ("เขตพระนครศรีอยุธยา", ("พระนครศรีอยุธยา",)),
        ("Rangsit district score", ("Rangsit",)),
        ("What did Bang Bua Thong district do?", ("Bang Bua Thong",)),
    ],
)
def test_names_of_no_known_district(text: str, unknown: tuple[str, ...]) -> None:
    assert unknown_mentions(text) == unknown


@pytest.mark.parametrize(
    "text",
    [
        "เขตอื่นแก้ I20 อย่างไร",
        "เขตเราเคยทำไหม",
        "เขตไหนใช้ BMA Q จัดคิว",
        "ของทุกเขต พร้อมผู้รับผิดชอบ",
        "เขตต่าง ๆ ทำอย่างไร",
        "สำนักงานเขตต้องทำอะไร",
        "ในเขตพื้นที่",
        "เขตใดได้คะแนนต่ำสุด",
        "เขตที่ได้คะแนนสูงสุด",
        "เขตยุคใหม่",
        "บุคลากรของเขต มีเขตไหนแก้ไว้แล้วบ้าง",
        "เขตบางแห่งไม่มีข้อมูล",
        "เขตอืนทำยังไง",
        "ขอบเขตของงาน",
        "How did other districts fix I20?",
        "Which district has the lowest score?",
        "Each District Office reports to Bangkok",
    ],
)
def test_words_after_district_that_name_nothing(text: str) -> None:
    assert unknown_mentions(text) == ()
    assert _found(text) == []


# --- reports ---


def test_the_district_most_often_printed_wins() -> None:
    text = (
        "รายงานผล สำนักงานเขตสาทร\nประจำปีงบประมาณ พ.ศ. ๒๕๖๗\nสำนักงานเขตสาธารณสุข\n"
        "สำนักงานเขตสาทรได้ประชุมร่วมกับสำนักงานเขตราชเทวี และเขตพระนคร\n"
    )
    assert district_of_report(text) == "สาทร"


def test_a_neighbour_in_the_title_does_not_outvote_the_body() -> None:
    text = "ประชุมที่เขตบางรัก\n" + "สำนักงานเขตดุสิตได้ชี้แจงเจ้าหน้าที่\n" * 5
    assert district_of_report(text) == "ดุสิต"


@pytest.mark.parametrize(
    "title",
    ["สำนักงานเขตตลิงชัน", "สำนักงาน เขต ตลิ่ง ชัน", "สํานักงานเขตตลิ่งชั่น", "ของสำนักงานเขต\nตลิ่งชัน", "เขตตลิ่งชันปี 2564"],
)
def test_slips_and_blanks_in_the_name(title: str) -> None:
    assert district_of_report(f"มาตรการส่งเสริมคุณธรรม\n{title}\nประจำปี 2565\n") == "ตลิ่งชัน"


@pytest.mark.parametrize("name", ["บางสมมติ", "รุ่งอรุณ", "วังตะเคียน", "ธารน้ำใส"])
def test_an_unknown_name_is_taken_as_printed(name: str) -> None:
    text = (
        f"มาตรการส่งเสริมคุณธรรมและความโปร่งใส\nสำนักงานเขต{name} ประจำปีงบประมาณ พ.ศ. 2566\n"
        f"สำนักงานเขต{name}ได้มีการชี้แจงข้อมูลต่อสำนักงานเขตดุสิต\nเจ้าหน้าที่ในสำนักงานเขตที่ท่านปฏิบัติงาน\n"
    )
    assert district_of_report(text) == name


def test_a_report_that_names_no_district() -> None:
    assert district_of_report("รายงานผล\nเจ้าหน้าที่ในสำนักงานเขตที่ท่านติดต่อ มีความเต็มใจ\n") is None
    assert district_of_report("") is None


def test_an_english_title_will_do() -> None:
    assert district_of_report("SATHON DISTRICT OFFICE\nannual report") == "สาทร"


@pytest.mark.real
def test_the_real_reports(real_reports: Path) -> None:
    written_by = {path.name[:3]: district_of_report(path.read_text("utf-8")) for path in real_reports.glob("*.txt")}
    assert written_by == {"000": "คลองเตย", "001": "สาทร", "002": "บางกอกน้อย", "003": "ตลิ่งชัน", "004": "ดุสิต"}
