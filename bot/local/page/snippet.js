// The dialog that makes a text snippet.

import { button, h, say } from "./element.js";
import { act } from "./session.js";

export function snippet(channel, thread_ts) {
  const name = h("input", { id: "snippet-name", type: "text", value: "response.txt" });
  const content = h("textarea", { id: "snippet-content", rows: 12, spellcheck: "false" });
  const create = async () => {
    const told = await act("upload", { channel, thread_ts, name: name.value, content: content.value, snippet: true });
    if (told.ok) dialog.close();
    else say(`That did not work: ${told.error}`);
  };
  const dialog = h(
    "dialog",
    { class: "modal", "aria-label": "Create a text snippet", onclose: () => dialog.remove() },
    h("header", {}, h("h2", {}, "Create a text snippet")),
    h("div", { class: "inside" }, h("label", { for: "snippet-name" }, "Name"), name, h("label", { for: "snippet-content" }, "Content"), content),
    h("footer", {}, button("Close", () => dialog.close()), button("Create snippet", create, { class: "primary" })),
  );
  document.body.append(dialog);
  dialog.showModal();
  content.focus();
}
