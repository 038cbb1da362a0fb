from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("materials.material_closed")
@dataclass(frozen=True)
class MaterialClosed:
    """A matter of 素材库 was closed."""

    material_id: int
    organ_id: int
