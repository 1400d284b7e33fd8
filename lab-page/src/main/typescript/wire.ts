/** A `Samples` message of the schema, as far as traces need it. */
export interface Samples { electrodes: number; rows: number; counts: Int16Array; decimation: number }

/** Reads a `Samples` frame; fields that are not needed are passed over. */
export function samples(frame: ArrayBuffer): Samples {
  const bytes = new Uint8Array(frame);
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1, length = 0; length < 10; length++, scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error("a frame ends within a number");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Error("a number in a frame has no end");
  };
  let electrodes = 0, rows = 0, decimation = 0;
  let counts = new Int16Array(0);
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    if (tag % 8 === 0) {
      const value = varint();
      if (field === 4) rows = value;
      if (field === 6) decimation = value;
    } else if (tag % 8 === 2) {
      const length = varint();
      const end = at + length;
      if (end > bytes.length) throw new Error("a frame ends within a field");
      if (field === 3) { while (at < end) { varint(); electrodes++; } }
      // A copy, since 16-bit numbers have to lie at even places.
      if (field === 5) counts = new Int16Array(frame.slice(at, end));
      at = end;
    } else {
      throw new Error("a frame has a field of a kind that is not known");
    }
  }
  if (counts.length !== rows * electrodes) throw new Error("a frame has too few samples or too many");
  return { electrodes, rows, counts, decimation };
}
