// Menus, pickers and fields to type into. Each is drawn from its element and what a person may do with it.

import { h, say } from "./element.js";
import { plain } from "./mrkdwn.js";
import { act, base64, channelName, session } from "./session.js";

const people = () => [...session.users.values()].map((user) => ({ value: user.id, label: user.real_name }));
const places = (kept) => [...session.channels.values()].filter(kept).map((one) => ({ value: one.id, label: channelName(one) }));
const channels = () => places((one) => !one.is_im);
const conversations = () => places(() => true);

export const fields = {
  static_select: (element, doing) => menu(element, doing, groups(element), element.initial_option?.value),
  users_select: (element, doing) => menu(element, doing, [{ options: people() }], element.initial_user),
  channels_select: (element, doing) => menu(element, doing, [{ options: channels() }], element.initial_channel),
  conversations_select: (element, doing) => menu(element, doing, [{ options: conversations() }], element.initial_conversation),
  external_select: external,
  multi_static_select: (element, doing) => several(element, doing, groups(element), values(element.initial_options)),
  multi_users_select: (element, doing) => several(element, doing, [{ options: people() }], element.initial_users),
  multi_channels_select: (element, doing) => several(element, doing, [{ options: channels() }], element.initial_channels),
  multi_conversations_select: (element, doing) => several(element, doing, [{ options: conversations() }], element.initial_conversations),
  multi_external_select: (element, doing) => external(element, doing, true),
  datepicker: (element, doing) => picked("date", element, doing, element.initial_date),
  timepicker: (element, doing) => picked("time", element, doing, element.initial_time),
  datetimepicker(element, doing) {
    const local = (seconds) => new Date(seconds * 1000 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16);
    const start = doing.held ?? element.initial_date_time;
    const changed = (event) => doing.choose(Math.floor(new Date(event.target.value).getTime() / 1000), event.target);
    return h("input", { type: "datetime-local", value: start && local(start), onchange: changed });
  },
  plain_text_input(element, doing) {
    const shared = { maxlength: element.max_length ?? 3000, ...typing(element, doing) };
    const start = doing.held ?? element.initial_value ?? "";
    if (!element.multiline) return h("input", { type: "text", value: start, ...shared });
    return h("textarea", { rows: 7, spellcheck: "false", ...shared }, start);
  },
  email_text_input: (element, doing) => h("input", { type: "email", value: doing.held ?? element.initial_value, ...typing(element, doing) }),
  url_text_input: (element, doing) => h("input", { type: "url", value: doing.held ?? element.initial_value, ...typing(element, doing) }),
  number_input(element, doing) {
    const { min_value: min, max_value: max } = element;
    const step = element.is_decimal_allowed ? "any" : 1;
    return h("input", { type: "number", min, max, step, value: doing.held ?? element.initial_value, ...typing(element, doing) });
  },
  rich_text_input(element, doing) {
    const typed = (event) => doing.fill(event.target.value ? asRichText(event.target.value) : null);
    return h("textarea", { rows: 7, oninput: typed, placeholder: element.placeholder?.text });
  },
  file_input: files,
};

function groups(element) {
  const rows = (options) => options.map((one) => ({ value: one.value, label: plain(one.text.text) }));
  if (element.options) return [{ options: rows(element.options) }];
  return element.option_groups.map((group) => ({ label: plain(group.label.text), options: rows(group.options) }));
}

const values = (options) => options?.map((option) => option.value);

function rows(grouped, chosen) {
  return grouped.map(({ label, options }) => {
    const drawn = options.map((one) => h("option", { value: one.value, selected: chosen.includes(one.value) }, one.label));
    return label ? h("optgroup", { label }, drawn) : drawn;
  });
}

function menu(element, { held, choose }, grouped, initial) {
  const placeholder = element.placeholder?.text ?? "Choose";
  const changed = (event) => choose(event.target.value || null, event.target);
  return h(
    "select",
    { class: "kit", "aria-label": placeholder, onchange: changed },
    h("option", { value: "" }, placeholder),
    rows(grouped, [held ?? initial]),
  );
}

function several(element, { held, choose }, grouped, initial = []) {
  const changed = (event) => choose([...event.target.selectedOptions].map((option) => option.value), event.target);
  const label = element.placeholder?.text ?? "Choose some";
  return h("select", { class: "kit", multiple: true, "aria-label": label, onchange: changed }, rows(grouped, held ?? initial));
}

// The app is asked for options as a person types.
function external(element, doing, many = false) {
  const found = h("select", { class: "kit", size: 5, multiple: many, hidden: true, "aria-label": "Options" });
  let offered = [];
  const typed = async (event) => {
    const told = await doing.options(event.target.value);
    offered = told.options ?? (told.option_groups ?? []).flatMap((group) => group.options);
    found.replaceChildren(...offered.map((one, number) => h("option", { value: number }, plain(one.text.text))));
    found.hidden = !offered.length;
  };
  found.addEventListener("change", () => {
    const chosen = [...found.selectedOptions].map((option) => offered[option.value]);
    doing.choose(many ? chosen : chosen[0], found);
  });
  const placeholder = element.placeholder?.text ?? "Type to search";
  return h("div", { class: "external" }, h("input", { type: "text", placeholder, oninput: typed }), found);
}

function picked(type, element, doing, initial) {
  const changed = (event) => doing.choose(event.target.value || null, event.target);
  return h("input", { type, class: "kit", value: doing.held ?? initial, onchange: changed, "aria-label": element.placeholder?.text });
}

function typing(element, doing) {
  const entered = (event) => {
    if (event.key === "Enter" && !event.target.matches("textarea")) doing.choose(event.target.value, event.target);
  };
  return {
    placeholder: element.placeholder?.text,
    autofocus: Boolean(element.focus_on_load),
    oninput: (event) => doing.fill(event.target.value),
    onkeydown: entered,
  };
}

function asRichText(text) {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

function files(element, doing) {
  const accept = (element.filetypes ?? []).map((ending) => `.${ending}`).join(",");
  const names = h("ul", { class: "picked" });
  const picked = async (event) => {
    const ids = [];
    names.replaceChildren();
    for (const file of [...event.target.files].slice(0, element.max_files ?? 10)) {
      const told = await act("attach", { name: file.name, base64: await base64(file) });
      if (!told.ok) say(`${file.name} was not taken: ${told.error}`);
      else ids.push(told.file.id);
      names.append(h("li", {}, told.ok ? file.name : `${file.name}: ${told.error}`));
    }
    doing.fill(ids);
  };
  return h("div", {}, h("input", { type: "file", accept, multiple: (element.max_files ?? 10) > 1, onchange: picked }), names);
}
