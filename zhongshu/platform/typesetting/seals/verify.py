"""Say whether a sealed OFD is as it was when it was sealed, and if not, which part was changed."""

import hashlib
import posixpath
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import x509
from lxml import etree

from zhongshu.kernel.errors import RuleBroken

from ..readers.package import Package, find, find_all, local, text_of
from . import asn1, sm2
from .certificates import TEST_AUTHORITY, certificate_signed_by

DIGESTS = {asn1.SM3: "sm3", "SM3": "sm3", "1.2.156.10197.1.401.1": "sm3", "MD5": "md5", "SHA1": "sha1", "SHA256": "sha256"}


@dataclass(slots=True)
class SealReport:
    """What verification found about one signature.

    ``changed`` names parts that are not as they were, ``uncovered`` parts that may change unseen, ``problems`` says in sentences
    whatever makes the signature invalid. ``trusted`` is None when no authorities were given to compare with.
    """

    id: str
    seal: str = ""
    signer: str = ""
    sealed_at: datetime | None = None
    changed: list[str] = field(default_factory=list)
    uncovered: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    trusted: bool | None = None
    is_test: bool = False

    @property
    def intact(self) -> bool:
        return not self.changed and not self.problems


def verify_ofd(data: bytes, *, authorities: Sequence[bytes] = ()) -> list[SealReport]:
    """Verify every signature of an OFD file; an empty list means that it has none.

    ``authorities`` are certificates (DER) of those whose seals are trusted.

    Raises:
        RuleBroken: the file cannot be opened at all.
    """
    package = Package(data, "OFD")
    root = package.xml("OFD.xml")
    location = next((text_of(child) for body in find_all(root, "DocBody") for child in body if local(child) == "Signatures"), "")
    if not location:
        return []
    part = Package.normal(location)
    labels = _labels(package, root)
    entries = find_all(package.xml(part), "Signature")
    places = [Package.normal(entry.get("BaseLoc", ""), posixpath.dirname(part)) for entry in entries]
    covered_elsewhere = {part}
    reports = []
    for entry, place in zip(entries, places, strict=True):
        reports.append(_verify(package, entry.get("ID", ""), place, labels, covered_elsewhere, places, authorities))
    return reports


def _labels(package: Package, root: etree._Element) -> dict[str, str]:
    """Return what people call the parts; as far as the file can still be read."""
    labels = {"OFD.xml": "文件信息"}
    try:
        document = Package.normal(text_of(find(root, "DocRoot")))
        labels[document] = "文件结构"
        pages = find(package.xml(document), "Pages")
        for number, page in enumerate(find_all(pages, "Page") if pages is not None else [], start=1):
            labels[Package.normal(page.get("BaseLoc", ""), posixpath.dirname(document))] = f"第{number}页"
    except RuleBroken:
        pass
    return labels


def _verify(
    package: Package,
    name: str,
    place: str,
    labels: dict[str, str],
    apart: set[str],
    signatures: list[str],
    authorities: Sequence[bytes],
) -> SealReport:
    report = SealReport(name)
    try:
        description_bytes = package.read(place)
        description = package.xml(place)
        value = package.read(Package.normal(text_of(find(description, "SignedValue")), posixpath.dirname(place)))
        signature = asn1.Signature.load(value, strict=True)
        to_sign = signature["to_sign"]
        seal = to_sign["seal"]
        if to_sign["version"].native != 4:
            raise ValueError("version")
    except (RuleBroken, ValueError, TypeError, KeyError):
        report.problems.append("签名数据已损坏，或不是 GB/T 38540 第4版的电子签章")
        return report
    report.changed = _changed(package, description, labels)
    if asn1.octets(to_sign["digest"]) != sm2.sm3(description_bytes):
        report.problems.append("签名说明（Signature.xml）被改动")
    certificate = signature["certificate"].native
    if not sm2.verify(asn1.public_key_of(certificate), to_sign.dump(), asn1.octets(signature["signature"])):
        report.problems.append("签章者的签名不成立")
    _check_seal(report, package, description, place, seal, certificate)
    _check_times(report, to_sign, seal, certificate)
    report.uncovered = _uncovered(package, description, place, apart, signatures)
    maker = seal["certificate"].native
    report.is_test = TEST_AUTHORITY in asn1.name_of(maker)
    if authorities:
        report.trusted = any(maker == authority or certificate_signed_by(maker, authority) for authority in authorities) and any(
            certificate_signed_by(certificate, authority) for authority in authorities
        )
    return report


def _changed(package: Package, description: etree._Element, labels: dict[str, str]) -> list[str]:
    references = find(description, "References")
    method = DIGESTS.get((references.get("CheckMethod") or "MD5") if references is not None else "", "")
    changed = []
    for reference in find_all(description, "Reference"):
        part = Package.normal(reference.get("FileRef", ""))
        label = labels.get(part, part)
        if not method or part not in package:
            changed.append(f"{label}（缺失）" if method else label)
            continue
        try:
            data = package.read(part)
            expected = b64decode(text_of(find(reference, "CheckValue")))
        except (RuleBroken, ValueError):
            changed.append(label)
            continue
        digest = sm2.sm3(data) if method == "sm3" else hashlib.new(method, data, usedforsecurity=False).digest()
        if digest != expected:
            changed.append(label)
    return changed


def _check_seal(
    report: SealReport, package: Package, description: etree._Element, place: str, seal: asn1.Seal, certificate: bytes
) -> None:
    info = seal["info"]
    report.seal = info["property"]["name"].native
    report.signer = asn1.name_of(certificate)
    if not sm2.verify(asn1.public_key_of(seal["certificate"].native), info.dump(), asn1.octets(seal["signature"])):
        report.problems.append("印章本身的签名不成立")
    if info["property"]["cert_list_type"].native == 1:
        holders = asn1.Certificates.load(info["property"]["cert_list"].dump()).native
        if certificate not in holders:
            report.problems.append("签章者不在印章的使用人名单内")
    sealed = find(description, "Seal")
    base = find(sealed, "BaseLoc") if sealed is not None else None
    if base is not None:
        part = Package.normal(text_of(base), posixpath.dirname(place))
        if part not in package or package.read(part) != seal.dump():
            report.problems.append("印章文件与签名中的印章不一致")


def _check_times(report: SealReport, to_sign: asn1.ToSign, seal: asn1.Seal, certificate: bytes) -> None:
    report.sealed_at = to_sign["time"].native
    property_ = seal["info"]["property"]
    if not property_["valid_from"].native <= report.sealed_at <= property_["valid_until"].native:
        report.problems.append("盖章时印章不在有效期内")
    try:
        validity = x509.Certificate.load(certificate)["tbs_certificate"]["validity"]
        if not validity["not_before"].native <= report.sealed_at <= validity["not_after"].native:
            report.problems.append("盖章时证书不在有效期内")
    except (ValueError, TypeError):
        report.problems.append("签章者的证书无法读取")


def _uncovered(package: Package, description: etree._Element, place: str, apart: set[str], signatures: list[str]) -> list[str]:
    """Return parts that no reference protects; the list of signatures and the signatures themselves are apart."""
    protected = {Package.normal(reference.get("FileRef", "")) for reference in find_all(description, "Reference")}
    folders = tuple(posixpath.dirname(signature) + "/" for signature in signatures)
    return sorted(name for name in package.names if name not in protected and name not in apart and not name.startswith(folders))
