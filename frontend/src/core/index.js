// The one script of every page. Everything here improves a page that already works without it.
import "./htmx.js";
import "./keyboard.js";
import "./forms.js";
import "./insert.js";
import "./drafts.js";
import "./dialogs.js";
import "./toasts.js";
import "./polling.js";
import "./picker.js";
import "./drop.js";
import "./session.js";

document.documentElement.dataset.scripts = "";
