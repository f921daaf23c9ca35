// A list of messages with a composer below it: a channel, a direct message, or a thread. It follows the feed.

import { composer } from "./composer.js";
import { button, h, say } from "./element.js";
import { renderMessage } from "./message.js";
import { act, messages, session } from "./session.js";

const NEAR = 80;

export class Pane {
  // `thread` is the ts of a thread's first message, "" for the channel itself.
  constructor(channel, thread, openThread) {
    this.channel = channel;
    this.thread = thread;
    this.openThread = openThread;
    this.rows = new Map();
    this.list = h("div", { class: "list", role: "log", "aria-label": "Messages", tabindex: "0" });
    this.status = h("p", { class: "status", role: "status" });
    this.prompts = h("div", { class: "prompts", role: "group", "aria-label": "Suggestions" });
    this.foot = h("div", { class: "foot" });
    this.near = true;
    this.list.addEventListener("scroll", () => (this.near = this.isNear()));
    new ResizeObserver(() => this.near && this.down()).observe(this.list);
    this.element = h("div", { class: "pane" }, this.list, this.status, this.prompts, this.foot);
    this.drawFoot();
  }

  async load() {
    const found = await messages(this.channel, this.thread);
    this.list.replaceChildren();
    this.rows.clear();
    for (const message of found) this.put(message, false);
    this.down();
  }

  hear(frame) {
    if (frame.type === "channel" && frame.channel.id === this.channel) this.drawFoot();
    if (frame.channel !== this.channel) return;
    if (frame.type === "assist") this.assist(frame);
    if (frame.type === "deleted") this.drop(frame.ts);
    if (frame.type === "message" || frame.type === "changed") {
      if (this.shows(frame.message)) this.put(frame.message, true);
    }
    if (frame.parent && this.shows(frame.parent)) this.put(frame.parent, false);
  }

  shows({ ts, thread_ts }) {
    return this.thread ? thread_ts === this.thread || ts === this.thread : !thread_ts || thread_ts === ts;
  }

  // Put a message in its place by time, or in place of itself.
  put(message, follow) {
    const row = renderMessage(message, { channel: this.channel, inThread: Boolean(this.thread), openThread: this.openThread });
    const near = this.near;
    const old = this.rows.get(message.ts);
    if (old) old.replaceWith(row);
    else {
      const after = [...this.list.children].findLast((one) => one.dataset.ts < message.ts);
      after ? after.after(row) : this.list.prepend(row);
      if (message.user !== session.me) this.status.replaceChildren();
    }
    this.rows.set(message.ts, row);
    if (near || (follow && message.user === session.me)) this.down();
  }

  drop(ts) {
    this.rows.get(ts)?.remove();
    this.rows.delete(ts);
  }

  // Whether the end is in sight, or nearly: what comes is then followed.
  isNear() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
  }

  down() {
    this.list.scrollTop = this.list.scrollHeight;
  }

  assist({ thread_ts, status, prompts }) {
    if (thread_ts && thread_ts !== this.thread) {
      if (this.thread || !this.rows.has(thread_ts)) return;
    }
    if (status !== null) this.status.replaceChildren(status ? `The app ${status}` : "");
    if (prompts.length) {
      this.prompts.replaceChildren(...prompts.map((one) => button(one.title, () => this.says(one.message))));
    }
  }

  async says(text) {
    this.prompts.replaceChildren();
    const told = await act("message", { channel: this.channel, text, thread_ts: this.thread });
    if (!told.ok) say(`That did not work: ${told.error}`);
  }

  drawFoot() {
    const channel = session.channels.get(this.channel);
    if (channel.is_im || channel.is_member) {
      if (!this.foot.querySelector("textarea")) this.foot.replaceChildren(composer(channel, this.thread));
      return;
    }
    const join = async () => {
      await act("join", { channel: this.channel });
      this.load();
    };
    this.foot.replaceChildren(h("p", { class: "join" }, `You are not in #${channel.name}. `, button("Join channel", join, { class: "primary" })));
  }
}
