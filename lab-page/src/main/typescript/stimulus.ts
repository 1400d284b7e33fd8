import type { Applied, ElectrodeKind } from "./model";

/** A pulse: phases in nanoamps and microseconds, all else in microseconds. */
export interface Pulse {
  electrodes: number[]; phases: { nanoamps: number; micros: number }[]; interphase: number; pulses: number; period: number; settle: number; recovery: number;
}

/** "0-3, 9" as numbers; throws if it is not understood. */
export function electrodes(text: string): number[] {
  const found: number[] = [];
  for (const each of text.split(",").map((one) => one.trim()).filter((one) => one !== "")) {
    const range = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(each);
    const from = Number(range?.[1]), to = Number(range?.[2] ?? range?.[1]);
    if (range === null || to < from || to - from > 4096) throw new Error(`“${each}” names no electrodes: write numbers and ranges, such as 0-3, 9`);
    for (let one = from; one <= to; one++) if (!found.includes(one)) found.push(one);
  }
  if (found.length === 0) throw new Error("no electrode is named: write numbers and ranges, such as 0-3, 9");
  return found;
}

/** As the API wants it: nanoseconds. */
export const asked = (pulse: Pulse): object => ({
  electrodes: pulse.electrodes,
  phases: pulse.phases.map((one) => ({ nanoamps: one.nanoamps, nanoseconds: Math.round(one.micros * 1000) })),
  interphaseNanoseconds: Math.round(pulse.interphase * 1000), pulses: pulse.pulses, periodNanoseconds: Math.round(pulse.period * 1000),
  settleNanoseconds: Math.round(pulse.settle * 1000), recoveryNanoseconds: Math.round(pulse.recovery * 1000),
});

/** As the hardware plays it: ticks are what it counts in. */
export function played(applied: Applied): Pulse {
  const micros = (ticks: number | undefined): number => ((ticks ?? 0) / applied.ticksPerSecond) * 1e6;
  return {
    electrodes: applied.electrodes ?? [], phases: (applied.phases ?? []).map((one) => ({ nanoamps: one.nanoamps ?? 0, micros: micros(one.ticks) })),
    interphase: micros(applied.interphaseTicks), pulses: applied.pulses ?? 0, period: micros(applied.periodTicks),
    settle: micros(applied.settleTicks), recovery: micros(applied.recoveryTicks),
  };
}

/** Picocoulombs of each phase. */
const charges = (pulse: Pulse): number[] => pulse.phases.map((one) => (one.nanoamps * one.micros) / 1000);
const lasts = (pulse: Pulse): number => pulse.phases.reduce((sum, one) => sum + one.micros, 0) + pulse.interphase;

/** Microcoulombs in a square centimetre of a disc. */
const density = (picocoulombs: number, micrometers: number): number => (picocoulombs * 100) / ((Math.PI / 4) * micrometers * micrometers);

export interface Held { rule: string; value: number; limit: number | undefined; unit: string }

/** What a train comes to, beside its limits. The controller looks at more: at what was played before, and at what it left. */
export function margin(pulse: Pulse, limit: (rule: string) => { value: number } | undefined, kind: ElectrodeKind | undefined): Held[] {
  const most = Math.max(0, ...charges(pulse).map(Math.abs));
  const within = (window: number): number => pulse.pulses <= 1 ? pulse.pulses : Math.min(pulse.pulses, Math.ceil(window / pulse.period));
  const line = (rule: string, value: number, unit: string): Held => ({ rule, value, limit: limit(rule)?.value, unit });
  return [
    line("stimulus.current", Math.max(0, ...pulse.phases.map((one) => Math.abs(one.nanoamps))), "nA"),
    { rule: "stimulus.charge", value: most, limit: kind === undefined ? limit("stimulus.charge")?.value : Number(kind.mostPhasePicocoulombs), unit: "pC a phase" },
    ...(kind === undefined ? [] : [{ rule: "charge density", value: density(most, kind.diameterMicrometers), limit: kind.mostMicrocoulombsPerSquareCentimeter, unit: "µC/cm²" }]),
    // The array takes only what cancels exactly; a millionth is what doubles are good for.
    { rule: "charge left by a pulse", value: Math.abs(Math.round(charges(pulse).reduce((sum, one) => sum + one, 0) * 1e6) / 1e6), limit: 0, unit: "pC" },
    line("stimulus.electrodes", pulse.electrodes.length, "electrodes"),
    line("stimulus.pulses", pulse.pulses, "pulses"),
    line("stimulus.rate", within(1e6), "pulses/s"),
    line("stimulus.duty", (within(1e7) * lasts(pulse)) / 1e4, "‰"),
  ];
}

/** Current over time of one pulse, with a little of nothing around it. */
export function outline(pulse: Pulse): [number, number][] {
  const edge = Math.max(20, lasts(pulse) * 0.15), points: [number, number][] = [[-edge, 0], [0, 0]];
  let at = 0;
  pulse.phases.forEach((phase, i) => {
    points.push([at, phase.nanoamps], [at + phase.micros, phase.nanoamps], [at + phase.micros, 0]);
    at += phase.micros;
    if (i === 0 && pulse.phases.length > 1) { at += pulse.interphase; points.push([at, 0]); }
  });
  points.push([at + edge, 0]);
  return points;
}
