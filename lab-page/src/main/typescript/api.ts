let token = "";

export function use(secret: string): void { token = secret; }

export class Refused extends Error {
  constructor(readonly status: number, message: string) { super(message); }
}

/** A new key: one for each thing that shall be done once. */
export function key(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** What a method of the API answers; throws Refused if it refuses, TypeError if no answer comes. */
export async function call<T>(path: string, body?: object): Promise<T> {
  const headers: Record<string, string> = { authorization: "Bearer " + token };
  if (body !== undefined) headers["content-type"] = "application/json";
  const answer = await fetch(path, {
    method: body === undefined ? "GET" : "POST", headers,
    body: body === undefined ? null : JSON.stringify(body), signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text) as T;
  let why = text;
  try { why = (JSON.parse(text) as { message?: string }).message ?? text; } catch { /* it is plain text */ }
  throw new Refused(answer.status, why || "refused: HTTP " + answer.status);
}

/** Listens to a stream; `onEnd` is called once, with what the controller said. */
export function live(ask: object, onFrame: (frame: ArrayBuffer) => void, onEnd: (why: string) => void): void {
  const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/v1/live");
  socket.binaryType = "arraybuffer";
  let why = "the stream has ended";
  socket.onopen = () => socket.send(JSON.stringify({ token, ...ask }));
  socket.onmessage = (m: MessageEvent<string | ArrayBuffer>) => {
    if (typeof m.data === "string") why = m.data; else onFrame(m.data);
  };
  socket.onclose = () => onEnd(why);
}
