"""A person of the city at a browser, and what the browser complains about."""

from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from zhongshu.site.tests.conftest import Town

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


class Desk:
    """One browser page at which people of the city sit down one after the other."""

    def __init__(self, context: BrowserContext, town: Town) -> None:
        self.context, self.town = context, town
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.refusals: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._note_stranger(request.url))
        self.page.on("response", self._note_refusal)

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
        box = (within or self.page.locator("#main")).get_by_label(label, exact=False).first
        box.press_sequentially(words)
        self.page.get_by_role("option").first.wait_for()
        box.press("Enter")
        expect(self.page.locator("[role=listbox]:visible")).to_have_count(0)
