from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import publish, where, holders
from zhongshu.platform.workflow.models import *


def test_line(office):
    publish(line("a", "b", key="l", b={"assign": "var:next"}, a={"choose": "next:下一步"}))
    i = office.start("l")
    assert where(i) == ["a"]
    office.do(i, "甲", choose={"next": office.ids("乙")})
    assert where(i) == ["b"]
    assert holders(i) == ["乙"]
    office.do(i, "乙", words="同意")
    i.refresh_from_db()
    assert i.state == "completed"
