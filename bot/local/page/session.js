// What the page knows of the workspace, and its requests; see bot/local/user_api.py for both.

export const session = { me: "", team: {}, users: new Map(), channels: new Map(), apps: [] };

// Begin as a user; the first person of the workspace when none is named. The open modals come back.
export async function begin(user) {
  const state = await got(`/local/state?${new URLSearchParams(user ? { user } : {})}`);
  session.me = state.me;
  session.team = state.team;
  session.users = new Map(state.users.map((one) => [one.id, one]));
  session.channels = new Map(state.channels.map((one) => [one.id, one]));
  session.apps = state.apps;
  return state.views;
}

export async function messages(channel, thread_ts = "") {
  const query = new URLSearchParams({ user: session.me, channel, thread_ts });
  return (await got(`/local/messages?${query}`)).messages;
}

// Do something as the user. What is refused comes back with `ok` false and `error`, Slack's word for it.
export async function act(what, fields = {}) {
  const body = JSON.stringify({ user: session.me, ...fields });
  const headers = { "Content-Type": "application/json" };
  try {
    return await (await fetch(`/local/${what}`, { method: "POST", headers, body })).json();
  } catch {
    return { ok: false, error: "the local Slack does not answer; is it still running?" };
  }
}

// Hear every change; `again` is called when the feed was lost and is back.
export function listen(hear, again) {
  const address = `${location.origin.replace("http", "ws")}/local/feed?user=${encodeURIComponent(session.me)}`;
  return new Promise((ready) => {
    const connect = (opened) => {
      const feed = new WebSocket(address);
      feed.addEventListener("open", opened);
      feed.addEventListener("message", (event) => hear(JSON.parse(event.data)));
      feed.addEventListener("close", () => setTimeout(() => connect(again), 1000));
    };
    connect(ready);
  });
}

export function fileAddress(id) {
  return `/local/files/${encodeURIComponent(id)}?user=${encodeURIComponent(session.me)}`;
}

export function userName(id) {
  return session.users.get(id)?.name ?? id;
}

export function channelName(channel) {
  if (!channel.is_im) return channel.name;
  const other = session.users.get(channel.user);
  return channel.user === session.me ? `${other.real_name} (you)` : (other?.real_name ?? channel.user);
}

export function appOf(channel) {
  return channel.is_im ? session.apps.find((app) => app.user === channel.user) : undefined;
}

export function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => failed(reader.error));
    reader.readAsDataURL(file);
  });
}

async function got(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${await response.text()}`);
  return response.json();
}
