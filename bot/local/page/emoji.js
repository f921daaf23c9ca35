// The few emoji that people put under messages at night, by Slack's names for them.

export const EMOJI = {
  "+1": "\u{1F44D}",
  "-1": "\u{1F44E}",
  eyes: "\u{1F440}",
  fire: "\u{1F525}",
  heavy_check_mark: "\u2714\uFE0F",
  hourglass: "\u231B",
  hourglass_flowing_sand: "\u23F3",
  mag: "\u{1F50D}",
  pray: "\u{1F64F}",
  rotating_light: "\u{1F6A8}",
  smile: "\u{1F604}",
  tada: "\u{1F389}",
  thinking_face: "\u{1F914}",
  thumbsdown: "\u{1F44E}",
  thumbsup: "\u{1F44D}",
  warning: "\u26A0\uFE0F",
  white_check_mark: "\u2705",
  x: "\u274C",
};

export const emoji = (name) => EMOJI[name] ?? `:${name}:`;
