// A rich_text block as DOM nodes.

import { date } from "./date.js";
import { emoji } from "./emoji.js";
import { h, link } from "./element.js";
import { mention, place } from "./mrkdwn.js";

const TAGS = { bold: "strong", italic: "em", strike: "s", underline: "u", highlight: "mark" };

export function richText(block) {
  return h("div", { class: "rich-text" }, lists(block.elements));
}

// Parts in order; items that follow each other are one list.
function lists(parts) {
  return parts.map((part) => {
    const inner = part.elements ?? [];
    if (part.type === "rich_text_preformatted") return h("pre", {}, inner.map(inline));
    if (part.type === "rich_text_quote") return h("blockquote", {}, inner.map(inline));
    if (part.type !== "rich_text_list") return h("p", {}, inner.map(inline));
    const items = inner.map((item) => h("li", {}, item.elements.map(inline)));
    const start = part.offset ? part.offset + 1 : null;
    const list = h(part.style === "ordered" ? "ol" : "ul", { start }, items);
    if (part.indent) list.style.marginInlineStart = `${part.indent * 1.5}em`;
    return list;
  });
}

function inline(element) {
  return Object.entries(element.style ?? {}).reduce(
    (node, [style, on]) => (on && TAGS[style] ? h(TAGS[style], {}, node) : node),
    element.style?.code ? h("code", {}, bare(element)) : bare(element),
  );
}

function bare(element) {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return link(element.url, element.text || element.url);
    case "user":
      return mention(element.user_id);
    case "channel":
      return place(element.channel_id);
    case "emoji":
      return emoji(element.name);
    case "broadcast":
      return h("span", { class: "mention" }, `@${element.range}`);
    case "date": {
      const told = date(element.timestamp, element.format, element.fallback);
      return element.url ? link(element.url, told) : told;
    }
    case "color":
      return element.value;
    default:
      return `(${element.type})`;
  }
}
