package org.wetstack.emulator.shdlc;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.line.LineDevice;
import org.wetstack.hal.spi.Timebase;

/** A flow sensor on its cable: hears frames, and answers those that are for it. */
public final class ShdlcFlowSensor implements LineDevice {

  private static final int FOR_ALL = 255;
  private static final int ERROR_STATE = 0x80;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int SENSOR_ADDRESS = 8;
  private static final Duration FACTORY_RESET = Duration.ofSeconds(2);

  private final World world;
  private final ShdlcSpec spec;
  private final Settings settings;
  private final FlowCell cell;
  private final FlowChip chip;
  private final Measurement measurement;
  private final CableCommands.Errors errors = new CableCommands.Errors();
  private final Map<Integer, Command> commands = new HashMap<>();
  private final Frames frames;
  private Voice line = bytes -> {};
  private boolean awake;
  private long bornNanos;
  private Timebase.@Nullable Timer boot;
  private @Nullable Duration restarts;

  /** Counts restarts, so that an answer from before one is not given after it. */
  private int lives;

  /** How a request is answered, whatever comes of it. */
  private record Reply(boolean aloud, int address, int command, int state, Duration delay) {}

  public ShdlcFlowSensor(World world, ShdlcSpec spec) {
    this.world = world;
    this.spec = spec;
    settings = new Settings(spec.address());
    cell = new FlowCell(world, spec);
    chip = new FlowChip(world, spec, cell, SENSOR_ADDRESS);
    measurement = new Measurement(world, chip, spec.quirks());
    new SensorCommands(spec, settings, chip, measurement).addTo(commands);
    new CableCommands(spec, settings, chip, measurement, errors, this::upSeconds, this::restart)
        .addTo(commands);
    frames =
        new Frames(
            new Frames.Listener() {
              @Override
              public void onRequest(Request request) {
                obey(request);
              }

              @Override
              public void onBroken(int address, int command, ShdlcError error) {
                broken(address, command, error);
              }
            });
  }

  /** What can be done to it on the bench. */
  public FlowSensorBench bench() {
    return new FlowSensorBench(world, cell, chip, errors);
  }

  @Override
  public void join(Voice voice) {
    line = voice;
    // It has had power for a while: a host need not wait.
    reset();
    chip.settle();
    wake();
  }

  @Override
  public void hear(byte[] bytes) {
    if (awake) {
      frames.hear(bytes);
    }
  }

  @Override
  public void cyclePower() {
    wakeIn(Duration.ofMillis(spec.quirks().bootMillis()));
  }

  private void wakeIn(Duration delay) {
    reset();
    boot = world.after(delay, this::wake);
  }

  private void wake() {
    awake = true;
    bornNanos = world.hostNanos();
  }

  private void reset() {
    lives++;
    awake = false;
    frames.forget();
    measurement.forget();
    errors.clear();
    chip.reset();
    if (boot != null) {
      boot.cancel();
      boot = null;
    }
  }

  private long upSeconds() {
    return (world.hostNanos() - bornNanos) / NANOS_PER_SECOND;
  }

  private void restart(boolean toFactory) {
    Duration down = Duration.ofMillis(spec.quirks().bootMillis());
    if (toFactory) {
      settings.restore(spec.address());
      down = down.plus(FACTORY_RESET);
    }
    restarts = down;
  }

  private void obey(Request request) {
    int at = settings.address;
    if (request.address() != at && request.address() != FOR_ALL) {
      return;
    }
    // As things were before it: it may change them.
    var reply = new Reply(request.address() == at, at, request.command(), state(), answerDelay());
    try {
      Command command = commands.get(request.command());
      if (command == null) {
        throw ShdlcError.UNKNOWN_COMMAND.refused();
      }
      Command.Answer answer = command.execute(request);
      int life = lives;
      Runnable later =
          () -> {
            if (life == lives) {
              say(reply, answer);
            }
          };
      if (answer.delay().isZero()) {
        later.run();
      } else {
        Timebase.Timer unused = world.after(answer.delay(), later);
      }
    } catch (ShdlcError.RefusedException e) {
      refuse(reply, e.error());
    }
  }

  private void say(Reply reply, Command.Answer answer) {
    try {
      send(reply, reply.state(), answer.data().get());
    } catch (ShdlcError.RefusedException e) {
      refuse(reply, e.error());
    }
    restartIfWanted();
  }

  private void refuse(Reply reply, ShdlcError error) {
    errors.last = error.code();
    send(reply, reply.state() | error.code(), new byte[0]);
  }

  private void broken(int address, int command, ShdlcError error) {
    boolean speaks = error != ShdlcError.CHECKSUM || spec.quirks().answersWrongChecksum();
    if (address == settings.address && speaks) {
      refuse(new Reply(true, address, command, state(), answerDelay()), error);
    }
  }

  private int state() {
    return errors.state == 0 ? 0 : ERROR_STATE;
  }

  private Duration answerDelay() {
    return Duration.ofNanos(
        (settings.answerDelayMicros + (long) spec.quirks().answerMicros()) * 1_000);
  }

  private void send(Reply reply, int state, byte[] data) {
    if (!reply.aloud()) {
      return;
    }
    byte[] bytes = Frames.reply(reply.address(), reply.command(), state, data);
    int life = lives;
    Timebase.Timer unused =
        world.afterHostTime(
            reply.delay(),
            () -> {
              if (life == lives) {
                line.say(bytes);
              }
            });
  }

  /** After the answer has left. */
  private void restartIfWanted() {
    Duration down = restarts;
    if (down != null) {
      restarts = null;
      Timebase.Timer unused = world.afterHostTime(answerDelay(), () -> wakeIn(down));
    }
  }
}
