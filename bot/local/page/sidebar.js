// The sidebar: channels, direct messages, apps, and who is looking.

import { button, h } from "./element.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { avatar } from "./message.js";
import { appOf, channelName, session } from "./session.js";

// `now` is {channel} or {app}; `unread` counts by channel; `go` has channel(id), app(app), person(id), be(id), switches().
export function drawSidebar(now, unread, go) {
  const row = (content, name, current, count, act) =>
    h(
      "li",
      {},
      button([content, h("span", {}, name), count ? h("span", { class: "count", "aria-label": `${count} unread` }, count) : null].filter(Boolean), act, {
        "aria-current": current ? "page" : null,
        class: count ? "unread" : null,
      }),
    );
  const channels = [...session.channels.values()];
  const places = channels.filter((one) => !one.is_im).sort((one, other) => one.name.localeCompare(other.name));
  const direct = channels.filter((one) => one.is_im && !appOf(one));
  const people = [...session.users.values()].filter((user) => !user.is_bot && user.id !== session.me && !direct.some((one) => one.user === user.id));
  const ims = Object.fromEntries(channels.filter(appOf).map((one) => [one.user, unread.get(one.id)]));
  document.getElementById("sidebar").replaceChildren(
    h("header", {}, h("strong", {}, session.team.name), button(icon("switches"), go.switches, { label: "Switches" })),
    h(
      "div",
      { class: "places" },
      group("Channels", places.map((one) => row(icon(one.is_private ? "lock" : "hash"), one.name, now.channel === one.id, unread.get(one.id), () => go.channel(one.id)))),
      group("Direct messages", [
        ...direct.map((one) => row(face(one.user), channelName(one), now.channel === one.id, unread.get(one.id), () => go.channel(one.id))),
        ...people.map((user) => row(face(user.id), user.real_name, false, 0, () => go.person(user.id))),
      ]),
      group("Apps", session.apps.map((app) => row(face(app.user), app.name, now.app === app.id, ims[app.user], () => go.app(app)))),
    ),
    h("footer", {}, whoami(go.be)),
  );
}

function group(title, rows) {
  const id = `group-${title.replace(" ", "-")}`;
  return h("section", { "aria-labelledby": id }, h("h2", { id }, title), h("ul", {}, rows));
}

function face(id) {
  const user = session.users.get(id);
  return avatar(user, user?.real_name ?? id);
}

function whoami(be) {
  const people = [...session.users.values()].filter((user) => !user.is_bot);
  const items = people.map((user) => ({ label: user.real_name, hint: user.is_admin ? "admin" : "", act: () => be(user.id) }));
  const me = session.users.get(session.me);
  return button([face(session.me), h("span", {}, me.real_name)], (event) => openMenu(event.currentTarget, items, "Look as"), {
    "aria-haspopup": "menu",
    label: `${me.real_name}: look as someone else`,
  });
}
