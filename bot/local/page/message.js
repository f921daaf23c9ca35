// One message: who, when, what it shows, and what can be done with it.

import { renderBlocks } from "./blocks.js";
import { button, h, link, say } from "./element.js";
import { EMOJI, emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { ask, openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { act, fileAddress, session } from "./session.js";

const HUES = 12;
const QUICK = ["eyes", "white_check_mark", "+1"];

// `inThread` leaves the thread's own footer away; `openThread(ts)` shows a thread.
export function renderMessage(message, { channel, inThread, openThread }) {
  const author = session.users.get(message.user);
  const name = message.username ?? author?.real_name ?? message.user;
  const gone = message.subtype === "tombstone";
  const drawn = h(
    "article",
    { class: "message", "data-ts": message.ts, "data-user": message.user, "aria-label": `${name}, ${clock(message.ts)}` },
    avatar(author, name),
    h(
      "div",
      { class: "matter" },
      message.is_ephemeral && h("p", { class: "private" }, "Only visible to you"),
      h(
        "header",
        {},
        h("strong", {}, name),
        author?.is_bot && h("span", { class: "badge" }, "APP"),
        h("time", { datetime: new Date(message.ts * 1000).toISOString() }, clock(message.ts)),
      ),
      h("div", { class: "body" }, body(message, channel)),
      (message.attachments ?? []).map((one) => attachment(one, message, channel)),
      (message.files ?? []).map(file),
      reactions(message, channel),
      !inThread && message.reply_count && repliesButton(message, openThread),
    ),
    !gone && tools(message, { channel, openThread }),
  );
  if (message.is_ephemeral) drawn.classList.add("ephemeral");
  return drawn;
}

export function avatar(user, name) {
  const drawn = h("span", { class: "avatar", "aria-hidden": "true" }, (name[0] ?? "?").toUpperCase());
  const hue = [...(user?.id ?? name)].reduce((sum, letter) => sum + letter.charCodeAt(0) * 7, 0) % HUES;
  drawn.style.setProperty("--hue", (hue * 360) / HUES);
  return drawn;
}

export function clock(ts) {
  return new Date(ts * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function body(message, channel) {
  const surface = { place: { channel, ts: message.ts }, filled: {} };
  const edited = message.edited && h("small", { class: "edited" }, " (edited)");
  if (message.blocks?.length) return [renderBlocks(message.blocks, surface), edited];
  return message.text ? [h("div", { class: "text" }, mrkdwn(message.text), edited)] : [];
}

function attachment(one, message, channel) {
  const fields = (one.fields ?? []).map((field) =>
    h("div", { class: field.short ? "short" : null }, h("strong", {}, field.title), h("div", { class: "text" }, mrkdwn(field.value))),
  );
  const title = one.title && h("strong", {}, one.title_link ? link(one.title_link, one.title) : one.title);
  const drawn = h(
    "div",
    { class: "attachment" },
    one.pretext && h("div", { class: "text" }, mrkdwn(one.pretext)),
    one.author_name && h("small", {}, one.author_name),
    title,
    one.text && h("div", { class: "text" }, mrkdwn(one.text)),
    fields.length ? h("div", { class: "facts" }, fields) : null,
    one.blocks && renderBlocks(one.blocks, { place: { channel, ts: message.ts }, filled: {} }),
    !(one.title || one.text || one.blocks || fields.length) && one.fallback,
    one.footer && h("small", {}, one.footer),
  );
  if (/^#?[0-9a-f]{6}$/i.test(one.color ?? "")) drawn.style.borderColor = `#${one.color.replace("#", "")}`;
  return drawn;
}

function file(one) {
  const size = one.size < 2048 ? `${one.size} bytes` : `${Math.round(one.size / 1024).toLocaleString()} KB`;
  const more = one.lines_more ? h("small", {}, `and ${one.lines_more} more lines`) : null;
  return h(
    "div",
    { class: "file" },
    h("a", { href: fileAddress(one.id), download: one.name }, icon("file"), h("span", {}, h("strong", {}, one.title), h("small", {}, `${one.pretty_type}, ${size}`))),
    one.preview && h("pre", {}, one.preview),
    more,
  );
}

function reactions(message, channel) {
  if (!message.reactions?.length) return null;
  const rows = message.reactions.map((one) => {
    const mine = one.users.includes(session.me);
    const who = one.users.map((id) => session.users.get(id)?.name ?? id).join(", ");
    const pressed = () => act("react", { channel, ts: message.ts, name: one.name, remove: mine });
    const label = `${one.name}: ${who}`;
    return button(`${emoji(one.name)} ${one.count}`, pressed, { class: mine ? "mine" : null, "aria-pressed": String(mine), label });
  });
  return h("div", { class: "reactions" }, rows);
}

function repliesButton(message, openThread) {
  const count = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return button(count, () => openThread(message.ts), { class: "replies" });
}

function tools(message, { channel, openThread }) {
  const more = button(icon("more"), (event) => openMenu(event.currentTarget, actions(message, channel, openThread), "Message"), {
    label: "More actions",
    "aria-haspopup": "menu",
    class: "more",
  });
  const hovered = message.is_ephemeral
    ? []
    : [
        button(icon("smile"), (event) => openMenu(event.currentTarget, toReact(message, channel), "Reactions"), { label: "Add reaction" }),
        button(icon("reply"), () => openThread(message.thread_ts ?? message.ts), { label: "Reply in thread" }),
      ];
  return h("div", { class: "tools", role: "group", "aria-label": "Message" }, hovered, more);
}

function toReact(message, channel) {
  return [...new Set([...QUICK, ...Object.keys(EMOJI)])].map((name) => ({
    label: `${emoji(name)}  ${name}`,
    act: () => doing("react", { channel, ts: message.ts, name }),
  }));
}

function actions(message, channel, openThread) {
  const where = { channel, ts: message.ts };
  if (message.is_ephemeral) return [{ label: "Delete message", danger: true, act: () => doing("delete", where) }];
  const shortcuts = session.apps.flatMap((app) =>
    app.shortcuts
      .filter((one) => one.type === "message")
      .map((one) => ({ label: one.name, hint: app.name, act: () => doing("shortcut", { ...where, callback_id: one.callback_id }) })),
  );
  const own = [];
  if (message.user === session.me) own.push({ label: "Edit message", act: () => edit(message, channel) });
  if (message.user === session.me || session.users.get(session.me)?.is_admin) {
    own.push({ label: "Delete message", danger: true, act: () => remove(where) });
  }
  return [
    { label: "Reply in thread", act: () => openThread(message.thread_ts ?? message.ts) },
    ...QUICK.map((name) => ({ label: `React ${emoji(name)}`, act: () => doing("react", { ...where, name }) })),
    { label: "Copy text", act: () => navigator.clipboard?.writeText(message.text) },
    null,
    ...shortcuts,
    ...(own.length ? [null, ...own] : []),
  ];
}

async function remove(where) {
  const sure = await ask({ title: "Delete message", text: "Delete this message for everyone?", confirm: "Delete", danger: true });
  if (sure) await doing("delete", where);
}

// The message's own row becomes a field to type in.
function edit(message, channel) {
  const row = document.querySelector(`article[data-ts="${message.ts}"] .body`);
  const field = h("textarea", { "aria-label": "Edit message", rows: 3, onkeydown: (event) => keys(event) }, typed(message));
  const before = [...row.childNodes];
  const cancel = () => row.replaceChildren(...before);
  const save = async () => {
    await doing("edit", { channel, ts: message.ts, text: field.value });
    if (field.isConnected) cancel();
  };
  const keys = (event) => {
    if (event.key === "Escape") cancel();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    save();
  };
  row.replaceChildren(field, h("div", { class: "editing" }, button("Cancel", cancel), button("Save", save, { class: "primary" })));
  field.setSelectionRange(field.value.length, field.value.length);
  field.focus();
}

// What was typed, out of what Slack keeps of it.
function typed(message) {
  const named = message.text.replace(/<@([A-Z0-9]+)>/g, (_, id) => `@${session.users.get(id)?.name ?? id}`);
  const linked = named.replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, "$1").replace(/<#([A-Z0-9]+)>/g, (_, id) => `#${session.channels.get(id)?.name ?? id}`);
  return linked.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

async function doing(what, fields) {
  const told = await act(what, fields);
  if (!told.ok) say(`That did not work: ${told.error}`);
}
