import { call, key, path } from "./api";
import { attempt } from "./confirm";
import { button, clock, element, rows, say } from "./dom";
import type { Alarm } from "./model";
import { may, me } from "./rig";

function acknowledge(alarm: Alarm): HTMLElement | string {
  if (alarm.acknowledgedBy) return "by " + alarm.acknowledgedBy;
  if (!may("OPERATOR", "SAFETY_OFFICER")) return "not yet";
  return button("acknowledge-" + alarm.alarm, "Acknowledge", "Acknowledge the alarm " + alarm.code, () => void attempt(async () => {
    await call<Alarm>(path("/v1/alarms/", alarm.alarm, ":acknowledge"), { alarm: alarm.alarm, key: key() });
  }));
}

async function look(): Promise<void> {
  try {
    if (me.name !== "") {
      const old = element<HTMLInputElement>("old").checked;
      const told = (await call<{ alarms?: Alarm[] }>("/v1/alarms" + (old ? "?acknowledgedToo=true" : ""))).alarms ?? [];
      const open = told.filter((one) => !one.acknowledgedBy).length;
      say("alarmed", open === 0 ? "" : `${open} alarm${open === 1 ? "" : "s"} not acknowledged. See Alarms.`);
      say("quiet", told.length === 0 ? "No alarms." : "");
      rows("alarms", told.map((one) => [(one.acknowledgedBy ? "" : "✕ ") + one.code, one.detail ?? "", clock(one.raised), acknowledge(one)]),
        (row, i) => { row.className = told[i]?.acknowledgedBy ? "" : "over"; });
    }
  } catch { /* the next look tells; what holds for the whole page is told elsewhere */ }
  setTimeout(() => void look(), 1000);
}

export function begin(): void { void look(); }
