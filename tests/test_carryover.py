import pytest

from assistant.carryover import adapt, claims_done, names_other, their_own, unwrapped
from corpus.districts import all_districts
from corpus.redact import MASK

HELD = ("ดุสิต", "สาทร", "บางสมมุติ", "ท่าสาธิต")


@pytest.mark.parametrize(
    "text",
    [
        "ธ.ค. ๖๕ - พ.ค. ๖๖",
        "จ.ค. ๖๕",
        "ภายใน 15 เม.ย.",
        "ภายใน 15 เม.ย",
        "๑5 เม.ย.66",
        "30 เมย 66",
        "ส่งรายงาน มี. ค. ทุกปี",
        "ระหว่างเดือนตุลาคมถึงมีนาคม",
        "ในเดือนธันวาคม ๒๕๖๔",
        "กันยา ยน",
        "ปีงบประมาณ พ.ศ. ๒๕๖๗",
        "ปีงบประมาณ ๖๗",
        "แผนปี 2566",
        "ในปี 2023",
        "๑๕/๔/๒๕๖๖",
        "15-04-66",
        "ทุกวันที่ ๕ ของเดือน",
        "by 15 March",
        "Oct 2023",
    ],
)
def test_dates_do_not_carry_over(text: str) -> None:
    assert their_own(text) == "date"


@pytest.mark.parametrize(
    "text",
    [
        "ได้ค่าคะแนน ๘๗.๙๓ คะแนน",
        "คะแนนเฉลี่ย 79.08",
        "คะแนนประเมิน ITA ได้ 91",
        "เพิ่มขึ้นเป็นร้อยละ ๘๐",
        "พึงพอใจ 95%",
        "(94.33)",
        "จัดอยู่ในระดับ AA",
        "ใช้เงิน 1,200,000 บาท",
        "ผู้เข้าร่วม ๒,๙๐๘ คน",
    ],
)
def test_scores_and_sums_do_not_carry_over(text: str) -> None:
    assert their_own(text) == "figure"


@pytest.mark.parametrize(
    "text",
    [
        "มอบหมายนายสมชาย ใจดี เป็นผู้ดูแล",
        "โดยนายเกรียงไกร แสนสุข",
        "ให้นางแสงดาวรับเรื่อง",
        "ติดต่อ น.ส. กมล รักงาน",
        "นางสาวกมลวรรณ",
        "ว่าที่ร้อยตรี เอก ทองดี",
        "ร.ต.อ. ชาติชาย",
        "ดร.วิชัย",
        "Mr. Smith",
        "ลงชื่อ (นายประสพสุข พิมพ์โกวิท)",
        "(สมชาย ใจดี) หัวหน้าฝ่ายปกครอง",
        "มอบหมายคุณสมหญิง",
        "มอบหมายคุณสมหญิงดูแลการยืม",
        "คุณ สมศักดิ์ แสนดี",
        "ผู้รับผิดชอบ สมศักดิ์ รักงาน",
        "โดยสมชาย",
        "ฝ่ายการคลัง: ณัฐพร",
        "มอบหมายสามารถ แก้วมณี",
    ],
)
def test_persons_do_not_carry_over(text: str) -> None:
    assert their_own(text) == "person"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("หนังสือ ที่ กท ๐๕๐๗/๖ ๒", "paper"),
        ("ตามคำสั่งสำนักงานเขต ที่ 45", "paper"),
        ("คำสั่งที่ ๑๒", "paper"),
        ("เลขที่ 173", "paper"),
        ("โทร. ๐ ๒๖๐๓ ๒๖๓๓", "contact"),
        ("โทรที่ 064-806-1256", "contact"),
        ("หมายเลข 02 123 4567", "contact"),
        ("สายด่วน 1555", "contact"),
        ("รหัสผ่าน : 4P4LRY", "contact"),
        ("bma-oss@bangkok.go.th", "contact"),
        ("ทางเว็บ bmaoss.bangkok.go.th", "contact"),
        ("https://example.org/x", "contact"),
        ("Line ID abc", "contact"),
        ("bit.ly/abc", "contact"),
    ],
)
def test_papers_phones_and_links_do_not_carry_over(text: str, kind: str) -> None:
    assert their_own(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "ทุก ๑ เดือน",
        "๑ ครั้ง/ เดือน",
        "รายงานทุกไตรมาส",
        "ไตรมาสที่ ๑",
        "รอบ ๖ เดือน และ ๑๒ เดือน",
        "จัดเวร ๐๘.๐๐ - ๑๖.๐๐ น.",
        "รับคำขอทุกรายที่มาถึงก่อน ๑๖.๐๐ น.",
        "ฝ่ายทะเบียนใช้เวลาเกินกว่าที่ระบุ",
        "พัฒนางบประมาณและแนวทางการทำงาน",
        "นายทะเบียนและนายตรวจชี้แจง",
        "ให้ผู้ประเมินลงชื่อรับทราบ",
        "ชี้แจงเกณฑ์การให้คะแนนแก่บุคลากร",
        "เปิดช่องขอทบทวนคะแนนภายใน ๗ วัน",
        "อินโฟกราฟิก ๑๐ แผ่น",
        "ป้ายรหัส 600 รายการ",
        "ใช้ E-service และ BMA Q",
        "ประชุมคณะกรรมการ",
        "ปีละ ๒ ครั้ง",
        "ตั้งรหัสผ่านให้ปลอดภัย",
        "ตรวจคุณสมบัติของผู้สมัคร",
        "ขอบคุณสมาชิกทุกท่าน",
        "คุณธรรมและความโปร่งใส",
        "หลักเกณฑ์การให้คุณ ให้โทษ",
        "ส่งเสริมวินัย จริยธรรม และความสามารถ",
    ],
)
def test_what_every_district_may_write_stays(text: str) -> None:
    assert their_own(text) is None


def test_no_name_of_the_fifty_gets_through() -> None:
    for district in all_districts():
        if district.name == "บางเขน":
            continue
        for text in (
            f"ประชุมที่สำนักงานเขต{district.name}",
            f"เผยแพร่ทางเว็บไซต์สำนักงานเขต {district.name} ทุกเดือน",
            f"ประชาชนในพื้นที่เขต{district.name}ร้องเรียนได้",
            f"ณ ห้องประชุม{district.name}",
            f"แจ้งที่ {district.english} District Office",
        ):
            assert names_other(text, "บางเขน", HELD), text


@pytest.mark.parametrize(
    "text",
    [
        "สำนักงานเขตสาธารณสุขจัดทำคู่มือ",  # เขตสาทร as OCR reads it
        "เว็บไซต์สำนักงานเขต สาธารณสุข",
        "สำนักงานเขตดุสิด",
        "ห้องประชุมสาทร ชั้น ๔",
        "ห้องประชุมชั้น ๕",
        "ชาวดุสิตร่วมใจ",
        "ร่วมกับบางสมมุติ",
        "ป้ายหน้าท่าสาธิต",
        "สำนักงานเขตบางอื่นใด",
        "พื้นที่แขวงถนนพญาไท",
        "ตลาดพลูและชุมชน",
        "นักเรียนโรงเรียนวัดดาวดึงส์",
        "Facebook Sathon District",
        "page: DUSIT office",
    ],
)
def test_places_and_spoilt_names_are_seen(text: str) -> None:
    assert names_other(text, "บางเขน", HELD)


@pytest.mark.parametrize(
    "text",
    [
        "เว็บไซต์ของสำนักงานเขต",
        "สำนักงานเขตบางเขนจัดทำคู่มือ",
        "ผู้อำนวยการเขตอนุมัติ",
        "ผู้อำนวยการเขต โดยตรง",
        "ผอ.เขต ทุกเดือน",
        "ทุกสำนักงานเขต",
        "ในเขตพื้นที่รับผิดชอบ",
        "กำหนดขอบเขตงานให้ชัด",
        "พัฒนาวัฒนธรรมองค์กร",
        "จัดห้องประชุมให้พร้อม",
        "ปิดประกาศที่ตลาดสดและถนนสาธารณะ",
    ],
)
def test_the_bare_office_and_the_own_one_stay(text: str) -> None:
    assert not names_other(text, "บางเขน", HELD)


def test_the_own_name_takes_the_place_of_theirs() -> None:
    assert adapt("ป้ายของสำนักงานเขตดุสิตและเขตดุสิต", "ดุสิต", "บางเขน", HELD) == "ป้ายของสำนักงานเขตบางเขนและเขตบางเขน"
    assert adapt("นโยบายของสำนักงานเขต ดุสิต ให้ชัดเจน", "ดุสิต", "บางเขน", HELD) == "นโยบายของสำนักงานเขตบางเขน ให้ชัดเจน"
    assert adapt("เขตบาง สมมุติ แจ้งเวียน", "บางสมมุติ", "ท่าสาธิต", HELD) == "เขตท่าสาธิต แจ้งเวียน"
    # another's name beside it, or the name in another guise, cannot be put right
    assert adapt("เขตดุสิตและเขตสาทร", "ดุสิต", "บางเขน", HELD) is None
    assert adapt("ห้องประชุมดุสิต", "ดุสิต", "บางเขน", HELD) is None


@pytest.mark.parametrize(
    "text",
    [
        "ดำเนินการจัดทำคู่มือเรียบร้อยแล้ว",
        "จัดทำมาตรการแล้วเสร็จ",
        "ได้ดำเนินการประชุมชี้แจงทุกฝ่าย",
        "เผยแพร่ข้อมูลแล้ว ๓ ครั้ง",
        "ในปีที่ผ่านมาจัดอบรม",
    ],
)
def test_claims_that_it_is_done(text: str) -> None:
    assert claims_done(text)


@pytest.mark.parametrize(
    "text",
    [
        "จัดทำแผนให้แล้วเสร็จภายในกำหนด",
        "รับทุกคนที่มีบัตรคิวจนแล้วเสร็จ",
        "แสดงวันแล้วเสร็จ",
        "แจ้งสถานะ คือ รับเรื่อง ตรวจแล้ว และพร้อมรับเอกสาร",
        "จัดทำคู่มือแล้วให้ทุกฝ่ายถือปฏิบัติ",
        "มีการจัดทำป้ายอัตรากำลัง",
        "ให้บุคลากรได้รับทราบ",
    ],
)
def test_plans_are_no_claims(text: str) -> None:
    assert not claims_done(text)


def test_line_ends_behind_words_that_lead_on_are_closed() -> None:
    assert unwrapped("เผยแพร่คู่มือขั้นตอนการ ให้บริการให้เจ้าหน้าที่") == "เผยแพร่คู่มือขั้นตอนการให้บริการให้เจ้าหน้าที่"
    assert unwrapped("โดยผู้อำนวยการ เขต") == "โดยผู้อำนวยการเขต"
    assert unwrapped("ฝ่าย ปกครอง") == "ฝ่ายปกครอง"
    # a blank between phrases stays, and so does one before a shortened word
    assert unwrapped("จัดประชุม ชี้แจง ทำความเข้าใจ") == "จัดประชุม ชี้แจง ทำความเข้าใจ"
    assert unwrapped("รายงานต่อ ศปท.กทม.") == "รายงานต่อ ศปท.กทม."


def test_a_clause_with_a_mask_in_it_is_not_carried_over() -> None:
    assert their_own(f"แจ้งผู้รับผิดชอบ {MASK * 12} ทุกเดือน") == "masked"
    assert adapt(f"แจ้งผู้รับผิดชอบ {MASK * 12} ทุกเดือน", "ดุสิต", "บางเขน", ()) is None
    assert adapt("แจ้งผู้รับผิดชอบ ทุกเดือน", "ดุสิต", "บางเขน", ()) == "แจ้งผู้รับผิดชอบ ทุกเดือน"
