"""Total scores: printed, worked out, ranked over districts."""

from assistant.answers import Status
from assistant.ask import ask
from assistant.totals import meant
from tests.made_index import sample_index
from tests.test_scorehead import asked


def lines(question: str) -> list[str]:
    return ask(question, sample_index()).text.split("\n")


def test_the_printed_total_is_told_first() -> None:
    told = lines("คะแนนรวมของคลองนิทานเท่าไร")
    assert told[0] == "เขตคลองนิทานได้คะแนนรวม 72.86 คะแนน ระดับ C ผลปี 2564 [1]"
    assert told[1].startswith("เขตคลองนิทาน คะแนนรวม 72.86 ระดับ C: “")
    assert lines("total ITA score of คลองนิทาน")[0] == (
        "เขตคลองนิทาน scored 72.86 in all, level C, result of FY 2564 [1]."
    )


def test_the_best_district_cannot_be_told_from_one_total() -> None:
    told = lines("เขตไหนคะแนนสูงสุด")
    assert told[0] == "เทียบทั้งเขตไม่ได้ เพราะมีรายงานเดียวที่บอกคะแนนรวม คือเขตคลองนิทาน ผลปี 2564 72.86 ระดับ C [1]"
    assert told[-1].startswith("รายงานของเขต")
    assert told[-1].endswith(" ไม่มีคะแนนรวม")


def test_whole_districts_are_meant_only_without_an_item() -> None:
    assert meant(asked("เขตไหนแย่สุด"))
    assert meant(asked("which district has the highest score"))
    assert not meant(asked("ข้อ E1 เขตไหนคะแนนสูงสุด"))
    assert not meant(asked("ข้อไหนคะแนนต่ำสุด"))


def test_a_year_without_total_is_refused() -> None:
    answer = ask("คะแนนรวมปี 2567 เท่าไร", sample_index())
    assert answer.status is Status.NOT_FOUND
    assert "ไม่ได้พิมพ์คะแนนรวม" in answer.text
