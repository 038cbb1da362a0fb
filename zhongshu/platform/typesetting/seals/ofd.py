"""Press electronic seals on an OFD file (GB/T 33190-2016 chapter 18, GB/T 38540-2020)."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from zhongshu.kernel.errors import RuleBroken

from ..readers.ofd import read_ofd
from ..readers.package import Package, find, find_all
from ..writers.ofd import HEADER, NAMESPACE, millimetres, pack
from . import asn1, sm2
from .provider import SealProvider

SIGNS = "Doc_0/Signs"
LIST = f"{SIGNS}/Signatures.xml"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where an organ's seal appears: page (from 0) and rectangle in mm; several places are one signature (骑缝章)."""

    organ: str
    places: tuple[tuple[int, float, float, float, float], ...]


def seal_ofd(ofd: bytes, stamps: Sequence[Stamp], provider: SealProvider, *, at: datetime | None = None) -> bytes:
    """Return the OFD with one signature for each stamp, in order; earlier signatures stay valid.

    Every part is protected but the list of signatures, to which later seals are added.

    Raises:
        RuleBroken: the file cannot be read or a stamp names a page that it does not have.
    """
    package = Package(ofd, "OFD")
    page_ids = [page.id for page in read_ofd(ofd).pages]
    files = {name: package.read(name) for name in package.names}
    moment = (at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    listed = _listed(files)
    for stamp in stamps:
        if any(page >= len(page_ids) for page, *_ in stamp.places):
            raise RuleBroken("印章的位置不在文件的页面之内", code="no_such_page")
        _sign(files, listed, stamp, page_ids, provider, moment)
    return pack(files)


def _listed(files: dict[str, bytes]) -> list[tuple[str, str]]:
    """Return (id, part) of the signatures that are there; announce the list in OFD.xml when there is none."""
    if LIST in files:
        return [(entry.get("ID", ""), entry.get("BaseLoc", "")) for entry in find_all(etree.fromstring(files[LIST]), "Signature")]
    root = etree.fromstring(files["OFD.xml"])
    document_root = find(root, "DocRoot")
    if document_root is None or find(root, "Signatures") is not None:
        raise RuleBroken("这个 OFD 文件的签名结构无法加盖新的印章", code="foreign_signatures")
    entry = etree.Element(f"{{{NAMESPACE}}}Signatures", nsmap=root.nsmap)
    entry.text = f"/{LIST}"
    document_root.addnext(entry)
    files["OFD.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return []


def _sign(
    files: dict[str, bytes],
    listed: list[tuple[str, str]],
    stamp: Stamp,
    page_ids: list[str],
    provider: SealProvider,
    moment: datetime,
) -> None:
    number = len(listed)
    folder = f"{SIGNS}/Sign_{number}"
    seal = provider.seal(stamp.organ)
    files[f"{folder}/Seal.esl"] = seal
    references = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>{b64encode(sm2.sm3(data)).decode()}</ofd:CheckValue></ofd:Reference>'
        for name, data in files.items()
        if name != LIST
    )
    annotations = "".join(
        f'<ofd:StampAnnot ID="a{number + 1:03d}{place:03d}" PageRef="{page_ids[page]}" '
        f'Boundary="{" ".join(map(millimetres, box))}"/>'
        for place, (page, *box) in enumerate(stamp.places)
    )
    described = (
        f'{HEADER}<ofd:Signature xmlns:ofd="{NAMESPACE}"><ofd:SignedInfo><ofd:Provider ProviderName="Zhongshu" '
        'Version="1.0" Company="Zhongshu"/>'
        f"<ofd:SignatureMethod>{asn1.SM2_WITH_SM3}</ofd:SignatureMethod><ofd:SignatureDateTime>{moment:%Y%m%d%H%M%SZ}</ofd:SignatureDateTime>"
        f'<ofd:References CheckMethod="{asn1.SM3}">{references}</ofd:References>{annotations}'
        f"<ofd:Seal><ofd:BaseLoc>/{folder}/Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo>"
        f"<ofd:SignedValue>/{folder}/SignedValue.dat</ofd:SignedValue></ofd:Signature>"
    ).encode()
    to_sign = asn1.ToSign(
        {
            "version": 4,
            "seal": asn1.Seal.load(seal),
            "time": moment,
            "digest": asn1.bits(sm2.sm3(described)),
            "property_info": f"/{folder}/Signature.xml",
        }
    )
    signature = asn1.Signature(
        {
            "to_sign": to_sign,
            "certificate": provider.certificate(stamp.organ),
            "algorithm": asn1.SM2_WITH_SM3,
            "signature": asn1.bits(provider.sign(stamp.organ, to_sign.dump())),
        }
    )
    files[f"{folder}/Signature.xml"] = described
    files[f"{folder}/SignedValue.dat"] = signature.dump()
    listed.append((f"s{number + 1:03d}", f"/{folder}/Signature.xml"))
    entries = "".join(f'<ofd:Signature ID="{name}" Type="Seal" BaseLoc="{part}"/>' for name, part in listed)
    files[LIST] = (
        f'{HEADER}<ofd:Signatures xmlns:ofd="{NAMESPACE}">'
        f"<ofd:MaxSignId>{listed[-1][0]}</ofd:MaxSignId>{entries}</ofd:Signatures>"
    ).encode()
