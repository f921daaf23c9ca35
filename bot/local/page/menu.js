// Menus that open at a button, and small questions; both by keyboard too.

import { button, h } from "./element.js";

let open = null;

// Items are {label, hint, act, danger}; null is a line between them.
export function openMenu(anchor, items, label = "Menu") {
  closeMenu();
  const rows = items.map((item) =>
    item === null
      ? h("hr", { role: "separator" })
      : h(
          "button",
          { type: "button", role: "menuitem", tabindex: "-1", class: item.danger ? "danger" : null, onclick: () => chosen(item) },
          h("span", {}, item.label),
          item.hint && h("small", {}, item.hint),
        ),
  );
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, onkeydown: keys }, rows);
  const chosen = (item) => {
    closeMenu();
    item.act();
  };
  (anchor.closest("dialog") ?? document.body).append(menu);
  put(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  open = { menu, anchor };
  menu.querySelector("button")?.focus();
  setTimeout(() => document.addEventListener("pointerdown", outside));
}

export function closeMenu() {
  if (!open) return;
  document.removeEventListener("pointerdown", outside);
  open.anchor.setAttribute("aria-expanded", "false");
  open.menu.remove();
  if (open.anchor.isConnected) open.anchor.focus();
  open = null;
}

// Ask before something is done; {title, text, confirm, deny, danger} are plain sentences.
export function ask({ title, text, confirm = "Yes", deny = "Cancel", danger = false }) {
  return new Promise((done) => {
    const dialog = h(
      "dialog",
      { class: "ask", "aria-label": title, onclose: () => (dialog.remove(), done(dialog.returnValue === "yes")) },
      h("h2", {}, title),
      h("p", {}, text),
      h(
        "footer",
        {},
        button(deny, () => dialog.close("")),
        button(confirm, () => dialog.close("yes"), { class: danger ? "danger" : "primary" }),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

function outside(event) {
  if (open && !open.menu.contains(event.target)) closeMenu();
}

function keys(event) {
  const rows = [...event.currentTarget.querySelectorAll("button")];
  const at = rows.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    rows.at(to % rows.length).focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
  }
}

// Below the button, or above it where there is no room, and never out of sight.
function put(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + height + 8 < innerHeight;
  menu.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
}
