// What can be clicked, chosen or filled in. In an input block it fills the surface, anywhere else it acts at once.

import { button, h, say } from "./element.js";
import { fields } from "./fields.js";
import { icon } from "./icons.js";
import { ask, openMenu } from "./menu.js";
import { plain, textObject } from "./mrkdwn.js";
import { act } from "./session.js";

export function control(element, block, surface) {
  const draw = CONTROLS[element.type] ?? fields[element.type];
  const drawn = draw ? draw(element, choosing(element, block, surface)) : h("span", { class: "unknown" }, `(${element.type})`);
  drawn.dataset.action = element.action_id ?? "";
  return drawn;
}

// What a control does with what a person chose: {choose(value), held, waiting}.
function choosing(element, block, surface) {
  const held = surface.filled[block.block_id]?.[element.action_id];
  const fill = (chosen) => ((surface.filled[block.block_id] ??= {})[element.action_id] = chosen);
  const send = async (chosen, drawn) => {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    drawn?.setAttribute("aria-busy", "true");
    const { place, filled } = surface;
    const told = await act("act", { ...place, block_id: block.block_id, action_id: element.action_id, chosen, filled });
    drawn?.removeAttribute("aria-busy");
    if (!told.ok) say(`That did not work: ${told.error}`);
  };
  const choose = (chosen, drawn) => {
    fill(chosen);
    if (block.type !== "input") return send(chosen, drawn);
    if (block.dispatch_action && element.type !== "plain_text_input") return send(chosen, drawn);
  };
  const options = (typed) => act("options", { ...surface.place, block_id: block.block_id, action_id: element.action_id, typed });
  return { held, fill, send, choose, options };
}

const CONTROLS = {
  button(element, { send }) {
    const style = { primary: "primary", danger: "danger" }[element.style] ?? "plain";
    const drawn = button(plain(element.text.text), () => pressed(), { class: `kit ${style}`, "aria-label": element.accessibility_label });
    const pressed = () => {
      if (element.url) window.open(element.url, "_blank", "noopener,noreferrer");
      return send(null, drawn);
    };
    return drawn;
  },
  overflow(element, { send }) {
    const drawn = button(icon("more"), () => opened(), { class: "kit plain", label: "More options", "aria-haspopup": "menu" });
    const opened = () =>
      openMenu(
        drawn,
        element.options.map((option) => ({
          label: plain(option.text.text),
          hint: option.description && plain(option.description.text),
          act: () => send(option.value, drawn),
        })),
      );
    return drawn;
  },
  feedback_buttons(element, { send }) {
    const one = (which, name) => {
      const { text, accessibility_label } = element[`${which}_button`];
      const label = accessibility_label ?? plain(text.text);
      return button(icon(name), (event) => send(which, event.currentTarget), { class: "kit quiet", label });
    };
    return h("span", { class: "feedback", role: "group", "aria-label": "Feedback" }, one("positive", "up"), one("negative", "down"));
  },
  icon_button(element, { send }) {
    const label = element.accessibility_label ?? plain(element.text.text);
    return button(icon("trash"), (event) => send(null, event.currentTarget), { class: "kit quiet", label });
  },
  checkboxes(element, { held, choose }) {
    const chosen = new Set(held ?? (element.initial_options ?? []).map((option) => option.value));
    return choices(element, "checkbox", chosen, (value, on) => {
      on ? chosen.add(value) : chosen.delete(value);
      return choose([...chosen]);
    });
  },
  radio_buttons(element, { held, choose }) {
    return choices(element, "radio", new Set([held ?? element.initial_option?.value]), (value) => choose(value));
  },
};

function choices(element, type, chosen, changed) {
  const name = `choice-${Math.random()}`;
  const rows = element.options.map((option) =>
    h(
      "label",
      { class: "choice" },
      h("input", { type, name, checked: chosen.has(option.value), onchange: (event) => changed(option.value, event.target.checked) }),
      h("span", {}, textObject(option.text), option.description && h("small", {}, textObject(option.description))),
    ),
  );
  return h("div", { class: "choices", role: type === "radio" ? "radiogroup" : "group" }, rows);
}

function confirmed({ title, text, confirm, deny, style }) {
  const words = { title: title.text, text: text.text, confirm: confirm.text, deny: deny.text };
  return ask({ ...words, danger: style === "danger" });
}
