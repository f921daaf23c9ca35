// Icons as lines on a grid of 20 by 20.

const LINES = {
  back: "M12 4 6 10l6 6",
  bolt: "M11 2 4 12h5l-1 6 8-10h-6z",
  close: "M5 5l10 10M15 5 5 15",
  down: "M6 3h3v7H6zM9 9l3 7c2 0 2-2 1.500-4H17c1 0 1-6-1-7H9",
  file: "M5 2h7l4 4v12H5zM12 2v4h4",
  hash: "M8 3 6 17M14 3l-2 14M4 8h13M3 13h13",
  lock: "M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3",
  menu: "M3 5h14M3 10h14M3 15h14",
  more: "M4 10h.01M10 10h.01M16 10h.01",
  plus: "M10 4v12M4 10h12",
  reply: "M3 4h14v10H9l-4 3v-3H3z",
  send: "M3 3l14 7-14 7 2-7zM5 10h7",
  smile: "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16M7 8h.01M13 8h.01M6.500 12c2 2.500 5 2.500 7 0",
  switches: "M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4",
  trash: "M4 6h12M8 6V3h4v3M6 6l1 11h6l1-11",
  up: "M6 17h3v-7H6zM9 11l3-7c2 0 2 2 1.500 4H17c1 0 1 6-1 7H9",
};
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 20 20");
  drawn.setAttribute("class", "icon");
  drawn.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", LINES[name]);
  drawn.append(path);
  return drawn;
}
