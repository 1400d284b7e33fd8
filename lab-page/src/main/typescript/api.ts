let token = "";

export function use(secret: string): void { token = secret; }

export class Refused extends Error {
  constructor(readonly status: number, message: string) { super(message); }
}

/** A new key: one for each thing that shall be done once. */
export function key(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** A path of the API; names of the rig may hold anything. */
export const path = (before: string, name: string, after = ""): string => before + encodeURIComponent(name) + after;

/** Ends what it is given to after so many milliseconds. */
export function within(milliseconds: number): AbortSignal {
  const limit = new AbortController();
  setTimeout(() => limit.abort(new DOMException("no answer within " + milliseconds + " ms", "TimeoutError")), milliseconds);
  return limit.signal;
}

/** What a method of the API answers; throws Refused if it refuses, TypeError if no answer comes. */
export async function call<T>(where: string, body?: object): Promise<T> {
  const headers: Record<string, string> = { authorization: "Bearer " + token };
  if (body !== undefined) headers["content-type"] = "application/json";
  const answer = await fetch(where, {
    method: body === undefined ? "GET" : "POST", headers,
    body: body === undefined ? null : JSON.stringify(body), signal: within(20_000),
  });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text) as T;
  let why = text;
  try { why = (JSON.parse(text) as { message?: string }).message ?? text; } catch { /* it is plain text */ }
  throw new Refused(answer.status, why || "refused: HTTP " + answer.status);
}

/** What went wrong, for people. */
export const wrong = (e: unknown): string => e instanceof Refused ? e.message
  : "no answer came, so it is not known whether this was done (" + String(e) + ")";

/** Listens to a stream until the returned function is called; `onEnd` is called once if it ends otherwise. */
export function live(ask: object, onFrame: (frame: ArrayBuffer) => void, onEnd: (why: string) => void): () => void {
  const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/v1/live");
  socket.binaryType = "arraybuffer";
  let why = "the stream has ended";
  let left = false;
  socket.onopen = () => socket.send(JSON.stringify({ token, ...ask }));
  socket.onmessage = (m: MessageEvent<string | ArrayBuffer>) => {
    if (left) return;
    if (typeof m.data === "string") why = m.data; else onFrame(m.data);
  };
  socket.onclose = () => { if (!left) onEnd(why); };
  return () => { left = true; socket.close(); };
}
