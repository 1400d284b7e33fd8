const SVG = "http://www.w3.org/2000/svg";

/** A part of a drawing; colours come from the style sheet by class, so that they follow the theme. */
export function part(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [each, value] of Object.entries(attributes)) made.setAttribute(each, String(value));
  made.textContent = text;
  return made;
}

export interface Line { points: [number, number][]; kind: string }
export interface Band { from: number; to: number; kind: string }
export interface Axes { x: [number, number]; y: [number, number]; across: string; up: string }

const WIDTH = 720, HEIGHT = 300, LEFT = 64, BOTTOM = 44, TOP = 12, RIGHT = 12;

/** Round numbers within a range, about five. */
function ticks([from, to]: [number, number]): number[] {
  const raw = (to - from) / 5, size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((each) => each * size).find((each) => each >= raw) ?? raw;
  const found: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to + step * 1e-6; at += step) found.push(Number(at.toPrecision(6)));
  return found;
}

/** Draws lines over bands into `into`, with axes; `label` is what a screen reader says. */
export function chart(into: Element, label: string, axes: Axes, lines: Line[], bands: Band[] = []): void {
  const [x0, x1] = axes.x, [y0, y1] = axes.y;
  const x = (value: number): number => LEFT + ((value - x0) / (x1 - x0)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - ((value - y0) / (y1 - y0)) * (HEIGHT - BOTTOM - TOP);
  const svg = part("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label });
  for (const band of bands) {
    svg.append(part("rect", { x: x(band.from), y: TOP, width: Math.max(1, x(band.to) - x(band.from)), height: HEIGHT - TOP - BOTTOM, class: band.kind }));
  }
  for (const at of ticks(axes.x)) {
    svg.append(part("line", { x1: x(at), x2: x(at), y1: TOP, y2: HEIGHT - BOTTOM, class: "grid" }),
      part("text", { x: x(at), y: HEIGHT - BOTTOM + 18, "text-anchor": "middle" }, String(at)));
  }
  for (const at of ticks(axes.y)) {
    svg.append(part("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(at), y2: y(at), class: "grid" }),
      part("text", { x: LEFT - 6, y: y(at) + 4, "text-anchor": "end" }, String(at)));
  }
  for (const line of lines) {
    svg.append(part("polyline", { points: line.points.map(([a, b]) => x(a).toFixed(1) + "," + y(b).toFixed(1)).join(" "), class: line.kind }));
  }
  svg.append(part("text", { x: (LEFT + WIDTH) / 2, y: HEIGHT - 6, "text-anchor": "middle" }, axes.across),
    part("text", { x: 14, y: (TOP + HEIGHT - BOTTOM) / 2, "text-anchor": "middle", transform: `rotate(-90 14 ${(TOP + HEIGHT - BOTTOM) / 2})` }, axes.up));
  into.replaceChildren(svg);
}
