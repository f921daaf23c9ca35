// The modals that apps open: the one on top of the stack is shown, the ones below keep what was typed.

import { renderBlocks } from "./blocks.js";
import { button, h, say } from "./element.js";
import { icon } from "./icons.js";
import { plain } from "./mrkdwn.js";
import { act } from "./session.js";

const stack = [];
let shown = null;

// Follow what the feed tells of a modal.
export function modalChanged(how, view) {
  const at = stack.findIndex((one) => one.view.id === view.id);
  if (how === "closed") {
    if (at >= 0) stack.splice(at, 1);
  } else if (at >= 0) stack[at] = { ...stack[at], view, errors: {} };
  else stack.push({ view, filled: {}, errors: {} });
  draw();
}

export function showModals(views) {
  stack.splice(0, stack.length, ...views.map((view) => ({ view, filled: {}, errors: {} })));
  draw();
}

function draw() {
  const top = stack.at(-1);
  if (!top) {
    shown?.remove();
    shown = null;
    return;
  }
  const fresh = !shown;
  shown ??= h("dialog", { class: "modal", oncancel: (event) => (event.preventDefault(), close(stack.at(-1))) });
  shown.setAttribute("aria-label", plain(top.view.title.text));
  shown.dataset.view = top.view.id;
  shown.replaceChildren(...parts(top));
  if (!fresh) return;
  document.body.append(shown);
  shown.showModal();
  shown.querySelector("[autofocus]")?.focus();
}

function parts(top) {
  const { view, filled, errors } = top;
  const submit = view.submit && h("button", { type: "submit", class: "primary" }, plain(view.submit.text));
  const form = h(
    "form",
    { onsubmit: (event) => (event.preventDefault(), send(top, submit)), novalidate: true },
    h("div", { class: "inside" }, renderBlocks(view.blocks, { place: { view_id: view.id }, filled, errors })),
    h("footer", {}, button(plain(view.close?.text ?? "Close"), () => close(top)), submit),
  );
  return [h("header", {}, h("h2", {}, plain(view.title.text)), button(icon("close"), () => close(top, true), { label: "Close all" })), form];
}

async function send(top, submit) {
  submit?.setAttribute("aria-busy", "true");
  const told = await act("submit", { view_id: top.view.id, filled: top.filled });
  submit?.removeAttribute("aria-busy");
  if (!told.ok) return say(`That did not work: ${told.error}`);
  if (!Object.keys(told.errors).length || stack.at(-1)?.view.id !== top.view.id) return undefined;
  stack.at(-1).errors = told.errors;
  draw();
  return shown.querySelector("[aria-invalid]")?.focus();
}

async function close(top, whole_stack = false) {
  const told = await act("close", { view_id: top.view.id, whole_stack });
  if (!told.ok) modalChanged("closed", top.view);
}
