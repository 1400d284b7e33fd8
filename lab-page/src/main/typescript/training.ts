import { call, path, wrong } from "./api";
import { chart } from "./chart";
import { element, isShown, say, short, written } from "./dom";
import type { Experiment } from "./model";
import { me } from "./rig";

const LATELY = 20;

interface Trial { score: number | null; given: string }

/** What a program told of a trial: a line of its own; ours are JSON with a score and what was given. */
function trial(line: string): Trial {
  try {
    const told = JSON.parse(line) as { score?: unknown; given?: unknown };
    return { score: typeof told.score === "number" ? told.score : null, given: typeof told.given === "string" ? told.given : "" };
  } catch { return { score: null, given: "" }; }
}

let known = "";
let trials: Trial[] = [];

function show(experiment: Experiment): void {
  const name = experiment.experiment ?? "";
  if (name === "") {
    say("trained", "No program has told of an experiment on this culture.");
    element("training").replaceChildren();
    return;
  }
  const given = (what: string): number => trials.filter((one) => one.given === what).length;
  say("trained", `${name}: ${trials.length} trials, ${given("REWARD")} rewarded, ${given("CORRECT")} corrected`);
  const points = trials.flatMap((one, at): [number, number][] => one.score === null ? [] : [[at, one.score]]);
  if (points.length < 2) { element("training").replaceChildren(); return; }
  const lately = points.map(([at], index): [number, number] => {
    const some = points.slice(Math.max(0, index - LATELY + 1), index + 1);
    return [at, some.reduce((sum, [, score]) => sum + score, 0) / some.length];
  });
  const scores = points.map(([, score]) => score), low = Math.min(...scores), high = Math.max(...scores);
  const begun = trials.findIndex((one) => one.given !== "" && one.given !== "NOTHING");
  chart(element("training"), `Score over ${trials.length} trials; the mean of the last ${LATELY} is ${short(lately[lately.length - 1]?.[1] ?? 0)}`,
    { x: [0, Math.max(1, trials.length - 1)], y: [low - (high - low || 1) * 0.05, high + (high - low || 1) * 0.05], across: "trial", up: "score" },
    [{ points, kind: "single" }, { points: lately, kind: "curve" }],
    begun < 0 ? [] : [{ from: begun, to: begun, kind: "today" }]);
}

/** Each two seconds while it is in view; only trials that are new are asked for. */
async function look(): Promise<void> {
  const culture = written("culture");
  let pause = 300;
  if (me.name !== "" && culture !== "" && isShown("trained-view")) {
    try {
      let answer = await call<Experiment>(path("/v1/cultures/", culture, "/experiment?from=" + trials.length));
      const now = culture + "\n" + (answer.experiment ?? "") + "\n" + (answer.plan ?? "");
      if (now !== known) {
        known = now;
        trials = [];
        answer = await call<Experiment>(path("/v1/cultures/", culture, "/experiment?from=0"));
      }
      trials.push(...(answer.lines ?? []).map(trial));
      show(answer);
      pause = trials.length < (answer.trials ?? 0) ? 0 : 2_000;
    } catch (e) {
      say("trained", wrong(e));
      pause = 2_000;
    }
  }
  setTimeout(() => void look(), pause);
}

export function begin(): void { void look(); }
