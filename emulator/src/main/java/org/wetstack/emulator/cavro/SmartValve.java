package org.wetstack.emulator.cavro;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.line.LineDevice;

/**
 * An emulated Smart Valve: a distribution valve of 12 ports with an address of its own on the bus
 * of the pumps, as a client knows it that ran on such valves behind a Centris. No fluid runs
 * through it.
 */
public final class SmartValve implements LineDevice {

  private static final int PORTS = 12;
  private static final int NOWHERE = 0;
  private static final String COMMANDS = "wIOgGMH";
  private static final Duration TURN = Duration.ofMillis(250);

  private final World world;
  private final Sequencer sequencer;
  private final Station station;
  private final Map<String, Supplier<String>> reports;
  private @Nullable Program buffer;
  private @Nullable Program last;
  private int port = NOWHERE;
  private boolean jammed;
  private int power;

  /**
   * A valve that nobody has initialised.
   *
   * @throws IllegalArgumentException if the address switch is none of 0 to 14
   */
  public SmartValve(World world, int addressSwitch) {
    if (addressSwitch < 0 || addressSwitch > 14) {
      throw new IllegalArgumentException("the address switch has 0 to 14, not " + addressSwitch);
    }
    this.world = world;
    sequencer = new Sequencer(world, new Drive());
    CavroOptions options = CavroOptions.usual(Model.CENTRIS);
    station = new Station(world, addressSwitch, options, this::execute, this::ready);
    reports =
        Map.of(
            "?0", () -> port == NOWHERE ? options.unknownValve() : Integer.toString(port),
            "?1", () -> "200",
            "?2", () -> Integer.toString(port),
            "?26", () -> "24.0",
            "?67", () -> buffer == null && !sequencer.unfinished() ? "0" : "1",
            "?76", () -> "Smart Valve " + PORTS + "-port distribution valve 9600 baud");
  }

  /** Whether it cannot turn. */
  public void jam(boolean now) {
    world.run(() -> jammed = now);
  }

  @Override
  public void join(Voice voice) {
    station.join(voice);
    station.wake();
  }

  @Override
  public void hear(byte[] bytes) {
    station.hear(bytes);
  }

  @Override
  public void cyclePower() {
    world.run(
        () -> {
          power++;
          station.fallSilent();
          sequencer.reset();
          buffer = null;
          last = null;
          port = NOWHERE;
          station.onceUp(station::wake);
        });
  }

  private boolean ready() {
    return !sequencer.running();
  }

  private Answer execute(String data) {
    try {
      boolean run = data.endsWith("R");
      String commands = run ? data.substring(0, data.length() - 1) : data;
      return switch (commands) {
        case "" -> {
          if (run) {
            run();
          }
          yield answer("");
        }
        case "Q" -> query();
        case "T" -> {
          sequencer.terminate();
          yield answer("");
        }
        case "X" -> {
          idle();
          if (last != null) {
            start(last);
          }
          yield answer("");
        }
        default -> commands.startsWith("?") ? answer(report(commands)) : string(commands, run);
      };
    } catch (Refusal refusal) {
      return new Answer(refusal.fault(), ready(), "");
    }
  }

  private Answer answer(String data) {
    return new Answer(Fault.NONE, ready(), data);
  }

  private String report(String command) throws Refusal {
    Supplier<String> report = reports.get(command);
    if (report == null) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    return report.get();
  }

  private Answer query() {
    Fault fault = sequencer.takePending();
    boolean lost = fault == Fault.NONE && ready() && port == NOWHERE;
    return new Answer(lost ? Fault.NOT_INITIALIZED : fault, ready(), "");
  }

  private void run() throws Refusal {
    Program next = buffer;
    if (sequencer.unfinished()) {
      sequencer.resume();
    } else if (next != null) {
      buffer = null;
      start(next);
    }
  }

  private void idle() throws Refusal {
    if (sequencer.running()) {
      throw new Refusal(Fault.OVERFLOW);
    }
  }

  private Answer string(String commands, boolean run) throws Refusal {
    Program program = Program.of(commands);
    for (int i = 0; i < program.size(); i++) {
      if (COMMANDS.indexOf(program.step(i).letter()) < 0) {
        throw new Refusal(Fault.INVALID_COMMAND);
      }
    }
    idle();
    if (run) {
      buffer = null;
      start(program);
    } else {
      buffer = program;
    }
    return answer("");
  }

  private void start(Program program) throws Refusal {
    if (program.needsInitialization() && port == NOWHERE) {
      throw new Refusal(Fault.NOT_INITIALIZED);
    }
    last = program;
    sequencer.start(program);
  }

  /** What turns it. */
  private final class Drive implements Sequencer.Hand {

    @Override
    public void perform(Step step, Consumer<Fault> done) throws Refusal {
      boolean homes = step.letter() == 'w';
      step.atMost(homes ? 2 : 1);
      // It goes home to the first port unless told; w says the sense of rotation, too.
      long to = step.whole(0, homes ? 1 : 0);
      if (to < 1 || to > PORTS || step.whole(1, 0) > 1) {
        throw new Refusal(Fault.INVALID_OPERAND);
      }
      int mine = power;
      world.after(
          TURN,
          () -> {
            if (mine == power) {
              port = jammed ? NOWHERE : (int) to;
              done.accept(jammed ? Fault.VALVE_OVERLOAD : Fault.NONE);
            }
          });
    }

    @Override
    public void finish(Step step, Consumer<Fault> done) {
      done.accept(Fault.NONE);
    }
  }
}
