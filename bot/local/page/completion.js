// What can follow in a composer: commands after a slash, people after an @, channels after a #; and a command's hint.

import { h } from "./element.js";
import { session } from "./session.js";

const WORD = /(?:^|\s)([@#])([\w.-]{0,80})$/;
const MOST = 8;

// {list, look(), keys(event)}: `keys` is true when the key was for the list.
export function completion(field, hint) {
  const list = h("ul", { class: "completion", role: "listbox", "aria-label": "Suggestions", hidden: true });
  let offered = [];
  let at = 0;

  const draw = () => {
    list.hidden = !offered.length;
    list.replaceChildren(
      ...offered.map((one, number) =>
        h(
          "li",
          { role: "option", "aria-selected": String(number === at), onpointerdown: (event) => (event.preventDefault(), take(one)) },
          h("strong", {}, one.shown),
          h("small", {}, one.hint),
        ),
      ),
    );
  };
  const take = (one) => {
    field.setRangeText(one.text, one.from, field.selectionStart, "end");
    offered = [];
    draw();
    field.dispatchEvent(new Event("input"));
    field.focus();
  };
  const look = () => {
    const before = field.value.slice(0, field.selectionStart);
    offered = [...commands(before), ...names(before)].slice(0, MOST);
    at = 0;
    hint.replaceChildren(commandHint(field.value));
    draw();
  };
  const keys = (event) => {
    if (!offered.length || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) at = (at + step + offered.length) % offered.length;
    else if (event.key === "Escape") offered = [];
    else if (event.key === "Tab" || (event.key === "Enter" && !whole(offered[at], field))) take(offered[at]);
    else return false;
    event.preventDefault();
    draw();
    return true;
  };
  return { list, look, keys };
}

// Whether it is already typed in full, so that Enter sends.
function whole(one, field) {
  return field.value.slice(one.from, field.selectionStart).trimEnd() === one.text.trimEnd();
}

function everyCommand() {
  const own = [{ name: "/invite", description: "Bring someone into this channel", hint: "@name" }];
  return [...session.apps.flatMap((app) => app.commands), ...own];
}

function commands(before) {
  if (!/^\/\S*$/.test(before)) return [];
  return everyCommand()
    .filter((one) => one.name.startsWith(before))
    .map((one) => ({ shown: `${one.name} ${one.hint}`, hint: one.description, text: `${one.name} `, from: 0 }));
}

function names(before) {
  const found = WORD.exec(before);
  if (!found) return [];
  const [, mark, typed] = found;
  const from = before.length - typed.length - 1;
  const all =
    mark === "@"
      ? [...session.users.values()].map((user) => ({ name: user.name, hint: user.real_name }))
      : [...session.channels.values()].filter((one) => one.name).map((one) => ({ name: one.name, hint: one.topic?.value ?? "" }));
  return all
    .filter((one) => one.name.toLowerCase().startsWith(typed.toLowerCase()))
    .map((one) => ({ shown: mark + one.name, hint: one.hint, text: `${mark}${one.name} `, from }));
}

function commandHint(text) {
  const command = everyCommand().find((one) => text.startsWith(`${one.name} `));
  return command ? `${command.name} ${command.hint}` : "";
}
