import { call, key, path, Refused } from "./api";
import { rate, span } from "./activity";
import { attempt, confirm } from "./confirm";
import { clock, element, isShown, say, short, written } from "./dom";
import { epoch } from "./lease";
import type { Impedances, Site } from "./model";
import { array, culture, me } from "./rig";
import { onTheme } from "./theme";

/** Cividis, which people who do not tell red from green see as others do: dark is low. */
const SCALE: [number, number, number][] = [[0, 32, 77], [60, 77, 110], [124, 123, 120], [187, 175, 113], [255, 234, 70]];

/** In cells. */
const WIDEST_GAP = 1.5;
const MOST_HIGH = 700;

let impedances: Impedances | undefined;
let of = "";

function colour(part: number): string {
  const at = Math.min(1, Math.max(0, part)) * (SCALE.length - 1), i = Math.min(SCALE.length - 2, Math.floor(at));
  const low = SCALE[i] ?? [0, 0, 0], high = SCALE[i + 1] ?? low;
  return "rgb(" + low.map((each, c) => Math.round(each + ((high[c] ?? each) - each) * (at - i))).join(",") + ")";
}

const UNITS: Record<string, string> = { rate: "spikes/s", amplitude: "µV", impedance: "kΩ at 1 kHz" };

/** A value for each electrode of the culture; NaN if it is not known. */
function values(quantity: string, electrodes: number[]): number[] {
  const scale = (array()?.layout?.nanovoltsPerCount ?? 0) / 1000;
  if (quantity === "rate") return electrodes.map(rate);
  if (quantity === "amplitude") return electrodes.map((_, index) => span(index) * scale);
  return electrodes.map((electrode) => (impedances?.electrodes?.find((one) => (one.electrode ?? 0) === electrode)?.ohms ?? NaN) / 1000);
}

/** The sites of some electrodes; of an array that knows no positions, in their order in rows. */
function sitesOf(electrodes: number[]): { sites: (Site | undefined)[]; known: boolean } {
  const all = array()?.layout?.sites ?? [], found = electrodes.map((each) => all.find((site) => (site.electrode ?? 0) === each));
  const apart = new Set(found.map((site) => (site?.xMicrometers ?? 0) + "," + (site?.yMicrometers ?? 0)));
  if (apart.size === electrodes.length) return { sites: found, known: true };
  const columns = Math.ceil(Math.sqrt(electrodes.length));
  return { known: false, sites: found.map((site, i) => site && { ...site, xMicrometers: i % columns, yMicrometers: Math.floor(i / columns) }) };
}

/** Where each of some coordinates is drawn, in cells: as they lie, but for wide gaps, which would leave room for nothing else. */
function places(coordinates: number[]): Map<number, number> {
  const all = [...new Set(coordinates)].sort((a, b) => a - b), steps = all.slice(1).map((each, i) => each - (all[i] ?? 0));
  const least = Math.min(...steps);
  let at = 0;
  return new Map(all.map((each, i) => {
    if (i > 0) at += Math.min(WIDEST_GAP, (steps[i - 1] ?? 0) / least);
    return [each, at];
  }));
}

function draw(): void {
  if (!isShown("map")) return;
  const canvas = element<HTMLCanvasElement>("map"), context = canvas.getContext("2d");
  const electrodes = culture()?.electrodes ?? [], quantity = written("quantity");
  const { sites, known: placed } = sitesOf(electrodes);
  if (context === null) return;
  const style = getComputedStyle(document.documentElement), text = style.getPropertyValue("--text");
  const known = sites.filter((site): site is Site => site !== undefined);
  if (known.length === 0) { say("mapped", "No map: the array has no session, or the rig no culture."); return; }
  const found = values(quantity, electrodes), finite = found.filter(Number.isFinite), most = Math.max(0, ...finite);
  const across = places(known.map((one) => one.xMicrometers ?? 0)), down = places(known.map((one) => one.yMicrometers ?? 0));
  const wide = Math.max(...across.values()) + 1, high = Math.max(...down.values()) + 1;
  const size = Math.min((canvas.width - 16) / wide, MOST_HIGH / high, 72);
  // Setting it empties the canvas.
  canvas.height = Math.ceil(high * size) + 70;
  context.fillStyle = style.getPropertyValue("--back");
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.font = `${Math.min(16, Math.floor(size / 3))}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  sites.forEach((site, i) => {
    if (site === undefined) return;
    const x = 8 + (across.get(site.xMicrometers ?? 0) ?? 0) * size, y = 8 + (down.get(site.yMicrometers ?? 0) ?? 0) * size;
    const value = found[i] ?? NaN, part = most > 0 ? value / most : 0, inset = size > 8 ? 1 : 0.5;
    if (Number.isFinite(value)) {
      context.fillStyle = colour(part);
      context.fillRect(x + inset, y + inset, size - 2 * inset, size - 2 * inset);
    }
    context.strokeStyle = style.getPropertyValue("--line");
    context.strokeRect(x + inset, y + inset, size - 2 * inset, size - 2 * inset);
    if (size >= 28) {
      context.fillStyle = Number.isFinite(value) ? (part > 0.55 ? "#000" : "#fff") : text;
      context.fillText(String(electrodes[i]), x + size / 2, y + size / 2);
    }
  });
  legend(context, canvas, most, UNITS[quantity] ?? "", text);
  const greatest = electrodes[found.indexOf(most)], sorted = [...finite].sort((a, b) => a - b);
  say("mapped", finite.length === 0 ? (quantity === "impedance" ? "Impedances were not measured yet: they need the lease, and test current flows." : "Nothing has come yet.")
    : `${finite.length} of ${electrodes.length} electrodes; median ${short(sorted[Math.floor(sorted.length / 2)] ?? 0)}, greatest ${short(most)} ${UNITS[quantity] ?? ""}` +
      (most > 0 ? ` at electrode ${greatest}` : "") + (quantity === "impedance" ? `; measured ${clock(impedances?.begun)}` : "; the last 10 s") +
      (placed ? "" : "; the array knows no positions: drawn in order"));
}

function legend(context: CanvasRenderingContext2D, canvas: HTMLCanvasElement, most: number, unit: string, text: string): void {
  const y = canvas.height - 40, wide = Math.min(320, canvas.width - 16);
  for (let i = 0; i < wide; i++) { context.fillStyle = colour(i / wide); context.fillRect(8 + i, y, 1, 14); }
  context.fillStyle = text;
  context.font = "14px system-ui, sans-serif";
  context.textAlign = "left";
  context.fillText("0", 8, y + 26);
  context.textAlign = "right";
  context.fillText(short(most) + " " + unit, 8 + wide, y + 26);
}

async function look(): Promise<void> {
  try {
    const name = written("culture");
    if (name !== "" && me.name !== "" && isShown("map") && written("quantity") === "impedance") {
      if (of !== name) { of = name; impedances = undefined; }
      const told = await call<Impedances>(path("/v1/cultures/", name, "/impedances"));
      if (told.state === "MEASURED") impedances = told;
      say("measured", told.state === "RUNNING" ? "measuring …" : told.state === "FAILED" ? "The measurement failed: " + (told.reason ?? "") : "");
    }
  } catch (e) { if (!(e instanceof Refused)) say("measured", ""); }
  draw();
  setTimeout(() => void look(), 1000);
}

export function begin(): void {
  element("measure").onclick = () => {
    const ask = { culture: written("culture"), epoch: epoch(), key: key() };
    confirm(`Measure the impedances of ${ask.culture}? Test current flows through every electrode; samples are missing meanwhile, and triggers refused.`, "Measure", async () => {
      await call<Impedances>(path("/v1/cultures/", ask.culture, "/impedances"), ask);
      say("measured", "measuring …");
    });
  };
  element("quantity").addEventListener("input", () => void attempt(async () => draw()));
  onTheme(draw);
  void look();
}
