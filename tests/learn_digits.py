"""Makes corpus/readers/digits.npz out of the Thai fonts of Debian (fonts-thai-tlwg): python -m tests.learn_digits.

Every digit is drawn in every font at the sizes of a report, as a scan at 150 to 300 dpi would show it: blurred, askew,
with the noise of JPEG, and brought to the resolution at which pages are read. So is what is no digit: letters of both
scripts, with their marks, Arabic digits and signs.
"""

import io
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from corpus.readers.digits import NONE, THAI_DIGITS, square

FONTS = Path("/usr/share/fonts/truetype/tlwg")
OUT = Path(__file__).parent.parent / "corpus" / "readers" / "digits.npz"
EACH = 24
OTHERS = 9
HIDDEN = 80
# What is no Thai digit; o, O and 0 are left out, for nobody can tell them from ๐.
NO_DIGITS = (
    *"กขคฆงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาเแโไใฯๆ",
    *("ที่", "นี้", "ผู้", "วั", "ดิ", "ส่", "ค์", "ปี", "อื", "รู", "ถึ", "ตุ", "ฝ่", "มั้", "ด้", "ลู"),
    *"ABCDEFGHIJKLMNPQRSTUVWXYZabcdefghijklmnpqrstuvwxyz123456789",
    *"@©&%#$?!()[]/|+=*•",
)


def drawn(letter: str, font: Path, chance: np.random.Generator) -> np.ndarray:
    """One digit as a scan shows it."""
    dpi = float(chance.choice([150, 200, 200, 200, 300]))
    size = chance.uniform(10, 18) * dpi / 72
    face = ImageFont.truetype(str(font), 4 * round(size))
    image = Image.new("L", (int(size * 8), int(size * 8)), 255)
    ImageDraw.Draw(image).text((size * 2, size), letter, font=face, fill=int(chance.integers(0, 60)))
    image = image.rotate(chance.uniform(-2, 2), Image.Resampling.BICUBIC, fillcolor=255)
    image = image.resize((image.width // 4, image.height // 4), Image.Resampling.BOX)
    image = image.filter(ImageFilter.GaussianBlur(chance.uniform(0, 0.8)))
    held = io.BytesIO()
    image.save(held, "JPEG", quality=int(chance.integers(50, 95)))
    image = Image.open(held)
    image = image.resize((round(image.width * 300 / dpi), round(image.height * 300 / dpi)), Image.Resampling.BICUBIC)
    pixels = np.asarray(image, dtype=np.int16) + chance.normal(0, 6, (image.height, image.width)).astype(np.int16)
    return np.clip(pixels, 0, 255).astype(np.uint8)


def examples(fonts: list[Path], seed: int, each: int = EACH) -> tuple[np.ndarray, np.ndarray]:
    """Squares and the numbers of their digits, NONE where they show none."""
    chance = np.random.default_rng(seed)
    squares, numbers = [], []
    wanted = [(number, letter, each) for number, letter in enumerate(THAI_DIGITS)]
    wanted += [(NONE, letter, max(1, each * OTHERS // EACH)) for letter in NO_DIGITS]
    for font in fonts:
        for number, letter, count in wanted:
            for _ in range(count):
                made = square(drawn(letter, font, chance))
                if made is not None:
                    squares.append(made.ravel())
                    numbers.append(number)
    return np.array(squares), np.array(numbers)


def main() -> None:
    """Learns, says how well fonts that were held back are read, and writes the weights."""
    from sklearn.neural_network import MLPClassifier

    fonts = sorted(path for path in FONTS.glob("*.[to]tf") if not path.stem.endswith(("Oblique", "Italic")))
    if not fonts:
        sys.exit("There are no fonts in /usr/share/fonts/truetype/tlwg; install fonts-thai-tlwg.")
    held_back = [font for font in fonts if font.stem.startswith(("Laksaman", "Waree"))]
    known = [font for font in fonts if font not in held_back]
    net = MLPClassifier((HIDDEN,), alpha=1e-3, max_iter=60, random_state=7, early_stopping=False)
    net.fit(*examples(known, 1))
    squares, numbers = examples(held_back, 2, 10)
    told = net.predict(squares)
    digits = numbers != NONE
    print(f"fonts held back: {(told == numbers)[digits].mean():.3f} of the digits right")
    print(f"of what is no digit {(told != NONE)[~digits].mean():.3f} taken for one")
    net.fit(*examples(fonts, 3))
    (w1, w2), (b1, b2) = net.coefs_, net.intercepts_
    np.savez_compressed(OUT, **{n: a.astype(np.float16) for n, a in {"w1": w1, "b1": b1, "w2": w2, "b2": b2}.items()})
    print(f"{OUT} has {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
