"""Many reports made out of the samples: other districts, years, periods and words, each a file of its own.

``python tests/made_many.py FOLDER NUMBER`` writes them; the benchmark reads what it wrote.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from corpus.districts import all_districts

SAMPLES = Path(__file__).parent.parent / "corpus" / "reports"
FIRST_YEAR, YEARS = 2563, 8
PLACES = ("ตลาด", "สวน", "วัด", "ท่าเรือ", "สะพาน", "ชุมชน", "โรงเรียน", "ซอย", "คลอง", "ลานกีฬา")
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def templates() -> list[tuple[str, str]]:
    """Each sample's text and the name of its made-up district, longest text last."""
    found = []
    for path in sorted(SAMPLES.glob("*.txt")):
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp874")
        name = next(one for one in ("บางสมมุติ", "คลองนิทาน", "หนองแบบฝึก", "ท่าสาธิต", "ทุ่งจำลอง") if one in text)
        found.append((text, name))
    return sorted(found, key=lambda one: len(one[0]))


def made_report(number: int, held: list[tuple[str, str]]) -> tuple[str, str]:
    """File name and text of one made report: the number says which district, year and sample it is made of."""
    districts = all_districts()
    district = districts[number % len(districts)].name
    turn = number // len(districts)
    year = FIRST_YEAR + turn % YEARS
    text, name = held[number % len(held)]
    written = next(y for y in range(2569, 2560, -1) if f"พ.ศ. {y}" in text or f"พ.ศ. {y}".translate(_THAI) in text)
    for old in range(written - 2, written + 1):
        new = f"<{year + old - written}>"
        for digits in (str(old), str(old).translate(_THAI)):
            text = text.replace(digits, new if digits.isascii() else new.translate(_THAI))
    # Years are marked while they are replaced, so that none is replaced twice.
    text = re.sub(r"<([0-9๐-๙]{4})>", r"\1", text).replace(name, district)
    place = PLACES[number % len(PLACES)]
    text = text.replace("ฝ่ายทะเบียน", f"ฝ่ายทะเบียนและ{place}ที่ {number}", 7)
    round_of = turn // YEARS
    tail = f"\n\nบันทึกท้ายรายงานฉบับที่ {number} ชุดที่ {round_of + 1} ของเขต{district} ว่าด้วย{place}หมายเลข {number}\n"
    return f"made-{number:04}-{year}.txt", text + tail


def write_many(folder: Path, number: int, first: int = 0) -> Iterator[Path]:
    """Writes that many reports into the folder, beginning with number ``first``."""
    folder.mkdir(parents=True, exist_ok=True)
    held = templates()
    for one in range(first, first + number):
        name, text = made_report(one, held)
        path = folder / name
        path.write_text(text, encoding="utf-8")
        yield path


if __name__ == "__main__":
    print(sum(1 for _ in write_many(Path(sys.argv[1]), int(sys.argv[2]))))
