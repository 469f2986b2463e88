"""The rules of the house as functions: source text in, sentences about what breaks a rule out (none: all is well)."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator

# Imports point one way; app.py, at the top, may import all of them.
FLOORS = ("corpus", "index", "assistant")

# Each outside library and the files that may import it; a name that ends in "/" is a folder.
DOORS: dict[str, tuple[str, ...]] = {
    "pythainlp": ("corpus/thai.py",),
    "langchain_text_splitters": ("corpus/split.py",),
    "PIL": (
        "corpus/readers/scan.py",
        "corpus/readers/scanpicture.py",
        "corpus/readers/tesseract.py",
        "corpus/readers/digits.py",
        "corpus/readers/image.py",
        "corpus/readers/pageimage.py",
    ),
    "pypdf": ("corpus/readers/pdf.py",),
    "pypdfium2": (
        "corpus/readers/pageimage.py",
        "corpus/readers/pdf.py",
        "corpus/readers/pdfpage.py",
        "corpus/readers/pdfrules.py",
    ),
    "sentence_transformers": ("index/encoder.py", "index/reranker.py", "index/train.py"),
    "torch": ("index/encoder.py", "index/train.py"),
    "tokenizers": ("index/encoder.py", "index/train.py"),
    "safetensors": ("index/encoder.py", "index/train.py"),
    "sklearn": ("assistant/tuning.py",),
    "faiss": ("index/vectors.py",),
    "openai": ("assistant/writer.py",),
    "gradio": ("assistant/window/", "app.py"),
    "fastapi": ("assistant/server.py",),
    "uvicorn": ("assistant/server.py",),
    "starlette": (
        "assistant/server.py",
        "assistant/gate.py",
        "assistant/signin.py",
        "assistant/api.py",
        "assistant/answering.py",
        "assistant/deliveryroutes.py",
        "assistant/mcp.py",
    ),
    "anyio": ("assistant/signin.py", "assistant/api.py", "assistant/deliveryroutes.py", "assistant/mcp.py"),
    "mcp": ("assistant/mcp.py",),
    "mcp_types": ("assistant/mcp.py",),
    "argon2": ("assistant/users.py",),
    "sqlalchemy": ("assistant/planbook.py",),
    "docx": ("assistant/forms_docx.py", "assistant/talkfile.py", "corpus/readers/word.py"),
    "openpyxl": (
        "assistant/forms_xlsx.py",
        "assistant/scorefile.py",
        "assistant/compare_xlsx.py",
        "corpus/readers/excel.py",
    ),
    "lxml": (
        "corpus/readers/word.py",
        "corpus/readers/excel.py",
        "corpus/readers/sheetdrawing.py",
        "corpus/readers/webpage.py",
    ),
}
# Tools of the trade rather than parts with a door: arrays, and the distance between two spellings.
EVERYWHERE = ("numpy", "rapidfuzz")

READS_ENVIRONMENT = ("assistant/settings.py",)
# Doors of libraries that look at a variable when they are imported, and who tells a child where to put its files:
# they may set one, not read any.
SETS_ENVIRONMENT = (
    "corpus/attendant.py",
    "corpus/thai.py", "index/encoder.py", "index/reranker.py", "index/train.py", "assistant/window/", "app.py",
)  # fmt: skip

MOST_LINES = 400
SHAPELESS = ("utils", "util", "common", "helpers", "helper", "misc", "tools", "base", "manager")


def floor(path: str) -> str:
    """The package that a file lies in, or "app" for app.py."""
    return path.split("/")[0].removesuffix(".py")


def within(path: str, allowed: Iterable[str]) -> bool:
    """Whether the path is one of the files or lies in one of the folders."""
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in allowed)


def imports(path: str, source: str) -> Iterator[tuple[int, str]]:
    """Every module that the source imports, with its line: statements, relative ones, import_module("name")."""
    here = path.removesuffix(".py").removesuffix("/__init__").split("/")
    if not path.endswith("__init__.py"):
        here = here[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + 1] if node.level else []
            module = ".".join((*above, *([node.module] if node.module else [])))
            yield node.lineno, module
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}"
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "__import__") and isinstance(node.args[0].value, str):
                yield node.lineno, node.args[0].value


def wrong_direction(path: str, source: str) -> list[str]:
    """Imports that point up the stairs: corpus <- index <- assistant <- app.py."""
    order = (*FLOORS, "app")
    here = floor(path)
    if here not in order:
        return []
    height = order.index(here)
    return sorted(
        {
            f"{path}:{line} imports {name.split('.')[0]}, which stands above {here}"
            for line, name in imports(path, source)
            if name.split(".")[0] in order and order.index(name.split(".")[0]) > height
        }
    )


def wrong_door(path: str, source: str) -> list[str]:
    """Outside libraries imported elsewhere than at their door, or that have none."""
    found = set()
    for line, name in imports(path, source):
        library = name.split(".")[0]
        if library in sys.stdlib_module_names or library in (*FLOORS, "app", *EVERYWHERE):
            continue
        if library not in DOORS:
            found.add(f"{path}:{line} imports {library}, which has no door: give it one in tests/house.py")
        elif not within(path, DOORS[library]):
            found.add(f"{path}:{line} imports {library}, whose door is {' or '.join(DOORS[library])}")
    return sorted(found)


def wrong_environment(path: str, source: str) -> list[str]:
    """Uses of the environment outside the settings; a door may set a variable that its library must see."""
    if within(path, READS_ENVIRONMENT):
        return []
    tree = ast.parse(source)
    sets = set()
    if within(path, SETS_ENVIRONMENT):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setdefault":
                sets.add(node.func.value)
            elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
                sets.add(node.value)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            named = [alias.name for alias in node.names if alias.name.startswith(("environ", "getenv", "putenv"))]
            found += [f"{path}:{node.lineno} takes {name} from os" for name in named]
        elif (
            isinstance(node, ast.Attribute)
            and node.attr.startswith(("environ", "getenv", "putenv", "unsetenv"))
            and isinstance(node.value, ast.Name)
            and node.value.id == "os"
            and node not in sets
        ):
            found.append(f"{path}:{node.lineno} uses os.{node.attr}; settings come from assistant/settings.py")
    return found


def wrong_name(path: str) -> list[str]:
    """Files named after a module of the standard library, or after nothing that a clerk would know."""
    stem = path.split("/")[-1].removesuffix(".py")
    if stem in sys.stdlib_module_names:
        return [f"{path} has the name of a module of the standard library"]
    if stem in SHAPELESS:
        return [f"{path} is no noun that a clerk would use"]
    return []


def too_long(path: str, source: str) -> list[str]:
    """Files of more lines than one sitting takes."""
    lines = source.count("\n")
    return [f"{path} has {lines} lines, {MOST_LINES} are the most"] if lines > MOST_LINES else []


# In pieces, so that this file does not break its own rule.
MACHINE = re.compile(
    "|".join(
        (
            r"(?<![\w.])/" + r"work/",
            "/" + r"tmp/[A-Za-z]",
            "/home/" + r"[a-z]",
            "/" + r"root/",
            r"\bpypi\." + r"org\b",
            r"pythonhosted\." + r"org\b",
            r"\bdeb\.debian\." + r"org\b",
            r"\bregistry\.npmjs\." + r"org\b",
            r"download\.pytorch\." + r"org\b",
        )
    )
)


def of_one_machine(path: str, text: str) -> list[str]:
    """Paths of the machine that something was written on, and hosts of package registries."""
    return [
        f"{path}:{number} names {found[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := MACHINE.search(line))
    ]


MAKES_HTML = "assistant/window/markup.py"
# Components of gradio that read their text as markup.
_MARKUP_READERS = ("Markdown", "Chatbot", "HighlightedText")


def wrong_html(path: str, source: str) -> list[str]:
    """Text made HTML outside the one file that escapes it, or shown by a component that reads markup.

    A text that stands whole in the file itself, under a name of its own, is no report's: a style sheet may be HTML.
    """
    if path == MAKES_HTML or not path.startswith(("assistant/", "app.py")):
        return []
    tree = ast.parse(source)
    own = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        (said,) = node.args if len(node.args) == 1 else (None,)
        harmless = (isinstance(said, ast.Constant) and said.value == "") or (
            isinstance(said, ast.Name) and said.id in own
        )
        if called == "Html" and not harmless:
            found.append(f"{path}:{node.lineno} makes HTML of a text; {MAKES_HTML} does that")
        elif called in _MARKUP_READERS:
            found.append(f"{path}:{node.lineno} shows a text as markup; use pages of {MAKES_HTML}")
    return found


# As long as a long sentence: shorter ones, such as headings, are the official form's and stand in every report.
A_PASSAGE = 100
THAI = re.compile("[ก-๛]")


def squeezed(text: str) -> str:
    """The text without tags, escapes and white space, so that a copy is known in any layout."""
    return re.sub(r'<[^>]*>|\\[nrt"]|\s+', "", text)


def passages(report: str, official: Iterable[str] = ()) -> set[str]:
    """The long cells and lines of a real report, squeezed, less those that are the questionnaire's wording."""
    cells = {squeezed(part) for part in re.split(r"[\t\n]", report)}
    wording = sorted({squeezed(text) for text in official if len(text) > 20}, key=len, reverse=True)

    def own(cell: str) -> str:
        for text in wording:
            cell = cell.replace(text, "")
        return cell

    return {cell for cell in cells if len(cell) >= A_PASSAGE and len(THAI.findall(own(cell))) >= A_PASSAGE}


def copied(path: str, text: str, real: Iterable[str]) -> list[str]:
    """Long passages of the real reports that stand in the text."""
    text = squeezed(text)
    return [
        f"{path} holds a passage of a real report: {passage[:60]}..." for passage in sorted(real) if passage in text
    ]


_TREE_LINE = re.compile(r"^(?P<indent> *)(?P<name>[\w.\-]+/?)(?: +(?P<caption>\S.*)| *)$")


def tree(readme: str) -> dict[str, str]:
    """The README's captioned tree: path -> caption; a folder's path ends in "/"."""
    block = re.search(r"^```tree\n(.*?)^```$", readme, re.M | re.S)
    if not block:
        return {}
    entries: dict[str, str] = {}
    folders: list[str] = []
    for line in block[1].splitlines():
        read = _TREE_LINE.match(line)
        if not read:
            raise ValueError(f"this line of the README's tree is no entry: {line!r}")
        depth = len(read["indent"]) // 2
        folders = folders[:depth]
        path = "".join(folders) + read["name"]
        entries[path] = read["caption"] or ""
        if read["name"].endswith("/"):
            folders.append(read["name"])
    return entries


def wrong_tree(entries: dict[str, str], files: Iterable[str]) -> list[str]:
    """Where the tree and the files differ.

    Each file has its own captioned line. Two things stand for many files in one line: a folder without Python in it
    (data), and tests/, whose test_*.py and data folders need none of their own.
    """
    files = set(files)
    found = [f"{path} has no caption" for path, caption in entries.items() if not caption]
    covered: set[str] = set()
    for path in entries:
        if not path.endswith("/"):
            if path not in files:
                found.append(f"{path} stands in the tree but there is no such file")
            covered.add(path)
            continue
        inside = {file for file in files if file.startswith(path)}
        if not inside:
            found.append(f"{path} stands in the tree but holds no file")
        listed = any(other != path and other.startswith(path) for other in entries)
        if path == "tests/":
            covered |= {f for f in inside if re.fullmatch(r"tests/(test_\w+\.py|[\w.\-]+/.+)", f)}
        elif not listed and not any(file.endswith(".py") for file in inside):
            covered |= inside
    found += [f"{file} does not stand in the tree" for file in files - covered if not file.endswith("/__init__.py")]
    return sorted(found)
