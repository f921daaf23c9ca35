// The page: it begins as a user, shows a place, and follows the feed.

import { button, h, say } from "./element.js";
import { AppHome } from "./home.js";
import { icon } from "./icons.js";
import { modalChanged, showModals } from "./modal.js";
import { Pane } from "./pane.js";
import { act, appOf, begin, channelName, listen, session } from "./session.js";
import { drawSidebar } from "./sidebar.js";
import { switches } from "./switches.js";

const main = document.getElementById("main");
const aside = document.getElementById("thread");
const unread = new Map();
const now = { channel: "", app: "", pane: null, thread: null };

const go = {
  channel: showChannel,
  app: (app) => showApp(app, "home"),
  person: async (id) => {
    const told = await act("open_im", { with: id });
    session.channels.set(told.channel.id, told.channel);
    showChannel(told.channel.id);
  },
  be: (id) => location.assign(`/?${new URLSearchParams({ user: id })}`),
  switches: () => switches(() => now.channel || first().id),
};

async function start() {
  const wanted = new URLSearchParams(location.search).get("user");
  const views = await begin(wanted);
  await listen(hear, again);
  showModals(views);
  await showChannel(first().id);
  document.body.dataset.ready = "yes";
}

function first() {
  const channels = [...session.channels.values()].filter((one) => one.is_member);
  return channels.find((one) => one.name === "incidents") ?? channels[0] ?? [...session.channels.values()][0];
}

async function showChannel(id) {
  const channel = session.channels.get(id);
  const app = appOf(channel);
  if (app) return showApp(app, "messages");
  closeThread();
  Object.assign(now, { channel: id, app: "", pane: new Pane(id, "", openThread) });
  head(channelName(channel), channel.is_im ? "" : (channel.topic?.value ?? ""), channel.is_im ? null : "hash");
  main.append(now.pane.element);
  read(id);
  return now.pane.load();
}

function showApp(app, tab) {
  closeThread();
  const im = [...session.channels.values()].find((one) => one.is_im && one.user === app.user);
  const messagesPane = () => {
    read(im.id);
    return new Pane(im.id, "", openThread);
  };
  Object.assign(now, { channel: im?.id ?? "", app: app.id });
  now.pane = new AppHome(app, tab, messagesPane);
  head(app.name, "", null);
  main.append(now.pane.element);
  drawSidebar(now, unread, go);
  screen("main");
}

function head(name, topic, sign) {
  const back = button(icon("menu"), () => screen("sidebar"), { label: "Channels", class: "narrow" });
  main.replaceChildren(h("header", { class: "top" }, back, h("h1", {}, sign && icon(sign), name), h("span", { class: "topic" }, topic)));
}

function read(id) {
  unread.delete(id);
  drawSidebar(now, unread, go);
  screen("main");
}

async function openThread(ts) {
  const pane = new Pane(now.channel, ts, openThread);
  now.thread = pane;
  aside.hidden = false;
  aside.replaceChildren(
    h("header", { class: "top" }, h("h1", {}, "Thread"), button(icon("close"), closeThread, { label: "Close thread" })),
    pane.element,
  );
  screen("thread");
  await pane.load();
  pane.element.querySelector("textarea")?.focus();
}

function closeThread() {
  now.thread = null;
  aside.hidden = true;
  aside.replaceChildren();
  screen("main");
}

// On a phone one of sidebar, main and thread is seen at a time.
function screen(which) {
  document.body.dataset.screen = which;
}

function hear(frame) {
  if (frame.type === "channel") {
    session.channels.set(frame.channel.id, frame.channel);
    drawSidebar(now, unread, go);
  }
  if (frame.type === "view" && frame.view.type === "modal") modalChanged(frame.how, frame.view);
  if (frame.type === "message") count(frame);
  now.pane?.hear(frame);
  now.thread?.hear(frame);
}

function count({ channel, message }) {
  const seen = channel === now.channel && (!now.app || now.pane.tab === "messages");
  if (seen || message.user === session.me) return;
  unread.set(channel, (unread.get(channel) ?? 0) + 1);
  drawSidebar(now, unread, go);
}

// The feed was lost and is back: see what was missed.
async function again() {
  showModals(await begin(session.me));
  drawSidebar(now, unread, go);
  await now.pane?.load?.();
  await now.thread?.load();
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && now.thread && !document.querySelector("dialog, .menu")) closeThread();
});
start().catch((problem) => say(`The page can't begin: ${problem.message}`));
