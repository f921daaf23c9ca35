// Where a person types: Enter sends, Shift+Enter and an open ``` make a new line, files can be dropped, pasted or picked.

import { completion } from "./completion.js";
import { button, h, say } from "./element.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { act, base64, channelName, session } from "./session.js";
import { snippet } from "./snippet.js";

const FENCE = "```";
const NO_COMMANDS = "not_supported_in_threads";

export function composer(channel, thread) {
  const files = [];
  const chips = h("ul", { class: "chips", "aria-label": "Files to send" });
  const name = thread ? "Reply" : `Message ${channel.is_im ? "" : "#"}${channelName(channel)}`;
  const field = h("textarea", { rows: 1, "aria-label": name, placeholder: name, spellcheck: "false", enterkeyhint: "send" });
  const picker = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files" });
  const hint = h("p", { class: "typing-hint" });
  const complete = completion(field, hint);

  const add = (more) => {
    files.push(...more);
    chips.replaceChildren(
      ...files.map((file, number) =>
        h("li", {}, icon("file"), file.name, button(icon("close"), () => (files.splice(number, 1), add([])), { label: `Remove ${file.name}` })),
      ),
    );
    field.focus();
  };
  const send = async () => {
    const text = field.value;
    if (!text.trim() && !files.length) return;
    const sent = files.splice(0);
    field.value = "";
    add([]);
    grow();
    if (!(await deliver(channel, thread, text, sent)) && !field.value) field.value = text;
    grow();
  };
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
    complete.look();
  };
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (complete.keys(event) || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (field.value.slice(0, field.selectionStart).split(FENCE).length % 2 === 0) return;
    event.preventDefault();
    send();
  });
  field.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    add(event.clipboardData.files);
  });
  picker.addEventListener("change", () => (add(picker.files), (picker.value = "")));

  const drawn = h(
    "form",
    { class: "composer", onsubmit: (event) => (event.preventDefault(), send()) },
    complete.list,
    h("div", { class: "box" }, field, chips, bar(() => picker.click(), () => snippet(channel.id, thread)), picker),
    hint,
  );
  drops(drawn, add);
  return drawn;
}

function bar(pick, write) {
  const attach = button(icon("plus"), (event) => openMenu(event.currentTarget, attachments(pick, write), "Attach"), {
    label: "Attach",
    "aria-haspopup": "menu",
  });
  const shortcuts = button(icon("bolt"), (event) => openMenu(event.currentTarget, shortcutItems(), "Shortcuts"), {
    label: "Shortcuts",
    "aria-haspopup": "menu",
  });
  return h("div", { class: "bar" }, attach, shortcuts, h("button", { type: "submit", class: "send", "aria-label": "Send", title: "Send" }, icon("send")));
}

function attachments(pick, write) {
  return [
    { label: "Upload from this device", act: pick },
    { label: "Create a text snippet", act: write },
  ];
}

function shortcutItems() {
  return session.apps.flatMap((app) =>
    app.shortcuts
      .filter((one) => one.type === "global")
      .map((one) => ({ label: one.name, hint: app.name, act: () => told(act("shortcut", { callback_id: one.callback_id })) })),
  );
}

async function told(doing) {
  const answer = await doing;
  if (!answer.ok) say(`That did not work: ${answer.error}`);
  return answer.ok;
}

// Whether it was taken.
async function deliver(channel, thread, text, files) {
  const where = { channel: channel.id, thread_ts: thread };
  if (files.length) {
    const first = { ...where, text, name: files[0].name, base64: await base64(files[0]) };
    const rest = async (file) => told(act("upload", { ...where, name: file.name, base64: await base64(file) }));
    return (await told(act("upload", first))) && (await Promise.all(files.slice(1).map(rest))).every(Boolean);
  }
  if (!/^\/\w/.test(text)) return told(act("message", { ...where, text }));
  const [name, ...words] = text.trim().split(/\s+/);
  if (name === "/invite") return invite(channel, words);
  const answer = await act("command", { ...where, text });
  if (answer.ok) return true;
  if (answer.error === "unknown_command") say(`${name} is not a command here. Begin with a space to send it as a message.`);
  else if (answer.error === NO_COMMANDS) say(`${name} does not work in threads. Mention the app instead.`);
  return answer.error !== "unknown_command" && answer.error !== NO_COMMANDS;
}

async function invite(channel, names) {
  const wanted = names.map((name) => name.replace(/^@/, ""));
  const invited = [...session.users.values()].filter((user) => wanted.includes(user.name));
  if (!invited.length) say("Invite whom? /invite @name");
  for (const user of invited) await told(act("invite", { channel: channel.id, invited: user.id }));
  return invited.length > 0;
}

// Files can be dropped anywhere on the pane that holds the composer.
function drops(drawn, add) {
  const over = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    pane().classList.add("dropping");
  };
  const pane = () => drawn.closest(".pane") ?? drawn;
  const out = () => pane().classList.remove("dropping");
  requestAnimationFrame(() => {
    pane().addEventListener("dragover", over);
    pane().addEventListener("dragleave", out);
    pane().addEventListener("drop", (event) => {
      event.preventDefault();
      out();
      add(event.dataTransfer.files);
    });
  });
}
