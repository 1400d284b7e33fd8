package org.wetstack.emulator.headstage;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.chip.Rhd2132;
import org.wetstack.emulator.chip.Rhs2116;

/**
 * The firmware's side of one chip: the words of a frame, what their replies must be, and what to do
 * when one is not. Replies come two words later, so the last two of a frame are answered in the
 * next. Not thread-safe.
 */
final class Port {

  private static final int MAX_AUX = 4;
  private static final int UNKNOWN = -1;

  /** What another chip would say in the place of one. */
  private static final int RHS_OTHER_ID = 1;

  private static final int RHD_OTHER_ID = 4;

  /** How long a chip is left alone before its start is tried again. */
  private static final int TRIES_PER_SECOND = 50;

  private final Bus bus;
  private final ChipCommands commands;
  private final @Nullable Outputs outputs;
  private final int framesBetweenTries;
  private final int[] converts;
  private final int[] registers;
  private final int[] checked;
  private final int idRead;
  private final int complianceRead;

  /** The bits of a reply to READ that are 0 whatever was read. */
  private final int readMask;

  // The auxiliary words of this frame, what must come back for them, and in which bits.
  private final int[] words = new int[MAX_AUX];
  private final int[] replies = new int[MAX_AUX];
  private final int[] masks = new int[MAX_AUX];
  private int filled;

  // The same for the last two of the frame before.
  private final int[] lateWords = new int[2];
  private final int[] lateReplies = new int[2];
  private final int[] lateMasks = new int[2];

  private final HostAccess host = new HostAccess();
  private int nextCheck;
  private boolean watching;
  private int exceeded;
  private @Nullable String fault;
  private int framesToTry;
  private int script = -1;

  /**
   * @param outputs null if the chip cannot stimulate
   */
  private Port(Bus bus, ChipCommands commands, @Nullable Outputs outputs, int samplesPerSecond) {
    this.bus = bus;
    this.commands = commands;
    this.outputs = outputs;
    framesBetweenTries = Math.max(1, samplesPerSecond / TRIES_PER_SECOND);
    converts = new int[commands.channels()];
    for (int i = 0; i < converts.length; i++) {
      converts[i] = commands.convert(i);
    }
    registers = commands.registers();
    checked = checked(registers);
    idRead = commands.read(commands.idAddress());
    int half = commands.bits() / 2;
    readMask = ((1 << half) - 1) << half;
    complianceRead = commands.read(Rhs2116Commands.COMPLIANCE);
  }

  /** The firmware's side of {@code chip}, which stimulates. */
  static Port of(Rhs2116 chip, int samplesPerSecond, int stepNanoamps) {
    var commands = new Rhs2116Commands(samplesPerSecond, stepNanoamps);
    var bus = new Bus(chip, chip::powerCycle, commands, RHS_OTHER_ID);
    return new Port(bus, commands, new Outputs(), samplesPerSecond);
  }

  /** The firmware's side of {@code chip}, which records. */
  static Port of(Rhd2132 chip, int samplesPerSecond) {
    var commands = new Rhd2132Commands(samplesPerSecond);
    var bus = new Bus(chip, chip::powerCycle, commands, RHD_OTHER_ID);
    return new Port(bus, commands, null, samplesPerSecond);
  }

  private static int[] checked(int[] registers) {
    int count = 0;
    var found = new int[registers.length];
    for (int address = 0; address < registers.length; address++) {
      if (registers[address] >= 0) {
        found[count++] = address;
      }
    }
    return Arrays.copyOf(found, count);
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

  int auxFilled() {
    return filled;
  }

  /** What the chip did wrong; null if it is in order. */
  @Nullable String fault() {
    return fault;
  }

  /** From power-up to a chip that records, all words one after the other. */
  void boot() {
    fault = null;
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
    for (int i = 0; i < 2; i++) {
      lateWords[i] = idRead;
      lateReplies[i] = commands.readReply(commands.id());
      lateMasks[i] = -1;
    }
  }

  private void forgetRegisters() {
    System.arraycopy(commands.registers(), 0, registers, 0, registers.length);
    if (outputs != null) {
      outputs.reset();
    }
    nextCheck = 0;
    exceeded = 0;
    script = -1;
    filled = 0;
  }

  /** The first word of a frame, in which what the frame before ended with comes into force. */
  void firstWord() {
    check(lateWords[0], lateReplies[0], lateMasks[0], bus.exchange(converts[0]));
  }

  /** All other words. The samples of {@code channels} channels are put at {@code at}. */
  void otherWords(short[] counts, int at, int channels) {
    check(lateWords[1], lateReplies[1], lateMasks[1], bus.exchange(converts[1]));
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
      short sample = (short) (bus.exchange(words[i]) >> shift ^ 0x8000);
      if (inFrame + i < channels) {
        counts[at + inFrame + i] = sample;
      }
    }
    int slots = auxSlots();
    for (int i = 2; i < slots; i++) {
      check(words[i - 2], replies[i - 2], masks[i - 2], bus.exchange(words[i]));
    }
    for (int i = 0; i < 2; i++) {
      lateWords[i] = words[slots - 2 + i];
      lateReplies[i] = replies[slots - 2 + i];
      lateMasks[i] = masks[slots - 2 + i];
    }
  }

  private void compose() {
    filled = 0;
    Outputs stimulating = outputs;
    if (stimulating != null && stimulating.write(this) < auxSlots() && watching) {
      put(complianceRead, 0, readMask);
    }
    while (host.wantsToSend() && filled < auxSlots()) {
      putAsked();
    }
    int slots = auxSlots();
    if (fault != null) {
      retry(slots);
    }
    // What a chip that is not in order holds is not known: its registers are not checked.
    int idle = fault == null ? slots - 1 : slots;
    while (filled < idle) {
      put(idRead, commands.readReply(commands.id()), -1);
    }
    if (filled < slots) {
      putCheck();
    }
  }

  private void put(int word, int reply, int mask) {
    words[filled] = word;
    replies[filled] = reply;
    masks[filled] = mask;
    filled++;
  }

  /** Puts a write into the next slot of this frame, of which there must be one. */
  void write(int address, int value, int flags) {
    registers[address] = value;
    put(commands.write(address, value) | flags, commands.writeReply(value), -1);
  }

  /** All registers in turn, and one that is all ones written anew. */
  private void putCheck() {
    if (nextCheck == checked.length) {
      nextCheck = 0;
      int address = commands.refreshed();
      write(address, registers[address], 0);
    } else {
      int address = checked[nextCheck++];
      int held = registers[address];
      if (held == UNKNOWN) {
        put(commands.read(address), 0, readMask);
      } else {
        put(commands.read(address), commands.readReply(held), -1);
      }
    }
  }

  private void putAsked() {
    if (host.takeWrite()) {
      write(host.address(), host.value(), 0);
      // Not all of its bits may be kept: what it holds is known when it is read.
      registers[host.address()] = UNKNOWN;
    } else {
      put(commands.read(host.address()), 0, readMask);
    }
  }

  private void check(int word, int reply, int mask, int got) {
    if (((reply ^ got) & mask) != 0) {
      wrong(word, reply, got);
    } else if (word == complianceRead && outputs != null) {
      exceeded |= got & 0xFFFF;
    }
    if (host.awaiting() && word == commands.read(host.address())) {
      int value = got & ~readMask;
      host.answered(value);
      if (registers[host.address()] == UNKNOWN && commands.objection(host.address(), 0).isEmpty()) {
        registers[host.address()] = value;
      }
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
  private void retry(int slots) {
    if (script < 0) {
      framesToTry--;
      if (framesToTry > 0) {
        return;
      }
      forgetRegistersForScript();
      script = 0;
    }
    ChipCommands.Word[] start = commands.boot();
    while (filled < slots && script < start.length) {
      put(start[script].mosi(), start[script].reply(), start[script].mask());
      script++;
    }
    if (filled < slots) {
      // Two more frames, in which the last replies come.
      script++;
      if (script > start.length + 2) {
        fault = null;
        script = -1;
      }
    }
  }

  private void forgetRegistersForScript() {
    int kept = filled;
    forgetRegisters();
    filled = kept;
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
