// Slack's dates: a moment as the reader's clock shows it, in a format of Slack's.

const DAY = 24 * 3600 * 1000;
const STYLES = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hour12: false },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false },
};

// The moment in words; the fallback where the format has something that this page does not know.
export function date(seconds, format, fallback) {
  const at = new Date(seconds * 1000);
  let known = !Number.isNaN(at.getTime());
  const told = String(format ?? "").replace(/\{([a-z_]{1,30})\}/g, (_, token) => {
    const said = known && part(at, token);
    known &&= Boolean(said);
    return said;
  });
  return known && told ? told : fallback ?? String(seconds);
}

function part(at, token) {
  if (token === "date_num") return [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  if (token.endsWith("_pretty")) return day(at) ?? part(at, token.replace("_pretty", ""));
  return STYLES[token] && at.toLocaleString("en-GB", STYLES[token]);
}

function day(at) {
  const apart = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / DAY);
  return { [-1]: "tomorrow", 0: "today", 1: "yesterday" }[apart];
}

const two = (number) => String(number).padStart(2, "0");
