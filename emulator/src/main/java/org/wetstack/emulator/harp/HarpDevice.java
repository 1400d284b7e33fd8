package org.wetstack.emulator.harp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.line.LineDevice;
import org.wetstack.hal.spi.Timebase;

/**
 * An emulated Harp device on the ATxmega core: messages, core registers, events, clock, dump,
 * delayed requests and resets are the same for all; the rest is its {@link HarpApplication}. One
 * request is carried out each millisecond, half-way through it.
 */
public final class HarpDevice implements LineDevice {

  private static final long MILLI_NANOS = 1_000_000;
  private static final long HALF_NANOS = MILLI_NANOS / 2;

  /** More than this is lost, as when the buffers of a USB adapter overflow. */
  private static final int MAX_WAITING = 1_024;

  private static final int SLOT_BYTES = 32;
  private static final Duration CTS_PATIENCE = Duration.ofSeconds(3);
  private static final Duration REBOOT_AFTER = Duration.ofNanos(3 * HALF_NANOS);

  private final World world;
  private final HarpSpec spec;
  private final HarpApplication application;
  private final HarpClock clock;
  private final Eeprom eeprom;
  private final CoreRegisters core;
  private final Map<Integer, Register> registers = new TreeMap<>();
  private final List<Register> ofApplication;
  private final HarpReceiver receiver = new HarpReceiver();
  private final HarpTransmitter transmitter = new HarpTransmitter();
  private final SyncInput sync;
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private final ArrayDeque<Register> coreDump = new ArrayDeque<>();
  private final ArrayDeque<Register> applicationDump = new ArrayDeque<>();
  private byte @Nullable [] delayed;
  private Timebase.@Nullable Timer tick;
  private Timebase.@Nullable Timer second;
  private Timebase.@Nullable Timer ctsTimeout;
  private boolean up;
  private int boots;

  /** A device that gets its power when it joins a line. */
  public HarpDevice(World world, HarpSpec spec, HarpApplication application) {
    this.world = world;
    this.spec = spec;
    this.application = application;
    this.ofApplication = List.copyOf(application.registers());
    clock = new HarpClock(world, spec.clockPartsPerMillion());
    eeprom = new Eeprom(spec);
    core = new CoreRegisters(spec, eeprom, new Inside());
    sync = new SyncInput(clock, core, this::schedule);
    registers.putAll(core.all());
    ofApplication.forEach(register -> registers.put(register.address(), register));
  }

  @Override
  public void join(Voice line) {
    transmitter.join(line);
    boot();
  }

  @Override
  public void hear(byte[] bytes) {
    if (!up) {
      return;
    }
    for (byte next : bytes) {
      byte[] request = receiver.take(next, world.hostNanos());
      if (request != null && waiting.size() < MAX_WAITING) {
        waiting.add(request);
      }
    }
    if (!waiting.isEmpty() && tick == null) {
      schedule();
    }
  }

  @Override
  public void cyclePower() {
    world.run(this::boot);
  }

  /** Hears {@code bytes} on its clock input, at 100 kbit/s, the last one ending now. */
  public void hearClock(byte[] bytes) {
    world.run(
        () -> {
          if (up) {
            sync.hear(bytes);
          }
        });
  }

  /** Holds back (CTS) what it sends, as a host does that does not read; or no longer. */
  public void holdBack(boolean now) {
    world.run(
        () -> {
          transmitter.hold(now);
          cancel(ctsTimeout);
          ctsTimeout = now ? world.afterHostTime(CTS_PATIENCE, this::giveUpSending) : null;
        });
  }

  private void giveUpSending() {
    if (core.active()) {
      byte[] standby = {(byte) (core.control.value() & ~CoreRegisters.MODE)};
      core.operate(standby);
    }
    transmitter.clear();
    ctsTimeout = world.afterHostTime(CTS_PATIENCE, this::giveUpSending);
  }

  private void boot() {
    up = false;
    application.stopped();
    cancel(tick);
    cancel(second);
    tick = null;
    delayed = null;
    waiting.clear();
    coreDump.clear();
    applicationDump.clear();
    receiver.clear();
    transmitter.clear();
    sync.reset();
    int boot = ++boots;
    world.after(
        Duration.ofMillis(spec.bootMillis()),
        () -> {
          if (boot == boots) {
            start();
          }
        });
  }

  private void start() {
    up = true;
    clock.set(0);
    core.boot();
    if (eeprom.inUse()) {
      eeprom.load(ofApplication);
    } else {
      application.reset();
    }
    application.started(new Inside());
    schedule();
  }

  /** Plans the next millisecond with work in it, and the next second. */
  private void schedule() {
    cancel(tick);
    cancel(second);
    long now = clock.nanos();
    second =
        world.afterHostTime(
            clock.until((now / HarpClock.NANOS_PER_SECOND + 1) * HarpClock.NANOS_PER_SECOND),
            this::newSecond);
    boolean work =
        !waiting.isEmpty() || delayed != null || !coreDump.isEmpty() || !applicationDump.isEmpty();
    long next = Math.floorDiv(now - HALF_NANOS, MILLI_NANOS) * MILLI_NANOS + HALF_NANOS;
    tick = work ? world.afterHostTime(clock.until(next + MILLI_NANOS), this::millisecond) : null;
  }

  private void newSecond() {
    sync.newSecond();
    application.newSecond();
    if (core.has(CoreRegisters.HEARTBEAT_ENABLE)) {
      event(core.heartbeat, Duration.ZERO);
    } else if (core.has(CoreRegisters.ALIVE_ENABLE)) {
      event(core.seconds, Duration.ZERO);
    }
    schedule();
  }

  private void millisecond() {
    int boot = boots;
    tick = null;
    byte[] due = delayed;
    if (due != null && HarpFrame.timeOf(due) <= clock.nanos()) {
      delayed = null;
      execute(due);
    } else if (!waiting.isEmpty()) {
      begin(waiting.remove());
    }
    if (boot == boots) {
      boolean even = clock.nanos() / MILLI_NANOS % 2 == 0;
      Register next = even ? coreDump.poll() : applicationDump.poll();
      if (next != null) {
        send(HarpFrame.READ, next);
      }
      schedule();
    }
  }

  private void begin(byte[] request) {
    if ((request[4] & HarpFrame.TIMESTAMP) == 0 || HarpFrame.timeOf(request) <= clock.nanos()) {
      execute(request);
    } else if (HarpFrame.timeOf(request) / HarpClock.NANOS_PER_SECOND > clock.seconds()
        || spec.keepsDelayedWithinSecond()) {
      // The one slot; a longer request would run over on the real thing, and is dropped here.
      delayed = (request[1] & 0xFF) + 2 <= SLOT_BYTES ? request : delayed;
    }
  }

  private void execute(byte[] request) {
    int length = request[1] & 0xFF;
    if (HarpFrame.checksum(request, length + 1) != request[length + 1]
        || (request[3] & 0xFF) != HarpFrame.THIS_DEVICE) {
      return;
    }
    Register register = registers.get(request[2] & 0xFF);
    int type = request[4] & 0xFF & ~HarpFrame.TIMESTAMP;
    boolean done = register != null && register.type().code() == type;
    boolean write = request[0] == HarpFrame.WRITE;
    if (register != null && done && write) {
      done = write(register, request, length);
    }
    if (core.has(CoreRegisters.MUTE)) {
      return;
    }
    if (register != null && done) {
      send(request[0], register);
    } else {
      sendError(request);
    }
  }

  private static boolean write(Register register, byte[] request, int length) {
    boolean stamped = (request[4] & HarpFrame.TIMESTAMP) != 0;
    int from = HarpFrame.HEADER_BYTES + (stamped ? HarpFrame.TIMESTAMP_BYTES : 0);
    int size = register.type().bytes();
    // As the core divides: what is left over of an element is not missed.
    if ((length + 1 - from) / size != register.elements() || length + 1 < from) {
      return false;
    }
    byte[] content = new byte[size * register.elements()];
    System.arraycopy(request, from, content, 0, content.length);
    return register.write(content);
  }

  private void send(int message, Register register) {
    send(message, register, clock.nanos());
  }

  private void send(int message, Register register, long now) {
    register.refresh();
    // The event of a new second says that it begins; everything else, when it was.
    boolean begins = message == HarpFrame.EVENT && register == core.seconds;
    int ticks = (int) (now % HarpClock.NANOS_PER_SECOND / HarpClock.NANOS_PER_TICK);
    long seconds = (now / HarpClock.NANOS_PER_SECOND) & 0xFFFF_FFFFL;
    transmitter.send(HarpFrame.of(message, register, seconds, begins ? 0 : ticks));
  }

  private void sendError(byte[] request) {
    byte[] reply = HarpFrame.error(request, clock.seconds(), clock.ticks());
    if (reply.length < HarpReceiver.BUFFER_BYTES) {
      transmitter.send(reply);
    }
  }

  private void event(Register register, Duration ago) {
    if (core.active()) {
      send(HarpFrame.EVENT, register, clock.nanos(world.inHostTime(ago)));
    }
  }

  private static void cancel(Timebase.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  /** What registers and application can do to the device. */
  private final class Inside implements CoreRegisters.Device, HarpApplication.Core {

    @Override
    public World world() {
      return world;
    }

    @Override
    public HarpClock clock() {
      return clock;
    }

    @Override
    public void event(Register register, Duration ago) {
      HarpDevice.this.event(register, ago);
    }

    @Override
    public void dump() {
      coreDump.clear();
      coreDump.addAll(core.all().values());
      applicationDump.clear();
      applicationDump.addAll(ofApplication);
    }

    @Override
    public void standby() {
      applicationDump.clear();
    }

    @Override
    public void saveApplication() {
      eeprom.save(new ArrayList<>(ofApplication));
    }

    @Override
    public void rebootSoon() {
      int boot = boots;
      world.afterHostTime(
          REBOOT_AFTER,
          () -> {
            if (boot == boots) {
              boot();
            }
          });
    }
  }
}
