// An app: its Home tab, its messages, and what it says of itself.

import { renderBlocks } from "./blocks.js";
import { button, h } from "./element.js";
import { act } from "./session.js";

export class AppHome {
  // `messagesPane()` gives the pane of the direct messages with the app.
  constructor(app, tab, messagesPane) {
    this.app = app;
    this.messagesPane = messagesPane;
    this.pane = null;
    this.tabs = h("div", { class: "tabs", role: "tablist" });
    this.inside = h("div", { class: "tab", role: "tabpanel" });
    this.element = h("div", { class: "pane app" }, this.tabs, this.inside);
    this.show(tab);
  }

  async show(tab) {
    this.tab = tab;
    const one = (name, label) =>
      button(label, () => this.show(name), { role: "tab", "aria-selected": String(name === tab), class: name === tab ? "now" : null });
    this.tabs.replaceChildren(
      ...[this.app.home_tab && one("home", "Home"), this.app.messages_tab && one("messages", "Messages"), one("about", "About")].filter(Boolean),
    );
    this.pane = null;
    if (tab === "messages") {
      this.pane = this.messagesPane();
      this.inside.replaceChildren(this.pane.element);
      await Promise.all([this.pane.load(), act("home", { app: this.app.id, tab })]);
    } else if (tab === "about") this.inside.replaceChildren(about(this.app));
    else {
      this.draw(this.app.home);
      const told = await act("home", { app: this.app.id, tab });
      if (told.view && this.tab === "home") this.draw(told.view);
    }
  }

  hear(frame) {
    this.pane?.hear(frame);
    if (frame.type !== "view" || frame.view.type !== "home" || frame.view.app_id !== this.app.id) return;
    this.app.home = frame.view;
    if (this.tab === "home") this.draw(frame.view);
  }

  draw(view) {
    const surface = view && { place: { view_id: view.id }, filled: {} };
    const drawn = view ? renderBlocks(view.blocks, surface) : h("p", { class: "empty" }, "Nothing here yet.");
    this.inside.replaceChildren(h("div", { class: "home" }, drawn));
  }
}

function about(app) {
  const commands = app.commands.map((one) => h("li", {}, h("code", {}, `${one.name} ${one.hint}`), ` ${one.description}`));
  const shortcuts = app.shortcuts.map((one) => h("li", {}, one.name, one.type === "message" ? ", in the menu of a message" : ", in the shortcuts menu"));
  return h(
    "div",
    { class: "home" },
    h("h3", {}, app.name),
    h("p", {}, app.description),
    h("h3", {}, "Commands"),
    h("ul", {}, commands),
    h("h3", {}, "Shortcuts"),
    h("ul", {}, shortcuts),
  );
}
