import io
import zipfile
from datetime import UTC, datetime, timedelta

import gmalg
import pypdfium2 as pdfium
import pytest

from zhongshu.kernel.errors import RuleBroken

from ..public import (
    Stamp,
    TrialSealProvider,
    seal_ofd,
    sign_pdf,
    to_ofd,
    to_pdf,
    to_sealed_ofd,
    to_sealed_pdf,
    verify_ofd,
    verify_pdf,
)
from ..seals import asn1, sm2
from ..writers.ofd import pack
from .factories import ORGAN, ORGANS, document, seal

NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    return TrialSealProvider(tmp_path_factory.mktemp("seals"), now=NOON)


@pytest.fixture(scope="module")
def joint(provider):
    organs = ORGANS[:2]
    made = document(2, masthead=organs, signature_organs=organs, seals=tuple(map(seal, organs)))
    return to_sealed_ofd(made, provider, at=NOON)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def numbers(signature: bytes) -> tuple[bytes, bytes]:
    """Return r and s as the second implementation wants them."""
    pair = sm2._Pair.load(signature)
    return pair["r"].native.to_bytes(32, "big"), pair["s"].native.to_bytes(32, "big")


def test_a_sealed_document_verifies_and_names_seals_times_and_authority(provider, joint):
    reports = verify_ofd(joint, authorities=[provider.authority()])

    assert [report.seal for report in reports] == [f"{organ}（测试）" for organ in ORGANS[:2]]
    assert all(report.intact and report.trusted and report.is_test for report in reports)
    assert [report.sealed_at for report in reports] == [NOON, NOON]
    assert [report.uncovered for report in reports] == [[], []]


def test_a_second_implementation_accepts_both_signatures(provider, joint):
    for number in range(2):
        value = asn1.Signature.load(parts_of(joint)[f"Doc_0/Signs/Sign_{number}/SignedValue.dat"])
        seal_made = value["to_sign"]["seal"]
        pairs = (
            (value["certificate"].native, value["to_sign"].dump(), asn1.octets(value["signature"])),
            (seal_made["certificate"].native, seal_made["info"].dump(), asn1.octets(seal_made["signature"])),
        )
        for certificate, message, signature in pairs:
            other = gmalg.SM2(pk=b"\x04" + asn1.public_key_of(certificate), uid=sm2.SIGNER_ID)
            assert other.verify(message, *numbers(signature))


def test_the_seal_stands_where_the_layout_put_it(joint):
    text = parts_of(joint)["Doc_0/Signs/Sign_0/Signature.xml"].decode()

    assert 'PageRef="' in text
    assert text.count("<ofd:StampAnnot") == 1


@pytest.mark.parametrize(
    ("part", "label"),
    [
        ("Doc_0/Pages/Page_0/Content.xml", "第1页"),
        ("Doc_0/Document.xml", "文件结构"),
        ("OFD.xml", "文件信息"),
        ("Doc_0/Res/font_0.otf", "Doc_0/Res/font_0.otf"),
    ],
)
def test_one_changed_byte_is_found_and_its_part_named(joint, part, label):
    files = parts_of(joint)
    part = part if part in files else part.replace(".otf", ".ttf")
    data = bytearray(files[part])
    data[-2] ^= 1
    files[part] = bytes(data)

    try:
        reports = verify_ofd(pack(files))
    except RuleBroken:
        assert part == "OFD.xml"  # so damaged that it cannot be opened
        return
    assert reports[0].changed == [label.replace(".otf", part[-4:])]
    assert not reports[0].intact


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("Doc_0/Signs/Sign_0/Signature.xml", "签名说明（Signature.xml）被改动"),
        ("Doc_0/Signs/Sign_0/Seal.esl", "印章文件与签名中的印章不一致"),
    ],
)
def test_a_change_to_the_signature_itself_is_found(joint, part, problem):
    files = parts_of(joint)
    data = bytearray(files[part])
    place = data.index(b"Zhongshu") if part.endswith("xml") else len(data) - 3
    data[place] ^= 1
    files[part] = bytes(data)

    assert problem in verify_ofd(pack(files))[0].problems


def test_a_signed_value_with_a_changed_octet_is_refused(joint):
    files = parts_of(joint)
    data = bytearray(files["Doc_0/Signs/Sign_0/SignedValue.dat"])
    data[-1] ^= 1
    files["Doc_0/Signs/Sign_0/SignedValue.dat"] = bytes(data)

    assert verify_ofd(pack(files))[0].problems == ["签章者的签名不成立"]


def test_a_part_added_afterwards_is_reported(joint):
    files = parts_of(joint)
    files["Doc_0/Res/extra.png"] = b"x"

    assert verify_ofd(pack(files))[0].uncovered == ["Doc_0/Res/extra.png"]


def test_a_part_taken_away_is_reported(joint):
    files = parts_of(joint)
    del files["Doc_0/PublicRes.xml"]

    assert verify_ofd(pack(files))[0].changed == ["Doc_0/PublicRes.xml（缺失）"]


def test_a_seal_of_an_unknown_authority_is_not_trusted(joint, tmp_path):
    stranger = TrialSealProvider(tmp_path)

    assert [report.trusted for report in verify_ofd(joint, authorities=[stranger.authority()])] == [False, False]


def test_a_seal_pressed_after_its_term_is_refused(provider):
    late = seal_ofd(to_ofd(document(1)), [Stamp(ORGAN, ((0, 120, 200, 42, 42),))], provider, at=NOON + timedelta(days=4000))

    assert verify_ofd(late)[0].problems == ["盖章时印章不在有效期内", "盖章时证书不在有效期内"]


def test_a_stamp_on_a_page_that_is_not_there_is_refused(provider):
    with pytest.raises(RuleBroken, match="印章的位置不在文件的页面之内"):
        seal_ofd(to_ofd(document(1)), [Stamp(ORGAN, ((9, 120, 200, 42, 42),))], provider)


def test_an_unsealed_document_has_no_reports():
    assert verify_ofd(to_ofd(document(1))) == []
    assert verify_pdf(to_pdf(document(1))) == []


def test_the_providers_keys_outlive_the_process_and_are_private(tmp_path):
    first = TrialSealProvider(tmp_path)
    certificate = first.certificate(ORGAN)

    assert TrialSealProvider(tmp_path).certificate(ORGAN) == certificate
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())


def test_a_signed_pdf_verifies_and_still_shows_its_pages(provider):
    signed = to_sealed_pdf(document(2, seals=(seal(),)), provider)

    report = verify_pdf(signed, authorities=[provider.pdf_authority()])[0]
    assert report.intact
    assert (report.trusted, report.is_test, report.signer) == (True, True, f"{ORGAN}（测试）")
    assert len(pdfium.PdfDocument(signed)) == len(pdfium.PdfDocument(to_pdf(document(2, seals=(seal(),)))))


def test_a_changed_byte_in_a_signed_pdf_is_found(provider):
    signed = bytearray(sign_pdf(to_pdf(document(1)), [ORGAN], provider))
    place = signed.index(b"/MediaBox [0 0 595") + 15
    signed[place] = ord("6")

    assert verify_pdf(bytes(signed))[0].changed == ["签名之前的内容"]


def test_what_is_not_a_pdf_cannot_be_signed(provider):
    with pytest.raises(RuleBroken, match="不能盖章"):
        sign_pdf(b"%PDF-1.7 broken", [ORGAN], provider)


def test_the_published_sm2_example_is_valid_and_its_swap_is_not():
    public = bytes.fromhex(
        "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
    )
    r = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
    s = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA

    assert sm2.verify(public, b"message digest", sm2.raw_to_der(r, s))
    assert not sm2.verify(public, b"message digest", sm2.raw_to_der(s, r))


def test_the_published_sm3_example_agrees():
    assert sm2.sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
