"""The fixed parts of a DOCX file."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# What a paragraph is, as the name of its style: a word processor keeps it, so that the text can be read back.
ROLES = {
    "ZsHead": "公文版头",
    "ZsTitle": "公文标题",
    "ZsRecipients": "公文主送",
    "ZsBody": "公文正文",
    "ZsAttachmentList": "公文附件说明",
    "ZsAttendance": "公文出席列席",
    "ZsClosing": "公文落款",
    "ZsRemark": "公文附注",
    "ZsAttachment": "公文附件",
    "ZsImprint": "公文版记",
}
CONTENT_TYPES = (
    f'{HEADER}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
    'Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/><Override '
    f'PartName="/word/styles.xml" ContentType="{TYPE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{TYPE}.settings+xml"/>'
    + "".join(f'<Override PartName="/word/footer{index}.xml" ContentType="{TYPE}.footer+xml"/>' for index in (1, 2, 3))
    + '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/custom.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>'
)
ROOT_RELATIONS = (
    f'{HEADER}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
    'Target="word/document.xml"/>'
    '<Relationship Id="rId2" '
    'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/custom-properties" Target="docProps/custom.xml"/></Relationships>'
)
RELATIONS = (
    f'{HEADER}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/settings" Target="settings.xml"/>'
    + "".join(f'<Relationship Id="rId{index + 2}" Type="{OFFICE}/footer" Target="footer{index}.xml"/>' for index in (1, 2, 3))
    + "</Relationships>"
)
FONTS = '<w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:cs="仿宋_GB2312"/>'
STYLES = (
    f'{HEADER}<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>{FONTS}<w:lang w:val="zh-CN" '
    'w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr>'
    f'<w:rPr>{FONTS}<w:spacing w:val="-5"/><w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{role}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        for role, name in ROLES.items()
    )
    + "</w:styles>"
)
SETTINGS = (
    f'{HEADER}<w:settings xmlns:w="{WORD}"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat></w:settings>'
)


def core_properties(title: str, date: str) -> str:
    moment = f'<dcterms:created xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:created>' if date else ""
    return (
        f"{HEADER}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(title)}</dc:title>{moment}</cp:coreProperties>'
    )


def custom_properties(values: Mapping[str, str]) -> str:
    """Write properties of our own, which a word processor keeps."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006"
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), start=2)
    )
    return f'{HEADER}<Properties xmlns="{kinds}/custom-properties" xmlns:vt="{kinds}/docPropsVTypes">{entries}</Properties>'


def section_properties(*, letter: bool, landscape: bool = False) -> str:
    """Write a section: paper, margins, 22 lines a page, footers on alternate sides."""
    size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if landscape else '<w:pgSz w:w="11906" w:h="16838"/>'
    margins = (
        'w:top="1587" w:right="2098" w:bottom="1474" w:left="1984"'
        if landscape
        else f'w:top="{1701 if letter else 2098}" w:right="1474" w:bottom="1984" w:left="1587"'
    )
    first = '<w:footerReference w:type="first" r:id="rId5"/>' if letter else ""
    title_page = "<w:titlePg/>" if letter else ""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>{first}'
        f'{size}<w:pgMar {margins} w:header="851" w:footer="1400" w:gutter="0"/>{title_page}<w:docGrid w:type="lines" '
        'w:linePitch="579"/></w:sectPr>'
    )


def document_part(body: str, *, letter: bool) -> str:
    return (
        f'{HEADER}<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}">'
        f"<w:body>{body}{section_properties(letter=letter)}</w:body></w:document>"
    )


def footer_part(side: str) -> str:
    """Write a footer with ``— N —`` on one side; an empty ``side`` gives an empty footer."""
    font = (
        '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/><w:sz w:val="28"/><w:szCs '
        'w:val="28"/></w:rPr>'
    )
    field = (
        f'<w:r>{font}<w:t xml:space="preserve">— </w:t></w:r><w:r>{font}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{font}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{font}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{font}<w:t>1</w:t></w:r><w:r>{font}<w:fldChar '
        f'w:fldCharType="end"/></w:r><w:r>{font}<w:t xml:space="preserve"> —</w:t></w:r>'
    )
    indent = f'<w:ind w:{side}="280"/>' if side else ""
    align = f'<w:jc w:val="{side}"/>' if side else ""
    return (
        f'{HEADER}<w:ftr xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:p><w:pPr><w:snapToGrid '
        f'w:val="0"/>{indent}{align}</w:pPr>{field if side else ""}</w:p></w:ftr>'
    )
