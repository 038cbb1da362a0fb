import shutil
from pathlib import Path

import pytest

from zhongshu.kernel.errors import RuleBroken

from ..fonts.choice import Faces, faces
from ..fonts.library import Library
from ..fonts.subset import subset


def test_a_damaged_font_file_is_passed_over_and_named(tmp_path):
    (tmp_path / "broken.otf").write_bytes(b"OTTO" + b"\x00" * 50)
    (tmp_path / "text.ttf").write_text("not a font")

    library = Library([tmp_path])

    assert library.damaged == ["broken.otf", "text.ttf"]
    assert not library.by_key


def test_without_any_chinese_font_the_way_out_is_named(tmp_path):
    with pytest.raises(RuleBroken, match=r"manage\.py fonts install"):
        Faces(Library([tmp_path])).pick("fangsong", "云")


def test_the_offices_own_font_is_preferred(tmp_path):
    own = faces().chains["kai"][0].path
    shutil.copy(own, tmp_path / "仿宋_GB2312.ttf")

    chosen = Faces(Library([tmp_path, own.parent]))

    assert chosen.chains["fangsong"][0].path == Path(tmp_path / "仿宋_GB2312.ttf")
    assert not [found for found in chosen.report({"fangsong": set("云")})[0] if found.wanted == "仿宋_GB2312"]


def test_a_subset_holds_only_the_characters_asked_for():
    made = subset(faces().chains["fangsong"][0], "云州市")

    assert set(made.codes) == set("云州市")
    assert len(made.font) < 20_000


def test_a_substitute_is_reported_by_role():
    chosen = faces()
    if chosen.library.find(["仿宋_GB2312", "仿宋"]):
        pytest.fail("this machine has an office font; the test needs open ones")

    reports, missing = chosen.report({"fangsong": {"云"}})

    assert reports[0].role == "仿宋体"
    assert missing == ""
