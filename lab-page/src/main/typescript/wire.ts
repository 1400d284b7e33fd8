/** A pulse that began. */
export interface Mark { sample: number; operation: string }

/** A `Samples` message of the schema. */
export interface Samples {
  first: number; missed: number; electrodes: number; rows: number; counts: Int16Array; decimation: number; marks: Mark[];
}

/** A `Spikes` message: electrode and sample, in turn. */
export interface Spikes { spikes: number[]; missed: number }

/** The fields of one message, as protobuf writes them. */
class Fields {
  private at: number;
  private readonly bytes: Uint8Array;

  constructor(private readonly frame: ArrayBuffer, from = 0, private readonly end = frame.byteLength) {
    this.bytes = new Uint8Array(frame);
    this.at = from;
  }

  private varint(): number {
    let value = 0;
    for (let scale = 1, length = 0; length < 10; length++, scale *= 128) {
      const byte = this.at < this.end ? this.bytes[this.at++] : undefined;
      if (byte === undefined) throw new Error("a frame ends within a number");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Error("a number in a frame has no end");
  }

  /** Calls `number` or `part` for each field; what they do not know they leave aside. */
  each(number: (field: number, value: number) => void, part: (field: number, from: number, to: number) => void): void {
    while (this.at < this.end) {
      const tag = this.varint();
      const field = Math.floor(tag / 8);
      if (tag % 8 === 0) {
        number(field, this.varint());
      } else if (tag % 8 === 2) {
        const length = this.varint();
        const to = this.at + length;
        if (to > this.end) throw new Error("a frame ends within a field");
        part(field, this.at, to);
        this.at = to;
      } else {
        throw new Error("a frame has a field of a kind that is not known");
      }
    }
  }

  /** How many numbers stand there, one after the other. */
  count(): number {
    let count = 0;
    while (this.at < this.end) { this.varint(); count++; }
    return count;
  }

  text(): string { return new TextDecoder().decode(new Uint8Array(this.frame, this.at, this.end - this.at)); }
}

/** Reads a `Samples` frame. */
export function samples(frame: ArrayBuffer): Samples {
  const read: Samples = { first: 0, missed: 0, electrodes: 0, rows: 0, counts: new Int16Array(0), decimation: 1, marks: [] };
  new Fields(frame).each((field, value) => {
    if (field === 1) read.first = value;
    if (field === 2) read.missed = value;
    if (field === 4) read.rows = value;
    if (field === 6) read.decimation = Math.max(1, value);
  }, (field, from, to) => {
    if (field === 3) read.electrodes = new Fields(frame, from, to).count();
    // A copy, since 16-bit numbers have to lie at even places.
    if (field === 5) read.counts = new Int16Array(frame.slice(from, to));
    if (field === 7) {
      const mark: Mark = { sample: 0, operation: "" };
      new Fields(frame, from, to).each((f, value) => { if (f === 1) mark.sample = value; },
        (f, begin, end) => { if (f === 2) mark.operation = new Fields(frame, begin, end).text(); });
      read.marks.push(mark);
    }
  });
  if (read.counts.length !== read.rows * read.electrodes) throw new Error("a frame has too few samples or too many");
  return read;
}

/** Reads a `Spikes` frame. */
export function spikes(frame: ArrayBuffer): Spikes {
  const read: Spikes = { spikes: [], missed: 0 };
  new Fields(frame).each((field, value) => { if (field === 2) read.missed = value; }, (field, from, to) => {
    if (field !== 1) return;
    let electrode = 0, sample = 0;
    new Fields(frame, from, to).each((f, value) => { if (f === 1) electrode = value; if (f === 2) sample = value; }, () => {});
    read.spikes.push(electrode, sample);
  });
  return read;
}
