import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"index", "search", "web"}


def test_no_other_distribution_has_our_package_names() -> None:
    """web.py, for one, would take the place of `web`: Fundstelle wants an environment of its own."""
    providers = packages_distributions()
    assert {other for name in PACKAGES for other in providers.get(name, ())} <= {"fundstelle"}
    for name in PACKAGES:
        spec = find_spec(name)
        assert spec
        assert spec.origin == str(ROOT / name / "__init__.py")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_the_packages_with_their_pages_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES
    for folder in ("index/stopwords", "web/templates", "web/static"):
        assert {name for name in names if name.startswith(folder)} == {
            str(file.relative_to(ROOT)) for file in (ROOT / folder).iterdir()
        }
