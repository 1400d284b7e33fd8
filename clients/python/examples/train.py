"""Trains a culture of a running rig to steer its centre of activity, over the API.

    ./wetstack train examples/centre-of-activity.yaml --plan --out out/python
    python3 clients/python/examples/train.py ADDRESS TOKEN_FILE out/python/plan.json --culture organoids

The plan is the one that ``./wetstack train`` writes, and the experiment the same; trials go to a file
beside it, one line each, written before their consequences. With ``--keep NAME`` the controller keeps
them too: then the same command goes on where it was ended, also at another controller if the culture
was moved there, and no dose is given twice.
"""

import argparse
import collections
import json
import math
import os
import random
import threading
import time

import wetstack

UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
MOST_SPIKES = 100_000
MOST_SECONDS_ALONE = 20


def seconds(text):
    number, unit = text.split()
    return float(number) * UNITS[unit]


class Ear:
    """Remembers the latest spikes; a thread reads them from the controller."""

    def __init__(self, culture):
        self.heard = collections.deque(maxlen=MOST_SPIKES)
        self.missed, self.failed = 0, None
        threading.Thread(target=self._listen, args=(culture,), daemon=True).start()

    def _listen(self, culture):
        try:
            for each in culture.spikes():
                self.missed += each.missed_before
                self.heard.extend(each.spikes)
        except wetstack.WetstackError as e:
            self.failed = e

    def count(self, windows, sites):
        if self.failed or self.missed:
            raise SystemExit(f"spikes were lost: {self.missed} samples missed, {self.failed}")
        spikes = list(self.heard)
        return [
            sum(s.electrode == e and any(a <= s.sample < b for a, b in windows) for s in spikes)
            for e in sites
        ]


class Steering:
    """The centre of activity and its target: state for one culture."""

    def __init__(self, parameters, seed, sites):
        self.sites = sites  # (electrode, x, y)
        self.stimulated = int(parameters["stimulated"])
        self.question = [self.stimulated] * int(parameters["pulses"])
        side = "target" if seed % 2 == 0 else "other"
        self.target = parameters[side + "-x"], parameters[side + "-y"]
        _, x, y = sites[self.stimulated]
        self.counted = [math.hypot(a - x, b - y) > parameters["deaf-within"] for _, a, b in sites]
        self.mean, self.seen = 0.0, 0

    def judge(self, spikes):
        """The score, and whether it is better than lately; None if nothing was heard."""
        heard = [(n, x, y) for n, (_, x, y), c in zip(spikes, self.sites, self.counted) if c]
        total = sum(n for n, _, _ in heard)
        if not total:
            return None, False
        centre = (sum(n * x for n, x, _ in heard) / total, sum(n * y for n, _, y in heard) / total)
        score = -math.dist(centre, self.target)
        better = self.seen > 0 and score > self.mean
        self.seen += 1
        self.mean += (score - self.mean) / min(self.seen, 20)
        return score, better


def consequence(arm, better, drawn):
    if arm == "random":
        return drawn
    if arm == "swapped":
        return "CORRECT" if better else "REWARD"
    return ("NOTHING" if arm == "none" else "REWARD") if better else "CORRECT"


def fire(culture, stimulus):
    """Fires it; a culture that has just come from another rig is let alone for some seconds."""
    for _ in range(MOST_SECONDS_ALONE):
        try:
            return culture.trigger(stimulus)
        except wetstack.Refused as refused:
            if refused.rule != "train.moved":
                raise
            time.sleep(1)
    return culture.trigger(stimulus)


def reward(culture, told, plan, number, before):
    """Begins it, once ``before``, the last one, has ended: a trial may come late."""
    key = f"{told.keep}-reward-{number}" if told.keep else ""
    if before:
        before.wait()
    if "flash" in plan:
        flash = plan["flash"]
        return culture.flash(flash["microwatts"], flash["microseconds"], told.light, key)
    dose = plan["dose"]
    return culture.dose(told.reservoir, dose["nanoliters"], dose["nanolitersPerMinute"], key)


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("address")
    ask.add_argument("token_file")
    ask.add_argument("plan")
    ask.add_argument("--culture", required=True)
    ask.add_argument("--sites", default="0-7", help="electrodes of this organoid, as in 8-15")
    ask.add_argument("--reservoir", default="dopamine")
    ask.add_argument("--light", default="", help="of several, for plans that reward by light")
    ask.add_argument("--seed", type=int, required=True)
    ask.add_argument("--arm", default="reward", choices=["reward", "none", "random", "swapped"])
    ask.add_argument("--keep", metavar="NAME", help="has the controller keep plan and trials")
    ask.add_argument("--earned", help="trials of the arm 'reward', for the arm 'random'")
    told = ask.parse_args()
    plan = json.load(open(told.plan))
    if plan["experiment"] != "centre-of-activity" or told.arm not in plan["arms"]:
        raise SystemExit("this program carries out plans of centre-of-activity, in their arms")
    pulse, trials, budget = plan["pulse"], plan["trials"], plan["budget"]
    drawn = []
    if told.arm == "random":
        if not told.earned:
            raise SystemExit("--arm random needs --earned: trials of the arm 'reward'")
        lines = [json.loads(line) for line in open(told.earned)]
        drawn = [line["given"] for line in lines if line["trial"] >= trials["baseline"]]
        random.Random(told.seed).shuffle(drawn)
        if len(drawn) != trials["training"]:
            raise SystemExit("--earned does not hold all trials of the arm 'reward'")
    journal = os.path.join(os.path.dirname(told.plan), f"python-{told.seed}-{told.arm}.jsonl")
    with open(journal, "w" if told.keep else "x") as out, wetstack.connect(
        told.address, token=open(told.token_file).read().strip()
    ) as rig, rig.lease("culture:" + told.culture, plan["plan"], wait=10) as lease:
        culture = lease.culture(told.culture)
        kept = []
        if told.keep:
            whole = {"plan": plan, "seed": told.seed, "arm": told.arm}
            kept = culture.plan(told.keep, json.dumps(whole, separators=(",", ":")))
        first, last = map(int, told.sites.split("-"))
        array = {c.name: c.array for c in rig.state().cultures}[told.culture]
        layout = next(
            device.layout
            for instrument in rig.state().instruments
            for device in instrument.devices
            # INSTRUMENT/DEVICE, or the instrument alone if it has one array
            if array in (instrument.name, f"{instrument.name}/{device.name}")
            and device.HasField("layout")
        )
        sites = [
            (s.electrode, s.x_micrometers, s.y_micrometers)
            for s in layout.sites
            if first <= s.electrode <= last
        ]
        left, top = sites[0][1], sites[0][2]
        task = Steering(
            plan["parameters"], told.seed, [(e, x - left, y - top) for e, x, y in sites]
        )
        if len(task.question) + trials["correctionPulses"] > budget["pulsesPerTrial"]:
            raise SystemExit("a trial could need more pulses than the budget allows")
        phase = seconds(pulse["phase"]) * 1e6
        loaded = [
            culture.load(wetstack.biphasic([e], -pulse["nanoamps"] / 1000, phase))
            for e, _, _ in sites
        ]
        recording = culture.record(plan["plan"])
        ear = Ear(culture)
        rate = layout.samples_per_second
        windows = [seconds(pulse["windowFrom"]) * rate, seconds(pulse["windowTo"]) * rate]
        earlier = [json.loads(line) for line in kept]
        for line in earlier:
            task.judge(line["spikes"])
            out.write(json.dumps(line) + "\n")
        latest = None
        if earlier and earlier[-1]["given"] == "REWARD":
            # Whoever told of it may not have come to it; the key says whether it was given.
            latest = reward(culture, told, plan, len(earlier) - 1, None)
        time.sleep(seconds(trials["settle"]))
        for number in range(len(earlier), trials["baseline"] + trials["training"]):
            chance = random.Random(f"{told.seed} {number}")
            due = time.monotonic() + seconds(trials["period"])
            heard = []
            for electrode in task.question:
                then = time.monotonic() + seconds(pulse["period"])
                began = fire(culture, loaded[electrode]).first_sample
                if began < 0:
                    raise SystemExit("the array did not tell when a pulse began")
                heard.append((began + windows[0], began + windows[1]))
                time.sleep(max(0, then - time.monotonic()))
            time.sleep(0.2)  # the last spikes may be under way
            spikes = ear.count(heard, [e for e, _, _ in sites])
            score, better = task.judge(spikes)
            trained = number - trials["baseline"]
            given = "NOTHING"
            if trained >= 0:
                given = consequence(told.arm, better, drawn[trained] if drawn else "")
            line = {"trial": number, "spikes": spikes, "score": score, "given": given}
            out.write(json.dumps(line) + "\n")
            out.flush()
            os.fsync(out.fileno())
            if told.keep:
                culture.tell(told.keep, number, json.dumps(line, separators=(",", ":")))
            if given == "REWARD":
                latest = reward(culture, told, plan, number, latest)
            elif given == "CORRECT":
                part = seconds(trials["correctionWithin"]) / max(1, trials["correctionPulses"])
                for _ in range(trials["correctionPulses"]):
                    then = time.monotonic() + part
                    time.sleep(chance.uniform(0, max(0, part - 0.01)))
                    culture.trigger(chance.choice(loaded))
                    time.sleep(max(0, then - time.monotonic()))
            score_text = "silent" if score is None else f"{score:.0f} um"
            print(f"trial {number}: {score_text}, {given}", flush=True)
            time.sleep(max(0, due - time.monotonic()))
        print(culture.finish(recording))


if __name__ == "__main__":
    try:
        main()
    except wetstack.Refused as e:
        raise SystemExit(f"the rig refused ({e.rule}, limit {e.limit}): {e}") from None
