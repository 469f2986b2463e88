"""Settings: defaults, variables, flags, a sentence for each impossible value; and the README's table of them."""

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import PREFIX, Settings, SignInMode, from_environment
from corpus.errors import SettingsError

ROOT = Path(__file__).parent.parent


def test_nothing_set_gives_the_defaults() -> None:
    assert from_environment({}) == Settings(
        store=Path(".store"), reports=(Path("corpus/reports"),), encoder=None, host="127.0.0.1", port=7860
    )


def test_variables_are_read() -> None:
    environ = {
        "ASSISTANT_STORE": "/srv/ita/store",
        "ASSISTANT_REPORTS": os.pathsep.join(("/srv/ita/2566", "", "/srv/ita/2567")),
        "ASSISTANT_ENCODER": "some/model",
        "ASSISTANT_RERANKER": "another/model",
        "ASSISTANT_HOST": "::1",
        "ASSISTANT_PORT": " 8080 ",
        "ASSISTANT_MODEL_URL": "https://models.example/v1",
        "ASSISTANT_MODEL": "typhoon 8b",
        "ASSISTANT_MODEL_KEY": "sk-1",
        "ASSISTANT_MODEL_TIME": "20",
        "ASSISTANT_PLANS": "postgresql://plans.example/plans",
        "ASSISTANT_USERS": "/srv/ita/users.json",
        "ASSISTANT_SIGN_IN": "ON",
        "ASSISTANT_RATINGS": "kept/ratings.jsonl",
        "PORT": "1",
    }
    assert from_environment(environ) == Settings(
        store=Path("/srv/ita/store"),
        reports=(Path("/srv/ita/2566"), Path("/srv/ita/2567")),
        encoder="some/model",
        reranker="another/model",
        host="::1",
        port=8080,
        model_url="https://models.example/v1",
        model="typhoon 8b",
        model_key="sk-1",
        model_time=20,
        plans="postgresql://plans.example/plans",
        users=Path("/srv/ita/users.json"),
        sign_in=SignInMode.ON,
        ratings=Path("kept/ratings.jsonl"),
    )


def test_a_flag_wins_over_its_variable_and_leaves_the_others() -> None:
    environ = {"ASSISTANT_STORE": "/a", "ASSISTANT_REPORTS": "/b", "ASSISTANT_PORT": "8080"}
    settings = from_environment(environ, store="/c", reports=["/d", Path("/e")], port=9090)
    assert settings == Settings(store=Path("/c"), reports=(Path("/d"), Path("/e")), port=9090)
    assert from_environment(environ, port=9090).store == Path("/a")


def test_a_wrong_variable_does_no_harm_where_a_flag_is_given() -> None:
    assert from_environment({"ASSISTANT_PORT": "none"}, port=9090).port == 9090


def test_an_empty_variable_counts_as_not_set() -> None:
    environ = {f"{PREFIX}{field.name.upper()}": " " for field in dataclasses.fields(Settings)}
    assert from_environment(environ) == Settings()


def test_the_process_s_own_environment_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "7999")
    assert from_environment().port == 7999


@pytest.mark.parametrize("port", ["0", "65536", "7860.0", "-1", "0x50", "seven", "๗๘๖๐", "7" * 5000, "7 860"])
def test_an_impossible_port_is_refused_by_name(port: str) -> None:
    with pytest.raises(SettingsError, match=r"^ASSISTANT_PORT must be a port number from 1 to 65535, not "):
        from_environment({"ASSISTANT_PORT": port})
    with pytest.raises(SettingsError, match=r"^--port must be a port number"):
        from_environment({}, port=port)


@pytest.mark.parametrize("port", ["1", "65535"])
def test_the_outermost_ports_are_taken(port: str) -> None:
    assert from_environment({"ASSISTANT_PORT": port}).port == int(port)


@pytest.mark.parametrize("host", ["http://127.0.0.1", "two words", "a/b", "a\0b"])
def test_an_impossible_host_is_refused_by_name(host: str) -> None:
    with pytest.raises(SettingsError, match=r"^ASSISTANT_HOST must be a host name or an address"):
        from_environment({"ASSISTANT_HOST": host})


@pytest.mark.parametrize("folder", ["a\0b", "x" * 5000, "~no-such-user-here/x"])
def test_an_impossible_folder_is_refused_by_name(folder: str) -> None:
    for name in ("STORE", "REPORTS"):
        with pytest.raises(SettingsError, match=f"^ASSISTANT_{name} must name a folder"):
            from_environment({f"ASSISTANT_{name}": folder})


def test_a_report_may_be_a_file_and_the_store_may_not(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^--store must name a folder, but .*report\.txt is a file\.$"):
        from_environment({}, store=file)
    assert from_environment({}, reports=[file]).reports == (file,)


def test_an_empty_flag_is_refused() -> None:
    for flag in ("store", "encoder", "host"):
        with pytest.raises(SettingsError, match=f"^--{flag} must"):
            from_environment({}, **{flag: ""})
    with pytest.raises(SettingsError, match=r"^--reports must"):
        from_environment({}, reports=[""])


@pytest.mark.parametrize("mode", ["off", "no", "1", "both"])
def test_the_sign_in_is_auto_or_on(mode: str) -> None:
    with pytest.raises(SettingsError, match=rf"^ASSISTANT_SIGN_IN must be auto or on, not '{mode}'\.$"):
        from_environment({"ASSISTANT_SIGN_IN": mode})


def test_a_model_name_of_two_lines_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"^ASSISTANT_ENCODER must be the name or the folder of a"):
        from_environment({"ASSISTANT_ENCODER": "a\nb"})


MODEL = {
    "ASSISTANT_MODEL_URL": "http://127.0.0.1:8000/v1",
    "ASSISTANT_MODEL": "made",
    "ASSISTANT_MODEL_KEY": "sk-secret",
}


def test_the_key_is_never_printed() -> None:
    settings = from_environment(MODEL)
    assert settings.model_key == "sk-secret"
    assert "sk-secret" not in f"{settings} {settings!r}"
    for key in ("sk-secret two", "sk-secret\nx", "sk-secretก"):
        with pytest.raises(SettingsError, match=r"^ASSISTANT_MODEL_KEY must be a key") as refused:
            from_environment(MODEL | {"ASSISTANT_MODEL_KEY": key})
        assert "sk-secret" not in str(refused.value)


def test_an_address_and_a_model_go_together_and_the_key_may_be_absent() -> None:
    for name in ("ASSISTANT_MODEL_URL", "ASSISTANT_MODEL"):
        with pytest.raises(SettingsError, match=r"^ASSISTANT_MODEL_URL and ASSISTANT_MODEL go together"):
            from_environment({name: MODEL[name]})
    assert from_environment(MODEL | {"ASSISTANT_MODEL_KEY": ""}).model_key is None


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8000", "ftp://a/v1", "http://", "http://a b/v1", "http://a:seven/v1", "http://[::1/v1"]
)
def test_an_impossible_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^ASSISTANT_MODEL_URL must be an address such as http://"):
        from_environment(MODEL | {"ASSISTANT_MODEL_URL": url})


def test_an_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(SettingsError, match=r"the key belongs in ASSISTANT_MODEL_KEY\.$") as refused:
        from_environment(MODEL | {"ASSISTANT_MODEL_URL": "https://me:hidden@models.example/v1"})
    assert "hidden" not in str(refused.value)


def test_a_model_name_of_two_lines_and_an_impossible_time_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"^ASSISTANT_MODEL must be the name"):
        from_environment(MODEL | {"ASSISTANT_MODEL": "a\nb"})
    for seconds in ("0", "601", "1.5", "๖๐", "-1", "soon"):
        with pytest.raises(SettingsError, match=r"^ASSISTANT_MODEL_TIME must be a number of seconds from 1 to 600"):
            from_environment(MODEL | {"ASSISTANT_MODEL_TIME": seconds})


def test_the_limits_of_reading_are_numbers() -> None:
    plain = from_environment({})
    assert (plain.read_time, plain.read_memory, plain.readers) == (120, 2000, None)
    variables = {"ASSISTANT_READ_TIME": "5", "ASSISTANT_READ_MEMORY": "800", "ASSISTANT_READERS": "3"}
    given = from_environment(variables)
    assert (given.read_time, given.read_memory, given.readers) == (5, 800, 3)
    for name, value, what in (
        ("READ_TIME", "0", "seconds from 1 to 3600"),
        ("READ_MEMORY", "499", "MB from 500 to 1000000"),
        ("READERS", "65", "processes from 1 to 64"),
    ):
        with pytest.raises(SettingsError, match=f"^ASSISTANT_{name} must be a number of {what}, not '{value}'"):
            from_environment({f"ASSISTANT_{name}": value})


def test_what_is_masked_can_be_chosen() -> None:
    everything = ("phone", "email", "citizen", "account", "name")
    for value, expected in (
        ("", everything),
        ("all", everything),
        ("none", ()),
        ("name, Phone", ("phone", "name")),
    ):
        assert from_environment({"ASSISTANT_MASK": value}).mask == expected
    for value in ("password", "phones", "all,phone", "phone;name"):
        with pytest.raises(SettingsError, match=r"^ASSISTANT_MASK must be all, none, or some of phone, email"):
            from_environment({"ASSISTANT_MASK": value})


def test_reading_the_settings_loads_nothing_heavy() -> None:
    code = (
        "import sys; import assistant.settings; "
        "print([m for m in ('torch', 'gradio', 'faiss', 'pythainlp', 'numpy', 'openai') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_the_readme_s_table_lists_every_setting_with_its_default() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = re.findall(rf"^\| `{PREFIX}(\w+)` \| (?:`(--\w+)`[^|]*|–) \| `([^`]+)`", readme, re.M)
    plain = Settings()
    assert {name: default for name, _, default in table} == {
        "STORE": str(plain.store),
        "REPORTS": str(plain.reports[0]),
        "LIBRARY": str(plain.library),
        "ENCODER": "index/model",
        "RERANKER": "none",
        "HOST": plain.host,
        "PORT": str(plain.port),
        "MODEL_URL": "none",
        "MODEL": "none",
        "MODEL_KEY": "none",
        "MODEL_TIME": str(plain.model_time),
        "PLANS": plain.plans,
        "USERS": str(plain.users),
        "SIGN_IN": plain.sign_in.value,
        "RATINGS": str(plain.ratings),
        "READ_TIME": str(plain.read_time),
        "READ_MEMORY": str(plain.read_memory),
        "READERS": "cores",
        "MASK": "all",
    }
    assert {name.lower() for name, _, _ in table} == {field.name for field in dataclasses.fields(Settings)}
    shown = ""
    for door in (["-m", "assistant", "build"], ["app.py"]):
        command = [sys.executable, *door, "--help"]
        shown += subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert {flag for _, flag, _ in table if flag} == set(re.findall(r"--\w+", shown)) - {"--help"}
