"""A person of the city at a browser, and what the browser complains about."""

import io
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from zhongshu.site.tests.conftest import Town

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

# What htmx says when a page drops its own question, such as the last letter's while the next is typed; a failure says more.
GIVEN_UP = ("htmx:afterRequest", "htmx:sendAbort")

# The strokes of 同意, each a line through points of a field about 130 wide and 75 high.
AGREED = (
    *(((0, 4), (0, 74)), ((0, 4), (52, 2), (52, 72), (44, 66)), ((14, 20), (38, 19)), ((16, 34), (17, 54))),
    *(((16, 34), (37, 33), (36, 54)), ((17, 53), (36, 52)), ((101, 0), (105, 6)), ((84, 11), (122, 9)), ((93, 14), (97, 21))),
    *(((112, 13), (108, 21)), ((78, 26), (129, 24)), ((89, 32), (90, 51)), ((89, 32), (116, 31), (115, 51))),
    *(((91, 41), (114, 40)), ((91, 50), (114, 49)), ((81, 59), (76, 69)), ((89, 57), (91, 72), (109, 72), (112, 65))),
    *(((98, 56), (102, 63)), ((116, 55), (123, 64))),
)


class Desk:
    """One browser page at which people of the city sit down one after the other."""

    def __init__(self, context: BrowserContext, town: Town) -> None:
        self.context, self.town = context, town
        self.page: Page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.refusals: list[str] = []
        self.page.on("console", lambda message: self._note_complaint(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._note_stranger(request.url))
        self.page.on("response", self._note_refusal)

    def _note_complaint(self, text: str) -> None:
        if not text.startswith(GIVEN_UP):
            self.complaints.append(text)

    def _note_stranger(self, address: str) -> None:
        if not address.startswith((self.town.address, "data:", "blob:")):
            self.strangers.append(address)

    def _note_refusal(self, response: Response) -> None:
        if response.status >= 400:
            self.refusals.append(f"{response.status} {response.request.method} {urlsplit(response.url).path}")

    def sit_down(self, key: str) -> None:
        """Let another person use the browser, signed in already."""
        session = self.town.client(key).cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.town.address}])

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.town.address}{path}", wait_until="domcontentloaded")
        return self.page

    def button(self, name: str, within: Locator | None = None) -> Locator:
        return (within or self.page.locator("#main")).get_by_role("button", name=name, exact=True)

    def pick(self, label: str, words: str, within: Locator | None = None) -> None:
        """Choose the first that a picker offers for these words."""
        self.page.wait_for_load_state("load")  # before its script has run, the box only takes letters
        box = (within or self.page.locator("#main")).get_by_label(label, exact=False).first
        box.press_sequentially(words)
        self.page.locator("[role=option]:visible").first.wait_for()
        box.press("Enter")
        expect(self.page.locator("[role=listbox]:visible")).to_have_count(0)

    def write_by_hand(self) -> None:
        """Write 同意 on the writing pad that is open."""
        box = self.page.locator("#handle-form canvas").bounding_box()
        assert box is not None
        for stroke in AGREED:
            for place, (x, y) in enumerate(stroke):
                self.page.mouse.move(box["x"] + 60 + x * 1.5, box["y"] + 30 + y * 1.5, steps=4 if place else 1)
                if not place:
                    self.page.mouse.down()
            self.page.mouse.up()

    def picture(self, file: Path) -> None:
        """Keep what the window shows, in few colours so that the manual stays light."""
        self.page.wait_for_load_state("networkidle")
        with Image.open(io.BytesIO(self.page.screenshot())) as shown:
            shown.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE).save(file, optimize=True)
