import type { Samples } from "./wire";

/** What each electrode did in the last ten seconds, second by second: spikes, and from lowest to highest. */
const SECONDS = 10;

interface Second { spikes: Map<number, number>; least: Int16Array; greatest: Int16Array }

let seconds: Second[] = [];
let now: Second | undefined;
let begun = 0;

export function restart(): void { seconds = []; now = undefined; begun = performance.now(); }

function second(electrodes: number): Second {
  if (now === undefined || now.least.length < electrodes) {
    now = {
      spikes: now?.spikes ?? new Map<number, number>(),
      least: new Int16Array(electrodes).fill(32767), greatest: new Int16Array(electrodes).fill(-32768),
    };
  }
  return now;
}

export function heard(block: Samples): void {
  const into = second(block.electrodes), n = block.electrodes;
  for (let at = 0; at < block.counts.length; at++) {
    const i = at % n, count = block.counts[at] ?? 0;
    if (count < (into.least[i] ?? 0)) into.least[i] = count;
    if (count > (into.greatest[i] ?? 0)) into.greatest[i] = count;
  }
}

export function spiked(spikes: number[]): void {
  const into = second(0).spikes;
  for (let i = 0; i + 1 < spikes.length; i += 2) into.set(spikes[i] ?? 0, (into.get(spikes[i] ?? 0) ?? 0) + 1);
}

setInterval(() => {
  if (now === undefined) return;
  seconds.push(now);
  if (seconds.length > SECONDS) seconds.shift();
  now = undefined;
}, 1000);

/** Spikes a second of an electrode. */
export function rate(electrode: number): number {
  const length = Math.max(1, Math.min(SECONDS, Math.round((performance.now() - begun) / 1000)));
  return seconds.reduce((sum, each) => sum + (each.spikes.get(electrode) ?? 0), 0) / length;
}

/** Counts from the lowest to the highest; NaN if nothing came. */
export function span(index: number): number {
  let least = 32767, greatest = -32768;
  for (const each of seconds) {
    least = Math.min(least, each.least[index] ?? 32767);
    greatest = Math.max(greatest, each.greatest[index] ?? -32768);
  }
  return greatest < least ? NaN : greatest - least;
}
