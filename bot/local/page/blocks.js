// Block Kit as DOM nodes. A surface is where blocks stand: {place, filled, errors}; controls act in it.

import { control } from "./controls.js";
import { h, link } from "./element.js";
import { plain, textObject } from "./mrkdwn.js";
import { richText } from "./rich_text.js";

export function renderBlocks(blocks, surface) {
  return h("div", { class: "blocks" }, blocks.map((block) => render(block, surface)));
}

function render(block, surface) {
  const draw = BLOCKS[block.type] ?? unknown;
  const drawn = draw(block, surface);
  drawn.classList.add("block", `block-${block.type}`);
  if (block.block_id) drawn.dataset.block = block.block_id;
  return drawn;
}

const BLOCKS = {
  section(block, surface) {
    const words = h(
      "div",
      { class: "words" },
      block.text && h("div", { class: "text" }, textObject(block.text)),
      block.fields && h("div", { class: "fields" }, block.fields.map((one) => h("div", { class: "text" }, textObject(one)))),
    );
    return h("div", {}, words, block.accessory && h("div", { class: "accessory" }, control(block.accessory, block, surface)));
  },
  header: (block) => h("h3", {}, plain(block.text.text)),
  divider: () => h("hr"),
  context: (block) =>
    h("div", {}, block.elements.map((one) => (one.type === "image" ? picture(one) : h("div", { class: "text" }, textObject(one))))),
  actions: (block, surface) => h("div", {}, block.elements.map((one) => control(one, block, surface))),
  context_actions: (block, surface) => h("div", {}, block.elements.map((one) => control(one, block, surface))),
  rich_text: richText,
  image: picture,
  file: (block) => h("div", {}, `A file: ${block.external_id}`),
  markdown: (block) => h("div", { class: "text" }, block.text),
  video: (block) => h("div", {}, link(block.title_url ?? "", block.title.text)),
  table(block) {
    const { column_settings: columns = [] } = block;
    const how = (number) => [columns[number]?.align, columns[number]?.is_wrapped && "wrapped"].filter(Boolean).join(" ");
    const drawn = (tag) => (cell, number) => h(tag, { class: how(number) || null }, inCell(cell));
    const rows = block.rows.map((row, number) => h("tr", {}, row.map(drawn(number ? "td" : "th"))));
    return h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", {}, rows));
  },
  input(block, surface) {
    const { errors = {} } = surface;
    const id = `input-${block.block_id}`;
    const field = control(block.element, block, surface);
    const told = h("p", { class: "problem", id: `${id}-problem`, role: "alert" }, errors[block.block_id] ?? "");
    const target = field.matches("input, textarea, select") ? field : (field.querySelector("input, textarea, select") ?? field);
    target.id ||= id;
    target.setAttribute("aria-describedby", `${id}-problem ${id}-hint`);
    if (errors[block.block_id]) target.setAttribute("aria-invalid", "true");
    return h(
      "div",
      {},
      h("label", { for: target.id }, plain(block.label.text), block.optional && h("span", { class: "optional" }, " (optional)")),
      field,
      told,
      h("p", { class: "hint", id: `${id}-hint` }, block.hint ? plain(block.hint.text) : ""),
    );
  },
};

function unknown(block) {
  return h("div", { class: "unknown" }, `A block of the type ${block.type}, which this page does not draw.`);
}

// Pictures of elsewhere are not fetched: their words stand for them.
function picture(image) {
  return h("span", { class: "picture", role: "img", "aria-label": image.alt_text }, `Picture: ${image.alt_text}`);
}

function inCell(cell) {
  return cell.type === "rich_text" ? richText(cell) : (cell.text ?? "");
}
