import { call, path, wrong } from "./api";
import { chart } from "./chart";
import { clock, element, isShown, rows, say, short, written } from "./dom";
import type { Life } from "./model";
import { culture, me } from "./rig";

const DAY = 86_400_000;

function show(life: Life): void {
  const of = culture(), plated = Date.parse(of?.plated ?? ""), age = life.daysInVitro ?? 0, forecast = life.forecast;
  const day = (at: string): number => (Date.parse(at) - plated) / DAY;
  say("lived", `${of?.name ?? ""}: ${age.toFixed(1)} days in vitro` + (life.vigour === undefined ? ", not observed yet" : `, vigour ${short(life.vigour)}`) +
    ` · doses: ${life.doses ?? 0} · trains: ${life.trains ?? 0} · stops of its rig: ${life.stops ?? 0} · alarms: ${life.alarms ?? 0}`);
  say("forecast", forecast === undefined ? "No forecast before the day of plating."
    : `It reaches day ${forecast.low.toFixed(0)} with 90 %, day ${forecast.median.toFixed(0)} with 50 % and day ${forecast.high.toFixed(0)} with 10 %, ` +
      `if the model is right: four of five such cultures end in the shaded interval, half of them before the line within it; the line outside is today. 63 % of such cultures die within ${forecast.lifespan.toFixed(0)} days, as the rig file says.`);
  const seen = life.observations ?? [], points = seen.map((one): [number, number] => [day(one.at), one.vigour ?? 0]);
  const first = Math.min(age, ...points.map(([x]) => x)), last = Math.max(age, forecast?.high ?? age);
  const high = Math.max(1.2, ...points.map(([, y]) => y)) * 1.05, pad = Math.max(1, (last - first) * 0.05);
  chart(element("life"), `Vigour over days in vitro, ${seen.length} observations; today is day ${age.toFixed(0)}`,
    { x: [Math.max(0, first - pad), last + pad], y: [0, high], across: "days in vitro", up: "vigour (1 is as at first)" },
    [{ points, kind: "curve" }, ...points.map(([x, y]) => ({ points: [[x, y], [x, y]] as [number, number][], kind: "dot" }))],
    [...(forecast === undefined ? [] : [{ from: forecast.low, to: forecast.high, kind: "interval" }, { from: forecast.median, to: forecast.median, kind: "median" }]),
      { from: age, to: age, kind: "today" }]);
  rows("observations", seen.slice(-10).reverse().map((one) => [clock(one.at), short(one.vigour ?? 0), `${one.active ?? 0} of ${one.electrodes ?? 0}`,
    short(one.spikesPerSecond ?? 0), one.answersPerPulse === undefined ? "not probed" : short(one.answersPerPulse)]));
  const impedance = life.impedances?.[life.impedances.length - 1];
  say("median", impedance === undefined ? "Impedances were not measured yet." : `Median impedance ${short((impedance.ohms ?? 0) / 1000)} kΩ on ${clock(impedance.at)}.`);
}

let shown = "";
let at = 0;

/** Each half minute, and at once when it comes into view: it changes by the day. */
async function look(): Promise<void> {
  const name = written("culture");
  if (me.name === "" || name === "" || !isShown("life")) { shown = ""; }
  else if (shown !== name || performance.now() - at > 30_000) {
    shown = name;
    at = performance.now();
    try { show(await call<Life>(path("/v1/cultures/", name))); } catch (e) { say("lived", wrong(e)); }
  }
  setTimeout(() => void look(), 300);
}

export function begin(): void { void look(); }
