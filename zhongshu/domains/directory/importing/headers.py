"""What offices write above the columns of a phone book."""

from zhongshu.platform.spreadsheets.public import Headings

LABELS = {
    "name": "姓名", "unit": "科室", "post_name": "职务", "office_phone": "办公电话", "mobile": "手机", "short_number": "短号",
    "email": "邮箱", "room": "房间号", "rank_order": "排序",
}  # fmt: skip
HEADINGS = Headings(
    {
        "name": "姓名 名字 人员姓名 人员 同志姓名 联系人",
        "unit": "单位 部门 科室 处室 所属部门 所在部门 所在科室 内设机构 工作单位 股室 单位部门 科室名称",
        "post_name": "职务 岗位 职位 职务职级 现任职务 工作岗位 行政职务 职务名称",
        "office_phone": "办公电话 办公室电话 座机 固定电话 固话 电话 办公号码 座机号码 联系电话办公 办公 单位电话 联系电话",
        "mobile": "手机 手机号 手机号码 移动电话 移动号码 联系电话手机 个人手机 联系方式 联系手机 手机电话 联系方式手机",
        "short_number": "短号 小号 集团短号 集团号 虚拟网 内线 分机 手机短号",
        "email": "邮箱 电子邮箱 电子邮件 email e-mail mail 邮件地址 邮箱地址",
        "room": "房间 房间号 办公室 办公地点 办公室号 门牌号 房号 办公地址 办公房间 办公室房间号",
        "rank_order": "排序 排序号 排名",
    },
    key="name",
    carried="unit",
    group=r"(科|室|处|部|局|办|中心|站|所|队|组|领导|班子|委|会|股|院|校|县|区|镇|乡|街道)$",
)
SYNONYMS = HEADINGS.synonyms
field_of = HEADINGS.field_of
understand = HEADINGS.understand
