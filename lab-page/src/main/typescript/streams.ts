import { live } from "./api";
import { element, isShown, say } from "./dom";
import * as activity from "./activity";
import { Raster } from "./raster";
import { array, culture, onRig } from "./rig";
import * as responses from "./responses";
import { Traces } from "./traces";
import { samples, spikes } from "./wire";
import type { Samples } from "./wire";

/** Sixty groups a second at 30 kHz: no screen shows more. */
const DECIMATION = 500;
/** A page that is not shown is told on and draws nothing; it keeps the latest only. */
const MOST_WAITING = 200;

const traces = new Traces(element<HTMLCanvasElement>("traces"), DECIMATION);
const raster = new Raster(element<HTMLCanvasElement>("raster"));
const waiting: Samples[] = [];
let spiked: number[] = [];
let watched = "";
let leave: (() => void)[] = [];
let frames = 0, missed = 0, since = performance.now();

function stop(): void {
  for (const each of leave) each();
  leave = [];
  watched = "";
}

function ended(why: string): void {
  stop();
  say("traced", "No traces: " + why);
  // Not at once: a controller that refuses would be asked without end.
  watched = "!";
  setTimeout(() => { watched = ""; }, 1000);
}

function follow(): void {
  const of = culture(), on = array();
  if (of === undefined) { stop(); say("traced", "This rig has no culture, so there is nothing to show: add one to its rig file."); return; }
  if (on?.layout === undefined) {
    if (watched !== "!") stop();
    say("traced", "No traces: the instrument of " + of.name + " has no session. See Rig.");
    return;
  }
  if (watched === of.name || watched === "!") return;
  stop();
  watched = of.name;
  missed = 0;
  traces.restart();
  raster.restart(of.electrodes ?? [], on.layout.samplesPerSecond);
  activity.restart();
  responses.restart();
  leave = [
    live({ watch: "samples", culture: of.name, decimation: DECIMATION }, (frame) => {
      const block = samples(frame);
      missed += block.missed;
      activity.heard(block);
      responses.marked(block.marks);
      waiting.push(block);
      if (waiting.length > MOST_WAITING) waiting.shift();
    }, ended),
    live({ watch: "spikes", culture: of.name }, (frame) => {
      const some = spikes(frame).spikes;
      activity.spiked(some);
      responses.spiked(some);
      spiked.push(...some);
      if (spiked.length > 200_000) spiked = spiked.slice(-100_000);
    }, ended),
  ];
}

/** Draws what has come since the last frame. */
function draw(): void {
  const shown = isShown("traces");
  if (waiting.length > 0 && shown) frames++;
  for (const block of waiting) {
    if (shown) traces.add(block);
    raster.reach(block.first + Math.floor(block.rows / 2) * block.decimation, block.missed);
  }
  waiting.length = 0;
  raster.add(spiked);
  spiked.length = 0;
  if (shown) { traces.show(); raster.show(); }
  requestAnimationFrame(draw);
}

/** Once a second: how it goes. */
function tally(): void {
  const now = performance.now(), rate = (frames * 1000) / (now - since), of = culture();
  if (leave.length > 0 && of !== undefined && isShown("traces")) {
    element("traces").dataset["rate"] = rate.toFixed(1);
    say("traced", `${of.name}: ${of.electrodes?.length ?? 0} electrodes, ${rate.toFixed(0)} frames/s` +
      (missed > 0 ? `, ${missed} samples missed (shown as gaps)` : ", no samples missed"));
  }
  frames = 0;
  since = now;
}

onRig(follow);
requestAnimationFrame(draw);
setInterval(tally, 1000);

export { stop };
