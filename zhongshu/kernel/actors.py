"""Who acts: a person, in a post, possibly for another."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who gives an order in the office, as plain values that lower layers can read.

    ``post_id`` is the post in which the person acts now; the frozensets span every post held today. ``duties`` are pairs
    ``(organ_id, duty code)``. ``principals`` are the persons who have delegated to this one today (委托). ``administrator`` is one of
    "system", "security", "audit" for the three administrators (三员), who hold no post and read no business content. ``rank`` is that
    of the highest post held (smaller is higher); opinions stand in its order.
    """

    person_id: int | None
    name: str
    post_id: int | None = None
    post_name: str = ""
    unit_id: int | None = None
    unit_name: str = ""
    organ_id: int | None = None
    organ_name: str = ""
    unit_ids: frozenset[int] = frozenset()
    organ_ids: frozenset[int] = frozenset()
    post_ids: frozenset[int] = frozenset()
    duties: frozenset[tuple[int, str]] = frozenset()
    clearance: int = 0
    administrator: str | None = None
    principals: frozenset[int] = frozenset()
    account_id: int | None = None
    address: str = ""
    rank: int = 1000
    is_system: bool = field(default=False)

    @classmethod
    def system(cls, name: str = "系统") -> "Actor":
        """Return the actor of background work, which holds no post and passes every rule."""
        return cls(person_id=None, name=name, clearance=99, is_system=True)

    @property
    def acts_as(self) -> frozenset[int]:
        """Ids of the persons whose work this one may do: the person's own and every principal's."""
        own = frozenset() if self.person_id is None else frozenset({self.person_id})
        return own | self.principals

    def has(self, duty: str, organ_id: int | None = None) -> bool:
        """Tell whether the person holds ``duty`` in the organ, or in any organ if none is given."""
        if organ_id is not None:
            return (organ_id, duty) in self.duties
        return any(code == duty for _, code in self.duties)

    def organs_where(self, *duties: str) -> frozenset[int]:
        """Return the ids of the organs in which the person holds one of the duties."""
        return frozenset(organ_id for organ_id, code in self.duties if code in duties)
