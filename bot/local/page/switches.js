// The drawer of switches: what goes wrong on demand, and an alert to try things on.

import { button, h, say } from "./element.js";
import { act, session } from "./session.js";

const SWITCHES = [
  ["Rate limit the next call", "fault", { kind: "ratelimit", seconds: 2 }],
  ["Lose the next call", "fault", { kind: "lose_call" }],
  ["Lose the answer to the next call", "fault", { kind: "lose_answer" }],
  ["One message a second, as in Slack", "one_a_second", { on: true }],
  ["Refresh the app's sockets", "sockets", { how: "refresh" }],
  ["Close the app's sockets", "sockets", { how: "close" }],
  ["Cut the app's sockets", "sockets", { how: "abort" }],
  ["Silence the app's sockets", "sockets", { how: "silence" }],
  ["Stall the next event on the app's sockets", "sockets", { how: "stall" }],
  ["Take files:read away", "scopes", { remove: ["files:read"] }],
  ["Give files:read back", "scopes", { add: ["files:read"] }],
  ["Let nothing go wrong any more", "clear", {}],
];
const ALERT = {
  color: "#b3261e",
  title: "[FIRING] Manifest errors on live/channel7",
  text: "The publishing point answers *HTTP 400* with `0x8088002A`",
  fields: [{ title: "Host", value: "origin-2.example.net", short: true }],
  fallback: "[FIRING] Manifest errors on live/channel7",
};

// `channel()` names the channel that an alert goes to.
export function switches(channel) {
  const turn = async (label, name, fields) => {
    const told = await act(`control/${name}`, fields);
    say(told.ok ? `Done: ${label}` : `That did not work: ${told.error}`);
  };
  const alert = async () => {
    const bot = [...session.users.values()].find((user) => user.is_bot && user.name === "alerts");
    const told = await act("alert", { user: bot?.id, channel: channel(), text: "", attachments: [ALERT] });
    say(told.ok ? "The alert is there." : `That did not work: ${told.error}`);
  };
  const dialog = h(
    "dialog",
    { class: "drawer", "aria-label": "Switches", onclose: () => dialog.remove() },
    h("h2", {}, "Switches"),
    h("p", {}, "What a real workspace does to an app, on demand."),
    button("Post an alert in this channel", alert),
    SWITCHES.map(([label, name, fields]) => button(label, () => turn(label, name, fields))),
    h("footer", {}, button("Close", () => dialog.close(), { class: "primary" })),
  );
  document.body.append(dialog);
  dialog.showModal();
}
