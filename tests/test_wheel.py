"""The wheel is complete: in a bare environment it runs the demo in an empty folder."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
SECONDS = 120


def test_wheel_runs_the_demo_in_an_empty_folder(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(CHECKOUT)]
    subprocess.run(build, check=True, timeout=SECONDS, capture_output=True)
    [wheel] = tmp_path.glob("leaders-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "leaders/niches/demo.toml" in names
    assert "leaders/env.example" in names
    assert "leaders/audience/market_rules.toml" in names
    assert len([n for n in names if n.startswith("leaders/sql/queries/")]) == len(
        list((CHECKOUT / "sql" / "queries").rglob("*.sql"))
    )

    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    site = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    install = [*pip, "--python", str(scripts / "python"), "install", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, timeout=SECONDS, capture_output=True)
    # The dependencies of this environment, without its link to the checkout.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))

    empty = tmp_path / "empty"
    empty.mkdir()
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "LEADERS_HOME")}
    done = subprocess.run(
        [str(scripts / "leaders"), "demo", "--direct"],
        cwd=empty,
        env=kept,
        timeout=SECONDS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Knitting on the simulated network" in done.stdout
    assert (empty / "exports" / "demo" / "shortlist.xlsx").exists()
    words = ["--language", "ru", "--topic", "Вязание", "--link", "simulated:olga_spitsy_2"]
    begun = subprocess.run(
        [str(scripts / "leaders"), "start", *words], cwd=empty, env=kept, timeout=SECONDS,
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert begun.returncode == 0, begun.stderr
    assert "leaders check vyazanie" in begun.stderr
    scheduled = subprocess.run(
        [str(scripts / "leaders"), "schedule"], cwd=empty, env=kept, timeout=SECONDS,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert scheduled.returncode == 0, scheduled.stderr
    assert "name: demo" in (empty / "prefect.yaml").read_text(encoding="utf-8")
    where = [str(scripts / "python"), "-c", "import leaders, flows; print(leaders.__file__)"]
    found = subprocess.run(where, cwd=empty, capture_output=True, text=True, check=True)
    assert str(environment) in found.stdout
