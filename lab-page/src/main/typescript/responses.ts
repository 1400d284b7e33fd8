import { live } from "./api";
import { chart } from "./chart";
import { element, fill, isShown, say, short, written } from "./dom";
import { array, culture, me, onRig } from "./rig";
import { samples } from "./wire";
import type { Mark } from "./wire";

/** The mean is over so many. */
const PULSES = 20;
const BEFORE_MS = 10, AFTER_MS = 90, BIN_MS = 5, ARTEFACT_MS = 5;

interface Pulse { sample: number; bins?: number[]; trace?: Int16Array }

let pulses: Pulse[] = [];
/** Electrode and sample, in turn, of the last second. */
let recent: number[] = [];
let latest = 0;
let ring = new Int16Array(0);
let ringEnd = 0, gapEnd = 0;
let watched = "", leave: () => void = () => {};

const perSecond = (): number => array()?.layout?.samplesPerSecond ?? 30_000;
const window = (): [number, number] => [Math.round((perSecond() * BEFORE_MS) / 1000), Math.round((perSecond() * AFTER_MS) / 1000)];

export function restart(): void { pulses = []; recent = []; latest = 0; leave(); watched = ""; }

export function marked(marks: Mark[]): void {
  for (const { sample } of marks) {
    if (pulses.some((one) => one.sample === sample)) continue;
    pulses.push({ sample });
    if (pulses.length > PULSES) pulses.shift();
  }
}

export function spiked(some: number[]): void {
  recent.push(...some);
  latest = Math.max(latest, some[some.length - 1] ?? 0);
}

/** Of each pulse that is long enough ago: when cells answered, and what the electrode saw. */
function settle(): void {
  const [before, after] = window(), bin = (perSecond() * BIN_MS) / 1000, count = Math.round((BEFORE_MS + AFTER_MS) / BIN_MS);
  const now = Math.max(latest, ringEnd);
  for (const pulse of pulses) {
    // Spikes are found a little later than samples come.
    if (pulse.bins === undefined && now > pulse.sample + after + perSecond() / 5) {
      pulse.bins = new Array<number>(count).fill(0);
      for (let i = 1; i < recent.length; i += 2) {
        const at = Math.floor(((recent[i] ?? 0) - pulse.sample + before) / bin);
        if (at >= 0 && at < count) pulse.bins[at] = (pulse.bins[at] ?? 0) + 1;
      }
    }
    const from = pulse.sample - before;
    if (pulse.trace === undefined && ringEnd >= pulse.sample + after && from >= gapEnd && from >= ringEnd - ring.length) {
      pulse.trace = Int16Array.from({ length: before + after }, (_, i) => ring[(from + i) % ring.length] ?? 0);
    }
  }
  const old = now - 2 * perSecond();
  let keep = 0;
  while (keep + 1 < recent.length && (recent[keep + 1] ?? 0) < old) keep += 2;
  if (keep > 0) recent.splice(0, keep);
}

/** Every sample of the one electrode that is looked at. */
function follow(): void {
  const of = culture(), name = of === undefined ? "" : of.name + "/" + written("electrode");
  fill("electrode", (of?.electrodes ?? []).map(String));
  if (of === undefined || written("electrode") === "" || array() === undefined || me.name === "" || name === watched || !isShown("histogram")) return;
  leave();
  watched = name;
  ring = new Int16Array(perSecond());
  ringEnd = 0;
  gapEnd = 0;
  for (const pulse of pulses) delete pulse.trace;
  leave = live({ watch: "samples", culture: of.name, electrodes: [Number(written("electrode"))] }, (frame) => {
    const block = samples(frame);
    if (ringEnd === 0 || block.missed > 0) gapEnd = block.first;
    for (let i = 0; i < block.rows; i++) ring[(block.first + i) % ring.length] = block.counts[i] ?? 0;
    ringEnd = block.first + block.rows;
    settle();
  }, () => { setTimeout(() => { watched = ""; }, 1000); });
}

function draw(): void {
  follow();
  settle();
  if (!isShown("histogram")) return;
  const answered = pulses.filter((one) => one.bins !== undefined), traced = pulses.filter((one) => one.trace !== undefined);
  const scale = (array()?.layout?.nanovoltsPerCount ?? 0) / 1000, [before] = window();
  const bins = Math.round((BEFORE_MS + AFTER_MS) / BIN_MS);
  const mean = Array.from({ length: bins }, (_, i) => answered.reduce((sum, one) => sum + (one.bins?.[i] ?? 0), 0) / Math.max(1, answered.length));
  const steps = mean.flatMap((value, i): [number, number][] => [[i * BIN_MS - BEFORE_MS, value], [(i + 1) * BIN_MS - BEFORE_MS, value]]);
  const pulse = [{ from: 0, to: 0.5, kind: "pulse" }], across = "ms after the pulse";
  const after = mean.slice(BEFORE_MS / BIN_MS + 1).reduce((sum, one) => sum + one, 0);
  say("responded", answered.length === 0 ? "No pulse yet. Stimulate, and the answers of the last " + PULSES + " pulses are averaged here."
    : `Mean of the last ${answered.length} pulse${answered.length === 1 ? "" : "s"}: ${short(after)} spikes in the ${AFTER_MS - BIN_MS} ms after each, from 5 ms on; all electrodes of the culture.`);
  chart(element("histogram"), `Spikes of all electrodes around a pulse, mean of ${answered.length}`, { x: [-BEFORE_MS, AFTER_MS], y: [0, Math.max(1, ...mean) * 1.1], across, up: "spikes in 5 ms" },
    [{ points: steps, kind: "curve" }], pulse);
  // A pixel is a third of a millisecond: no more points than that are drawn.
  const skip = Math.max(1, Math.floor(perSecond() / 5000)), length = traced[0]?.trace?.length ?? 0;
  const line = (of: (i: number) => number): [number, number][] =>
    Array.from({ length: Math.floor(length / skip) }, (_, k) => [((k * skip - before) / perSecond()) * 1000, of(k * skip) * scale]);
  const lines = traced.slice(-5).map((one) => ({ points: line((i) => one.trace?.[i] ?? 0), kind: "single" }));
  const middle = line((i) => traced.reduce((sum, one) => sum + (one.trace?.[i] ?? 0), 0) / Math.max(1, traced.length));
  // The artefact of the pulse is far higher than any answer: it is cut off.
  const high = Math.max(20, ...middle.filter(([x]) => x < -1 || x > ARTEFACT_MS).map(([, y]) => Math.abs(y))) * 1.2;
  const clip = (points: [number, number][]): [number, number][] => points.map(([x, y]) => [x, Math.max(-high, Math.min(high, y))]);
  chart(element("evoked"), `Voltage of electrode ${written("electrode")} around a pulse, mean of ${traced.length}`, { x: [-BEFORE_MS, AFTER_MS], y: [-high, high], across, up: "µV" },
    traced.length === 0 ? [] : [...lines.map((one) => ({ kind: one.kind, points: clip(one.points) })), { points: clip(middle), kind: "curve" }], pulse);
}

export function begin(): void {
  onRig(draw);
  element("electrode").addEventListener("input", draw);
}
