package org.wetstack.emulator.headstage;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The firmware's side of one chip: the words of a frame, what their replies must be, and what to do
 * when one is not. Replies come two words later, so the last two of a frame are answered in the
 * next. Not thread-safe.
 */
final class Port {

  /** How long a chip is left alone before its start is tried again. */
  private static final int TRIES_PER_SECOND = 50;

  private final Bus bus;
  private final ChipCommands commands;
  private final @Nullable Outputs outputs;
  private final int framesBetweenTries;
  private final int[] converts;
  private final int idRead;
  private final int complianceRead;

  /** The bits of a reply to READ that are 0 whatever was read. */
  private final int readMask;

  private final AuxWords aux;
  private final HostAccess host = new HostAccess();
  private final RegisterBook registers;
  private boolean watching;
  private int exceeded;
  private @Nullable String fault;
  private int framesToTry;
  private int script = -1;
  private boolean idle;

  /**
   * @param outputs null if the chip cannot stimulate
   */
  Port(Bus bus, ChipCommands commands, @Nullable Outputs outputs, int samplesPerSecond) {
    this.bus = bus;
    this.commands = commands;
    this.outputs = outputs;
    framesBetweenTries = Math.max(1, samplesPerSecond / TRIES_PER_SECOND);
    converts = new int[commands.channels()];
    for (int i = 0; i < converts.length; i++) {
      converts[i] = commands.convert(i);
    }
    aux = new AuxWords(commands.auxSlots());
    idRead = commands.read(commands.idAddress());
    int half = commands.bits() / 2;
    readMask = ((1 << half) - 1) << half;
    complianceRead = commands.read(Rhs2116Commands.COMPLIANCE);
    registers = new RegisterBook(commands, readMask);
  }

  Bus bus() {
    return bus;
  }

  ChipCommands commands() {
    return commands;
  }

  @Nullable Outputs outputs() {
    return outputs;
  }

  int auxSlots() {
    return commands.auxSlots();
  }

  /** How many slots of the frame are free. */
  int auxFree() {
    return aux.free();
  }

  /** What the chip did wrong; null if it is in order. */
  @Nullable String fault() {
    return fault;
  }

  /** From power-up to a chip that records, all words one after the other. */
  void boot() {
    fault = null;
    watching = false;
    host.forget();
    forgetRegisters();
    // The first two replies mean nothing.
    bus.exchange(idRead);
    bus.exchange(idRead);
    ChipCommands.Word[] words = commands.boot();
    int length = words.length;
    for (int i = 0; i < length + 2; i++) {
      int reply = bus.exchange(i < length ? words[i].mosi() : idRead);
      if (i >= 2) {
        ChipCommands.Word before = words[i - 2];
        check(before.mosi(), before.reply(), before.mask(), reply);
      }
    }
    aux.begin();
    idle(0);
  }

  private void forgetRegisters() {
    registers.reset();
    if (outputs != null) {
      outputs.reset();
    }
    exceeded = 0;
    script = -1;
  }

  /** The first word of a frame, in which what the frame before ended with comes into force. */
  void firstWord() {
    aux.begin();
    check(0, bus.exchange(converts[0]));
  }

  /** All other words. The samples of {@code channels} channels are put at {@code at}. */
  void otherWords(short[] counts, int at, int channels) {
    check(1, bus.exchange(converts[1]));
    int shift = commands.sampleShift();
    int inFrame = converts.length - 2;
    for (int i = 0; i < inFrame; i++) {
      short sample = (short) (bus.exchange(converts[i + 2]) >> shift ^ 0x8000);
      if (i < channels) {
        counts[at + i] = sample;
      }
    }
    compose();
    for (int i = 0; i < 2; i++) {
      short sample = (short) (bus.exchange(aux.word(i)) >> shift ^ 0x8000);
      if (inFrame + i < channels) {
        counts[at + inFrame + i] = sample;
      }
    }
    int slots = auxSlots();
    for (int i = AuxWords.LATE; i < slots; i++) {
      check(i, bus.exchange(aux.word(i)));
    }
  }

  private void compose() {
    idle = nothingToDo();
    if (fault != null || !bus.plain()) {
      registers.distrust();
    }
    Outputs stimulating = outputs;
    if (stimulating != null) {
      stimulating.write(this);
      if (watching && aux.free() > 0) {
        aux.put(complianceRead, 0, readMask);
      }
    }
    while (host.wantsToSend() && aux.free() > 0) {
      putAsked();
    }
    if (fault == null) {
      idle(1);
      if (aux.free() > 0) {
        registers.putCheck(aux);
      }
    } else {
      // What it holds is not known: its registers are not checked.
      retry();
      idle(0);
    }
  }

  /**
   * Whether the last frame had, and the next one will have, only conversions and checks, of which
   * none can fail: since anything was wrong with the chip all of its registers have been checked.
   */
  boolean idle() {
    return idle && fault == null && registers.trusted() && nothingToDo() && bus.plain();
  }

  private boolean nothingToDo() {
    return (outputs == null || !outputs.waiting()) && !watching && host.done();
  }

  /** Something may be wrong with the chip now: all that it holds is checked anew. */
  void distrust() {
    registers.distrust();
  }

  /** So many frames of which {@link #idle} holds are not sent, for their replies are known. */
  void skip(int frames) {
    registers.skip(frames);
  }

  /** Reads the id until so many slots are {@code left}. */
  private void idle(int left) {
    while (aux.free() > left) {
      aux.put(idRead, commands.readReply(commands.id()), -1);
    }
  }

  /** Puts a write into the next slot of this frame, of which there must be one. */
  void write(int address, int value, int flags) {
    registers.written(address, value);
    aux.put(commands.write(address, value) | flags, commands.writeReply(value), -1);
  }

  private void putAsked() {
    if (host.takeWrite()) {
      write(host.address(), host.value(), 0);
      // Not all of its bits may be kept: what it holds is known when it is read.
      registers.unknown(host.address());
    } else {
      aux.put(commands.read(host.address()), 0, readMask);
    }
  }

  private void check(int slot, int got) {
    check(aux.answeredWord(slot), aux.answeredReply(slot), aux.answeredMask(slot), got);
  }

  private void check(int word, int reply, int mask, int got) {
    if (((reply ^ got) & mask) != 0) {
      wrong(word, reply, got);
    } else if (word == complianceRead && outputs != null && fault == null) {
      exceeded |= got & 0xFFFF;
    }
    if (host.awaiting() && word == commands.read(host.address())) {
      int value = got & ~readMask;
      host.answered(value);
      registers.found(host.address(), value);
    }
  }

  private void wrong(int word, int reply, int got) {
    if (fault == null) {
      fault =
          String.format(
              Locale.ROOT,
              "%s answered 0x%X to 0x%X, not 0x%X",
              commands.chipName(),
              got,
              word,
              reply);
    }
    script = -1;
    framesToTry = framesBetweenTries;
  }

  /** From time to time starts the chip anew; when all of that went well, it is in order. */
  private void retry() {
    if (script < 0) {
      framesToTry--;
      if (framesToTry > 0) {
        return;
      }
      forgetRegisters();
      script = 0;
    }
    ChipCommands.Word[] start = commands.boot();
    while (aux.free() > 0 && script < start.length) {
      aux.put(start[script].mosi(), start[script].reply(), start[script].mask());
      script++;
    }
    if (aux.free() > 0) {
      // Two more frames, in which the last replies come.
      script++;
      if (script > start.length + 2) {
        fault = null;
        script = -1;
      }
    }
  }

  /** Whether the compliance monitor is read in each frame. */
  void watch(boolean so) {
    watching = so;
  }

  /** A bit for each channel that ran out of voltage since this was last asked. */
  int takeExceeded() {
    int taken = exceeded;
    exceeded = 0;
    return taken;
  }

  /** What a host wants of this chip; it is sent in the next free slots. */
  HostAccess host() {
    return host;
  }
}
