"""axe on pages and states, in light and in dark: by all rules as each first stands, then what looks another
way.

In the dark, and on a wider screen, elements differ from what was judged before in their colours, or in being
seen at all, if in anything. What looks like something judged already, on this page or an earlier one, is not
judged again: it is the same element (tag, classes, attributes) of the same colours in the same ones, with
the same in it; its words may be others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from support.node_tools import node_modules

#: Rules of axe that are switched off, each with the reason. Empty: nothing is.
EXCLUDED: dict[str, str] = {}
_OPTIONS = {"rules": {rule: {"enabled": False} for rule in EXCLUDED}, "resultTypes": ["violations"]}

#: What is seen and looks like nothing in ``known``, as words; with ``options`` also what axe finds there,
#: while the rest is emptied.
_FRESH = """async ([known, options]) => {
  const seen = new Set(known.split(" ")), fresh = [], old = [], owns = new Map(), shapes = new Map();
  const CALLED_BY_WORDS = "a, button, label, legend, summary, th, option, h1, h2, h3, h4, h5, h6";
  const values = /^[a-z-]{1,12}$/, names = new Set(["id", "href", "src", "alt", "title", "for", "name", "value"]);
  function number(text) {
    let one = 0x811c9dc5, two = 0x1b873593;
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
      two = Math.imul(two ^ text.charCodeAt(at), 0x85ebca6b);
    }
    return (one >>> 0) * 0x100000 + ((two >>> 0) & 0xfffff);
  }
  function own(node) {
    if (!owns.has(node)) {
      const told = [...node.attributes].filter((a) => a.name !== "class").map((a) =>
        a.name === "style" || (!names.has(a.name) && values.test(a.value)) ? a.name + "=" + a.value : a.name);
      const style = getComputedStyle(node);
      const drawn = [style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.fontSize,
        style.fontWeight, style.position, node.checkVisibility({ visibilityProperty: true })];
      owns.set(node, [node.localName, ...[...node.classList].sort(), "[", ...told.sort(), ...drawn].join(" "));
    }
    return owns.get(node);
  }
  function shape(node) {
    if (!shapes.has(node)) {
      const inside = node.localName === "svg" ? [] : [...node.children].map(shape);
      const says = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
      shapes.set(node, number(own(node) + (says ? "!" : "") + [...new Set(inside)].sort().join()));
    }
    return shapes.get(node);
  }
  function look(node, path, at) {
    // The first in its place and every second one may be drawn in another way.
    const key = number(path + ">" + shape(node) + (at ? at % 2 : "first")).toString(36);
    if (seen.has(key)) {
      // What stands in something new that is called by its words stays: without them it would have no name.
      const called = node.closest("label") || node.parentElement.closest(CALLED_BY_WORDS);
      if (called || node.contains(document.activeElement)) return;
      // A label names a field that may be new, wherever that stands.
      if (node.querySelector("label")) [...node.children].forEach((child, n) => look(child, path + ">" + own(node), n));
      else old.push([node, [...node.childNodes]]);
      return;
    }
    seen.add(key);
    if (node.checkVisibility({ visibilityProperty: true })) fresh.push(key);
    if (node.localName !== "svg") [...node.children].forEach((child, n) => look(child, path + ">" + own(node), n));
  }
  [...document.body.children].forEach((child, n) => look(child, own(document.documentElement) + own(document.body), n));
  if (!options || !fresh.length) return [fresh.join(" "), []];
  for (const [node] of old) {
    node.replaceChildren();
    node.setAttribute("data-looked-at", "");
  }
  try {
    return [fresh.join(" "), (await axe.run({ exclude: ["[data-looked-at]"] }, options)).violations];
  } finally {
    for (const [node, children] of old) {
      node.replaceChildren(...children);
      node.removeAttribute("data-looked-at");
    }
  }
}"""


@dataclass
class Looks:
    """What axe finds on pages and states looked at one after the other."""

    _known: str = ""
    _axe: str = field(default_factory=lambda: (node_modules() / "axe-core" / "axe.min.js").read_text("utf-8"))

    def findings(self, page: Page) -> list[str]:
        """What is wrong with the page as it stands, by all rules; what it turns to in the dark."""
        if not page.evaluate("Boolean(window.axe)"):
            page.add_init_script(
                self._axe
            )  # to send it to each page that comes would take a tenth of a second
            page.evaluate("axe => (0, eval)(axe)", self._axe)
        self._known += " " + page.evaluate(_FRESH, [self._known, None])[0]
        found = page.evaluate(
            "options => axe.run(document, options).then((found) => found.violations)", _OPTIONS
        )
        return _told(found) + self._dark(page)

    def findings_on_both(self, page: Page) -> list[str]:
        """What is wrong on a screen as narrow as the page's is, and what a desk shows another way."""
        narrow = page.viewport_size
        assert narrow and narrow["width"] < 400
        found = self.findings(page)
        page.set_viewport_size({"width": 1280, "height": 800})
        found += self.differences(page)
        page.set_viewport_size(narrow)
        return found

    def differences(self, page: Page) -> list[str]:
        """The same, of what looks like nothing that was judged before."""
        return self._fresh(page, _OPTIONS) + self._dark(page)

    def _dark(self, page: Page) -> list[str]:
        scheme = page.evaluate("document.body.getAttribute('data-md-color-scheme')")
        page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
        found = [f"dark {one}" for one in self._fresh(page, {**_OPTIONS, "runOnly": ["color-contrast"]})]
        page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
        return found

    def _fresh(self, page: Page, options: dict[str, Any]) -> list[str]:
        fresh, found = page.evaluate(_FRESH, [self._known, options])
        self._known += " " + fresh
        return _told(found)


def _told(violations: list[Any]) -> list[str]:
    return [
        f"{v['id']}: {node['html'][:160]} — {node['failureSummary'][:200]}"
        for v in violations
        for node in v["nodes"]
    ]
