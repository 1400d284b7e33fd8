#!/usr/bin/env python3
"""What the page of a running controller costs a browser: first paint, frames a second, heap over time; and pictures of it.

  python3 tests/benchmarks/src/main/python/page.py URL TOKEN-FILE [--minutes N] [--pictures FOLDER]

Needs Chromium as Debian has it, and nothing else. It draws in software, as Chromium without a window does. What is measured
is in docs/reference/benchmarks.md.
"""

import argparse
import base64
import json
import os
import pathlib
import select
import subprocess
import tempfile
import time

CHROMIUM = "/usr/bin/chromium"
VIEWS = ["live", "map", "responses", "stimulate", "dose", "rig", "calendar", "alarms", "training", "life"]
MOST_ANSWER = 64 << 20


class Browser:
    """Chromium without a window, told what to do over two pipes."""

    def __init__(self, width=1280, height=900):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        ask_read, self.ask = os.pipe()
        self.answer, answer_write = os.pipe()

        def pipes():
            # Chromium reads from 3 and writes to 4; either number may be taken by the other pipe.
            read, write = os.dup(ask_read), os.dup(answer_write)
            os.dup2(os.dup(read), 3)
            os.dup2(os.dup(write), 4)

        self.process = subprocess.Popen(
            [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             f"--window-size={width},{height}", "--remote-debugging-pipe", "--js-flags=--expose-gc",
             "--user-data-dir=" + self.folder.name, "about:blank"],
            preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(ask_read)
        os.close(answer_write)
        self.calls, self.held, self.session = 0, b"", None
        self.seen = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")

    def call(self, method, **parameters):
        """What the browser answers to `method`, within a minute."""
        self.calls += 1
        message = {"id": self.calls, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.ask, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            while b"\0" in self.held:
                text, self.held = self.held.split(b"\0", 1)
                answer = json.loads(text)
                if answer.get("id") == self.calls:
                    if "error" in answer:
                        raise RuntimeError(f"{method}: {answer['error']}")
                    return answer["result"]
                self.seen = (self.seen + [answer])[-100:]
            if select.select([self.answer], [], [], 1)[0]:
                self.held += os.read(self.answer, 1 << 20)
                if len(self.held) > MOST_ANSWER:
                    raise RuntimeError(f"{method}: the answer is too long")
        raise RuntimeError(f"{method}: no answer within a minute")

    def run(self, script):
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{script}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def until(self, condition, seconds=30):
        begin = time.monotonic()
        while not self.run(condition):
            if time.monotonic() - begin > seconds:
                raise RuntimeError(f"{condition} did not come to be; the page says: {self.run('document.body.innerText')}")
            time.sleep(0.05)
        return time.monotonic() - begin

    def picture(self, file):
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def heap(self):
        """Bytes of objects, and of the buffers that they hold, after what is not needed was collected."""
        self.call("HeapProfiler.collectGarbage")
        used = self.call("Runtime.getHeapUsage")
        return used["usedSize"], used.get("backingStorageSize", -1)

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def log_in(browser, url, token):
    browser.call("Page.navigate", url=url)
    browser.until("document.getElementById('line')?.textContent === 'connected'")
    paint = browser.run("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1")
    browser.run("document.getElementById('token').focus()")
    browser.call("Input.insertText", text=token)
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13,
                     **({"text": "\r"} if kind == "keyDown" else {}))
    browser.until("!document.getElementById('rig').hidden")
    shown = browser.until("Number(document.getElementById('traces').dataset.rate) > 0", 120)
    return paint, shown


def pictures(browser, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        dark = "true" if theme == "dark" else "false"
        browser.run(f"document.documentElement.classList.contains('dark') === {dark} || document.getElementById('theme').click()")
        for view in VIEWS:
            browser.run(f"location.hash = '/{view}'")
            # A sweep takes 17 s.
            time.sleep(18 if view == "live" else 3)
            browser.picture(folder / f"{view}-{theme}.png")
            print(folder / f"{view}-{theme}.png", flush=True)


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("url")
    asked.add_argument("token", type=pathlib.Path)
    asked.add_argument("--minutes", type=int, default=1)
    asked.add_argument("--pictures", type=pathlib.Path)
    ask = asked.parse_args()
    browser = Browser()
    try:
        paint, shown = log_in(browser, ask.url, ask.token.read_text().strip())
        print(f"first paint {paint:.0f} ms; traces {shown:.1f} s after the log-in", flush=True)
        rates = []
        for minute in range(ask.minutes if not ask.pictures else 0):
            for _ in range(60):
                time.sleep(1)
                rates.append(float(browser.run("document.getElementById('traces').dataset.rate")))
            objects, buffers = browser.heap()
            print(f"minute {minute + 1}: heap {objects / 1e6:.2f} MB, buffers {buffers / 1e6:.2f} MB; frames/s median "
                  f"{sorted(rates[-60:])[30]:.1f}, least {min(rates[-60:]):.1f}; load {os.getloadavg()[0]:.1f}; "
                  f"{browser.run('document.getElementById(`traced`).textContent')}", flush=True)
        if ask.pictures:
            pictures(browser, ask.pictures)
    finally:
        browser.close()


if __name__ == "__main__":
    main()
