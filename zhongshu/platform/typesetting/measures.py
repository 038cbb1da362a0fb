"""The measures of GB/T 9704-2012 in millimetres, and the two that the standard leaves to the printer.

A character of size 3 is taken as 16 pt, as word processors do. 28 of them are wider than the type area (158.04 mm), so the cell
is 156/28 mm; 22 lines fill 225 mm when the first em box touches its top and the last one its bottom, which fixes the pitch.
"""

MM = 25.4 / 72  # one point

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
LEFT, TOP, WIDTH, HEIGHT = 28.0, 37.0, 156.0, 225.0
RIGHT, BOTTOM = LEFT + WIDTH, TOP + HEIGHT
COLUMNS, ROWS = 28, 22

SIZE_2, SIZE_3, SIZE_4 = 22.0, 16.0, 14.0  # 二号, 三号, 四号 in points
CELL = WIDTH / COLUMNS
EM_3 = SIZE_3 * MM
EM_4 = SIZE_4 * MM
PITCH = (HEIGHT - EM_3) / (ROWS - 1)
SEVEN_EIGHTHS = EM_3 * 7 / 8
ASCENT = 0.88  # em-box top to baseline, the same in every CJK face met so far

RED = (230, 0, 18)
BLACK = (0, 0, 0)

MASTHEAD_TOP = {"general": 72.0, "minutes": 72.0, "command": 57.0, "letter": 30.0}
MASTHEAD_SIZE = 46.0
# Many organs: their names share this height, so that the number, the title and some body still fit on page 1.
MASTHEAD_HEIGHT = 84.0
RED_RULE_GAP, RED_RULE_THICKNESS = 4.0, 0.5
TITLE_PITCH = SIZE_2 * MM + SEVEN_EIGHTHS
TITLE_COLUMNS = 20

LETTER_RULE_LENGTH = 170.0
LETTER_RULE_LEFT = (PAGE_WIDTH - LETTER_RULE_LENGTH) / 2
LETTER_LOWER_RULE = PAGE_HEIGHT - 20.0
LETTER_THICK, LETTER_THIN, LETTER_GAP = 0.9, 0.3, 0.6

IMPRINT_BOTTOM = BOTTOM
IMPRINT_PITCH = 28.0 * MM
IMPRINT_THICK, IMPRINT_THIN = 0.35, 0.25

PAGE_NUMBER_DROP = 7.0


def row_top(row: float) -> float:
    """Return the top of the em box of a row of the grid, row 0 first."""
    return TOP + row * PITCH


def row_after(y: float) -> int:
    """Return the first row of the grid whose line begins at or below ``y``, forgiving a third of a line."""
    return max(0, -int(-((y - TOP) / PITCH - 0.35) // 1))
