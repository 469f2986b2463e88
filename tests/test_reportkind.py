"""What a report is, read off its titles."""

import pytest

from corpus.records import Period, ReportKind
from corpus.reportkind import kind_of, period_of

RESULTS = "รายงานผลการดำเนินการตาม\nมาตรการยกระดับคุณธรรมและความโปร่งใส\nประจำปีงบประมาณ พ.ศ. ๒๕๖๗\n"
MEASURES = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\nสำนักงานเขตดุสิต\n"
SCORES = "รายงานผลการประเมินคุณธรรมและความโปร่งใส\nปีงบประมาณ พ.ศ. 2566\n"
ANALYSIS = "การวิเคราะห์ผลการประเมินคุณธรรม\n\n" + "คำอธิบายยาว " * 20 + "\nมาตรการส่งเสริมคุณธรรม พ.ศ. 2565\n"


@pytest.mark.parametrize(
    ("head", "rows", "kind"),
    [
        (RESULTS, 20, ReportKind.RESULTS),
        ("สรุปผลการ ดําเนินงาน ตาม มาตรการ\n", 0, ReportKind.RESULTS),
        ("ข้อมูลและมาตรการทั้งหมดสมมุติขึ้น\n" + RESULTS, 20, ReportKind.RESULTS),
        (MEASURES, 70, ReportKind.MEASURES),
        (MEASURES + RESULTS, 70, ReportKind.MEASURES),
        (ANALYSIS, 10, ReportKind.MEASURES),
        ("แผนปฏิบัติการป้องกันการทุจริต\n", 0, ReportKind.MEASURES),
        (SCORES, 0, ReportKind.SCORES),
        (SCORES + "เพื่อกำหนดมาตรการส่งเสริมต่อไป\n", 0, ReportKind.SCORES),
        ("หนังสือเวียน\nเรื่อง ประชุม\n", 0, ReportKind.OTHER),
        ("หนังสือเวียน\n" + "รายงานผลการดำเนินงานตามแผน " * 20, 0, ReportKind.OTHER),
    ],
)
def test_the_kind_of_a_report(head: str, rows: int, kind: ReportKind) -> None:
    assert kind_of(head, rows) is kind


@pytest.mark.parametrize(
    ("head", "period"),
    [
        ("รอบ 6 เดือนแรก (ตุลาคม 2566 - มีนาคม 2567)", Period.FIRST_HALF),
        ("รอบ ๖ เดือน", Period.FIRST_HALF),
        ("รอบ ๖ เดือนหลัง", Period.SECOND_HALF),
        ("รอบ 6 เดือน (1 เมษายน - 30 กันยายน 2567)", Period.SECOND_HALF),
        ("รอบ ๑๒ เดือน (ตุลาคม ๒๕๖๕ - กันยายน ๒๕๖๖)", Period.FULL_YEAR),
        ("ไตรมาสที่ ๓ ปีงบประมาณ พ.ศ. 2567", Period.Q3),
        ("ไตรมาส 1-4", Period.NONE),
        ("รายงานทุก 6 เดือน", Period.NONE),
        ("มาตรการ พ.ศ. 2567", Period.NONE),
    ],
)
def test_the_period_of_a_report(head: str, period: Period) -> None:
    assert period_of(head + "\n") is period
