import { call, key, wrong } from "./api";
import { confirm } from "./confirm";
import { element, say } from "./dom";
import { may, onRig, rig } from "./rig";

interface Stopped { instrument: string; microseconds?: number; failure?: string }

async function stop(): Promise<void> {
  say("told", "stopping …");
  try {
    const answer = await call<{ instruments?: Stopped[] }>("/v1/rig:stop", { reason: "stopped on the page", key: key() });
    say("told", "STOPPED: " + (answer.instruments ?? []).map((one) => one.instrument +
      (one.failure ? " NOT KNOWN TO HAVE STOPPED: " + one.failure : " in " + (one.microseconds ?? 0) + " µs")).join("; "));
  } catch (e) { say("told", "NOT KNOWN TO HAVE STOPPED: " + wrong(e) + ". Press the emergency stop of the lab."); }
}

async function release(): Promise<void> {
  const answer = await call<{ released?: boolean; agreed?: string[] }>("/v1/rig:release", { key: key() });
  say("told", answer.released ? "The stop is released." : "Agreed so far: " + (answer.agreed ?? []).join(", ") + ". A second person has to agree within ten minutes.");
}

export function begin(): void {
  const button = element<HTMLButtonElement>("stop");
  button.onclick = () => void stop();
  document.addEventListener("keydown", (event) => {
    if (event.key === "F9" && !event.repeat && !button.disabled) { event.preventDefault(); void stop(); }
  });
  element("release").onclick = () => confirm("Release the emergency stop? Look at the rig first. Two people have to agree.",
    "I agree to the release", release);
  onRig(() => {
    element("latched").hidden = !rig.stopped;
    element<HTMLButtonElement>("release").disabled = !may("OPERATOR", "SAFETY_OFFICER");
  });
}

