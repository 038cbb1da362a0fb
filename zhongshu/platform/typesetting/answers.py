"""Answers to sample cases about OFD files and cryptography."""

from pathlib import Path
from typing import Any

from zhongshu.kernel.errors import RuleBroken

from .readers.ofd import read_ofd
from .seals import sm2


def ofd(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return what an OFD sample holds: pages, signatures, attachments, text."""
    try:
        found = read_ofd((folder / case["file"]).read_bytes())
    except RuleBroken as refusal:
        return {"error": refusal.message}
    return {
        "pages": len(found.pages),
        "signatures": len(found.signatures),
        "attachments": len(found.attachments),
        "text": found.text,
    }


def cryptography(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the digest of an SM3 sample, or whether an SM2 sample's signature is valid."""
    given = case["input"]
    message = bytes.fromhex(given["message_hex"])
    if case["alg"] == "SM3":
        return {"digest": sm2.sm3(message).hex()}
    public = bytes.fromhex(given["public_x"].zfill(64) + given["public_y"].zfill(64))
    signature = sm2.raw_to_der(int(given["r"], 16), int(given["s"], 16))
    return {"valid": sm2.verify(public, message, signature, bytes.fromhex(given["user_id_hex"]))}
