"""The plan of visits as a picture: weeks across, places down, one bar for each visit. Pure: visits in, places of bars out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

LEFT, TOP, WEEK, LANE, PAD, LETTER = 150, 46, 84, 26, 8, 12
TONES = 6


@dataclass(frozen=True)
class Going:
    """One visit as the picture needs it; those with one ``joint_id`` are drawn as one bar."""

    visit_id: int
    unit_id: int
    unit_name: str
    body_id: int
    body_name: str
    start: dt.date
    end: dt.date
    joint_id: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    text_x: float
    text_y: float
    text: str
    words: str
    tone: int
    joint: bool


@dataclass
class Row:
    """One place with its bars; ``crowds`` are the stretches in which several bodies want it."""

    name: str
    y: float
    height: float
    label_y: float
    bars: list[Bar] = field(default_factory=list)
    crowds: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Week:
    x: float
    text_x: float
    month: str
    days: str


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    weeks: list[Week]
    rows: list[Row]
    today_x: float | None
    top: int = TOP
    left: int = LEFT
    week_width: int = WEEK


def picture(
    visits: Sequence[Going], *, first: dt.date, weeks: int, today: dt.date, crowds: dict[int, list[tuple[dt.date, dt.date]]]
) -> Picture:
    """Place every visit; ``first`` is a Monday, ``crowds`` the first and last days of crowded stretches by unit."""
    bodies = list(dict.fromkeys(visit.body_id for visit in visits))
    by_unit: dict[int, list[Going]] = {}
    for visit in visits:
        by_unit.setdefault(visit.unit_id, []).append(visit)
    last = first + dt.timedelta(days=7 * weeks)
    y: float = TOP
    rows = []
    for unit_id, here in by_unit.items():
        lanes = _lanes(here)
        height = PAD * 2 + LANE * len(lanes)
        row = Row(here[0].unit_name, y, height, y + height / 2 + 4)
        for number, lane in enumerate(lanes):
            row.bars += [_bar(group, number, y, first, last, bodies) for group in lane]
        for start, end in crowds.get(unit_id, []):
            monday = start - dt.timedelta(days=start.weekday())
            sunday = end + dt.timedelta(days=7 - end.weekday())
            left, right = _x(max(monday, first), first), _x(min(sunday, last), first)
            row.crowds.append((left, max(0.0, right - left)))
        rows.append(row)
        y += height
    columns = []
    for number in range(weeks):
        monday = first + dt.timedelta(days=7 * number)
        x = _x(monday, first)
        friday = monday + dt.timedelta(days=4)
        days = f"{monday.day}—{friday.day}日"
        columns.append(Week(x, x + WEEK / 2, f"{monday.month}月" if number == 0 or monday.day <= 7 else "", days))
    today_x = _x(today, first) if first <= today < last else None
    return Picture(LEFT + WEEK * weeks, y + 2, columns, rows, today_x)


def _lanes(visits: list[Going]) -> list[list[list[Going]]]:
    """Put visits that touch below each other; those that join make one bar."""
    groups: dict[tuple[str, int], list[Going]] = {}
    for visit in visits:
        key = ("joint", visit.joint_id) if visit.joint_id else ("visit", visit.visit_id)
        groups.setdefault(key, []).append(visit)
    lanes: list[list[list[Going]]] = []
    for group in sorted(groups.values(), key=lambda members: members[0].start):
        for lane in lanes:
            # A bar needs room for its words: the next one in the lane begins a week later.
            if group[0].start >= lane[-1][0].end + dt.timedelta(days=6):
                lane.append(group)
                break
        else:
            lanes.append([group])
    return lanes


def _bar(group: list[Going], lane: int, top: float, first: dt.date, last: dt.date, bodies: list[int]) -> Bar:
    start, end = max(group[0].start, first), min(group[0].end + dt.timedelta(days=1), last)
    x, right = _x(start, first), _x(end, first)
    names = "、".join(dict.fromkeys(visit.body_name for visit in group))
    y = top + PAD + lane * LANE
    tone = bodies.index(group[0].body_id) % TONES
    joint = group[0].joint_id is not None
    text = f"联合：{names}" if joint else names
    words = f"{group[0].unit_name}：{text}，{group[0].words}"
    width = max(10.0, round(right - x, 1))
    inside = width >= LETTER * len(text) + PAD  # otherwise the words stand beside the bar
    return Bar(x, y + 3, width, x + 5 if inside else x + width + 4, y + LANE / 2 + 4, text, words, tone, joint)


def _x(day: dt.date, first: dt.date) -> float:
    return round(LEFT + (day - first).days * WEEK / 7, 1)
