// h(tag, attributes, ...children): a DOM element. Strings become text, never markup; null and false are left out.

export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

// A button; `label` is what a screen reader says when `content` is an icon.
export function button(content, onclick, { label = null, ...attributes } = {}) {
  return h("button", { type: "button", "aria-label": label, title: label, onclick, ...attributes }, content);
}

// A link out of the page, or plain text when the address is not one of the web or of mail.
export function link(address, content) {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return h("span", {}, content);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, content);
}

let told = 0;

// Say something in passing, at the foot of the page.
export function say(sentence) {
  const place = document.getElementById("told");
  place.replaceChildren(sentence);
  const mine = ++told;
  setTimeout(() => mine === told && place.replaceChildren(), 6000);
}
