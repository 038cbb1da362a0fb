import pytest

from zhongshu.domains.supervision.decomposition import KnownUnit, Standing, UnitNames

_LISTED = """
发展和改革委员会 教育局 科学技术局 工业和信息化局 公安局 民政局 司法局 财政局 人力资源和社会保障局 自然资源和规划局 生态环境局
住房和城乡建设局 交通运输局 水利局 农业农村局 商务局 文化广电和旅游局 卫生健康委员会 退役军人事务局 应急管理局 审计局 市场监督管理局
城市管理局 医疗保障局 信访局 行政审批局
"""
_DEPARTMENTS = _LISTED.split()
UNITS = [KnownUnit(number, (f"云溪市{name}",)) for number, name in enumerate(_DEPARTMENTS, start=1)]
UNITS += [
    KnownUnit(101, ("中共云溪市委组织部", "市委组织部"), Standing.DEPARTMENT),
    KnownUnit(102, ("中共云溪市委机构编制委员会办公室", "市委编办"), Standing.DEPARTMENT),
    KnownUnit(103, ("云溪市人民政府办公室", "市政府办公室"), Standing.DEPARTMENT),
    KnownUnit(201, ("青山县人民政府", "青山县"), Standing.COUNTY),
    KnownUnit(202, ("临江区人民政府", "临江区"), Standing.COUNTY),
    KnownUnit(203, ("青山县财政局",), Standing.OTHER),
    KnownUnit(301, ("龙潭镇人民政府", "龙潭镇"), Standing.TOWNSHIP),
]
NAMES = UnitNames(UNITS, place="云溪市")
_ID = {name: number for number, name in enumerate(_DEPARTMENTS, start=1)}


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("市发展和改革委员会", "发展和改革委员会"),
        ("市发展改革委", "发展和改革委员会"),
        ("市发改委", "发展和改革委员会"),
        ("发改委", "发展和改革委员会"),
        ("云溪市财政局", "财政局"),
        ("市财政局", "财政局"),
        ("工信局", "工业和信息化局"),
        ("市经信局", "工业和信息化局"),
        ("市人社局", "人力资源和社会保障局"),
        ("人力资源社会保障局", "人力资源和社会保障局"),
        ("市住建局", "住房和城乡建设局"),
        ("住房城乡建设局", "住房和城乡建设局"),
        ("市文旅局", "文化广电和旅游局"),
        ("市文广旅局", "文化广电和旅游局"),
        ("卫健委", "卫生健康委员会"),
        ("市市场监管局", "市场监督管理局"),
        ("市场监管局", "市场监督管理局"),
        ("市环保局", "生态环境局"),
        ("城管局", "城市管理局"),
        ("市应急局", "应急管理局"),
        ("市医保局", "医疗保障局"),
        ("自然资源局", "自然资源和规划局"),
        ("市水务局", "水利局"),
        ("退役军人局", "退役军人事务局"),
        ("交通局", "交通运输局"),
        ("市民政局", "民政局"),
    ],
)
def test_an_abbreviation_means_its_unit(written, unit):
    assert NAMES.match(written).unit_ids == (_ID[unit],)


@pytest.mark.parametrize(
    ("written", "unit_id"),
    [
        ("市委组织部", 101),
        ("组织部", 101),
        ("市委编办", 102),
        ("编办", 102),
        ("市政府办公室", 103),
        ("青山县政府", 201),
        ("青山县财政局", 203),
        ("临江区", 202),
    ],
)
def test_party_organs_and_places_are_found(written, unit_id):
    assert NAMES.match(written).unit_ids == (unit_id,)


@pytest.mark.parametrize(
    "written", ["各县区", "各县（市、区）", "各县(市、区)人民政府", "各区县政府", "各县市区", "各地", "各县（区）、开发区"]
)
def test_all_counties(written):
    match = NAMES.match(written)

    assert (match.unit_ids, match.collective) == ((201, 202), True)


@pytest.mark.parametrize("written", ["各乡镇", "各乡镇（街道）", "各镇街", "各乡（镇）人民政府"])
def test_all_townships(written):
    assert NAMES.match(written).unit_ids == (301,)


@pytest.mark.parametrize("written", ["市直有关部门", "各有关部门", "有关单位", "相关部门", "各责任单位", "行业主管部门"])
def test_names_that_leave_the_unit_open_are_vague(written):
    match = NAMES.match(written)

    assert match.vague
    assert match.unit_ids == ()


def test_all_departments_are_all_departments():
    assert set(NAMES.match("市直各部门").unit_ids) == {*range(1, len(_DEPARTMENTS) + 1), 101, 102, 103}


@pytest.mark.parametrize("written", ["市体育局", "省发展改革委办事处", "某局", "", "局"])
def test_unknown_units_stay_unknown(written):
    assert NAMES.match(written).unit_ids == ()


def test_two_units_that_fit_are_offered_and_none_is_chosen():
    names = UnitNames([KnownUnit(1, ("文化和旅游局",)), KnownUnit(2, ("文化旅游局",))])

    match = names.match("文旅局")

    assert match.unit_ids == ()
    assert set(match.candidates) <= {1, 2}
