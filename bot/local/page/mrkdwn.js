// Slack's markup as DOM nodes: mrkdwn(text) for text objects and messages, plain(text) where nothing is markup.

import { date } from "./date.js";
import { emoji } from "./emoji.js";
import { h, link } from "./element.js";
import { session, userName } from "./session.js";

const INLINE = new RegExp(
  [
    /```\n?(?<fence>[\s\S]{1,40000}?)\n?```\n?/,
    /`(?<code>[^`\n]{1,3000})`/,
    /<(?<angle>[^<>\n]{1,4000})>/,
    /(?<![\w*])\*(?<bold>(?! )[^*\n]{1,1000}(?<! ))\*(?![\w*])/,
    /(?<![\w_])_(?<italic>(?! )[^_\n]{1,1000}(?<! ))_(?![\w_])/,
    /(?<![\w~])~(?<strike>(?! )[^~\n]{1,1000}(?<! ))~(?![\w~])/,
    /:(?<emoji>[a-z0-9+][a-z0-9_+-]{0,60}):/,
  ]
    .map((part) => part.source)
    .join("|"),
  "g",
);
const STYLES = { bold: "strong", italic: "em", strike: "s" };

export function mrkdwn(text) {
  const parts = [];
  let quoted = [];
  for (const line of fenced(text)) {
    const quote = /^(?:&gt;|>) ?/.exec(line);
    if (quote) {
      quoted.push(line.slice(quote[0].length));
      continue;
    }
    if (quoted.length) parts.push(h("blockquote", {}, inline(quoted.join("\n"))));
    else if (parts.length) parts.push("\n");
    quoted = [];
    parts.push(...inline(line));
  }
  if (quoted.length) parts.push(h("blockquote", {}, inline(quoted.join("\n"))));
  return parts;
}

export function plain(text) {
  return text.replace(/:([a-z0-9+][a-z0-9_+-]{0,60}):/g, (_, name) => emoji(name));
}

// A text object of Block Kit.
export function textObject(object) {
  return object.type === "mrkdwn" ? mrkdwn(object.text) : [plain(object.text)];
}

export function mention(id) {
  const mine = id === session.me ? "mention mine" : "mention";
  return h("span", { class: mine }, `@${userName(id)}`);
}

export function place(id) {
  return h("span", { class: "mention" }, `#${session.channels.get(id)?.name ?? id}`);
}

// Lines, with what stands between fences kept as one.
function fenced(text) {
  const lines = [];
  text.split("```").forEach((part, number, all) => {
    if (number % 2 && number < all.length - 1) lines[lines.length - 1] += `\`\`\`${part}\`\`\``;
    else {
      const own = (number % 2 ? `\`\`\`${part}` : part).split("\n");
      if (number) lines[lines.length - 1] += own.shift();
      lines.push(...own);
    }
  });
  return lines;
}

function inline(text) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(unescaped(text.slice(at, found.index)));
    const [kind, inner] = Object.entries(found.groups).find(([, value]) => value !== undefined);
    nodes.push(node(kind, inner));
    at = found.index + found[0].length;
  }
  nodes.push(unescaped(text.slice(at)));
  return nodes;
}

function node(kind, inner) {
  if (kind === "fence") return h("pre", {}, unescaped(withoutAngles(inner)));
  if (kind === "code") return h("code", {}, unescaped(withoutAngles(inner)));
  if (kind === "emoji") return emoji(inner);
  if (kind === "angle") return angle(inner);
  return h(STYLES[kind], {}, inline(inner));
}

function angle(inner) {
  const [target, label] = inner.split(/\|(.*)/s);
  if (target[0] === "@") return mention(target.slice(1));
  if (target[0] === "#") return place(target.slice(1));
  if (target.startsWith("!date^")) {
    const [, seconds, format, url] = target.split("^");
    const told = date(Number(seconds), format, unescaped(label ?? ""));
    return url ? link(unescaped(url), told) : h("span", {}, told);
  }
  if (target[0] === "!") return h("span", { class: "mention" }, unescaped(label ?? `@${target.slice(1).split("^")[0]}`));
  return link(unescaped(target), unescaped(label ?? target));
}

const withoutAngles = (text) => text.replace(/<([^<>|\n]{1,4000})(?:\|([^<>\n]{0,4000}))?>/g, (_, to, label) => label ?? to);
const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
