import * as alarms from "./alarms";
import { call, Refused, use } from "./api";
import * as calendar from "./calendar";
import * as condition from "./condition";
import * as asking from "./confirm";
import * as dose from "./dose";
import * as light from "./light";
import { element, say, written } from "./dom";
import * as lease from "./lease";
import * as life from "./life";
import { line } from "./line";
import * as map from "./map";
import type { User } from "./model";
import * as responses from "./responses";
import * as rig from "./rig";
import * as stimulate from "./stimulate";
import * as stop from "./stop";
import * as streams from "./streams";
import { theme } from "./theme";
import * as training from "./training";
import * as views from "./views";

/** The token is good no more: what is shown is not current, and nothing can be done until somebody logs in. */
function expired(why: string): void {
  streams.stop();
  asking.close();
  lease.forget("no lease");
  element("login").hidden = false;
  element("rig").hidden = true;
  say("told", "Logged out: " + why + " The emergency stop of this page needs a token that is good: until then, press that of the lab.");
  element("token").focus();
}

async function login(): Promise<void> {
  const field = element<HTMLInputElement>("token");
  use(written("token"));
  try {
    const user = await call<User>("/v1/me");
    field.value = "";
    say("told", "");
    element("login").hidden = true;
    element("rig").hidden = false;
    element<HTMLButtonElement>("stop").disabled = false;
    rig.begin(user, expired);
    document.querySelector<HTMLElement>("nav a[aria-current]")?.focus();
  } catch (e) {
    say("told", e instanceof Refused ? "this token is not accepted: " + e.message : "the controller does not answer: " + String(e));
  }
}

theme(element<HTMLButtonElement>("theme"));
views.begin();
asking.begin();
for (const part of [stop, lease, dose, light, stimulate, map, responses, condition, calendar, alarms, life, training]) part.begin();
element<HTMLFormElement>("login").onsubmit = (event) => { event.preventDefault(); void login(); };
element("culture").addEventListener("input", rig.show);
void line();
element("token").focus();
