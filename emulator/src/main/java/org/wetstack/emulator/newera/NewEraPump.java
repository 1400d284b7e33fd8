package org.wetstack.emulator.newera;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeBench;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.line.LineDevice;
import org.wetstack.hal.spi.Timebase;

/**
 * A syringe pump of the New Era NE-1000 family on a serial line, alone or as one of several with
 * different addresses. It answers every command of the manual; its answers come at once, and not at
 * a baud rate.
 */
public final class NewEraPump implements LineDevice {

  private final World world;
  private final NewEraSpec spec;
  private final Settings settings;
  private final Program program;
  private final Commands commands;
  private final Panel panel;
  private final Wire wire;
  private final SyringeBench bench;
  private final Random noise;
  private Voice line = bytes -> {};
  private @Nullable Alarm alarm;
  private boolean powered = true;
  private Timebase.@Nullable Timer hostTimer;

  /** A pump with a full syringe, in {@code world}. */
  public NewEraPump(World world, NewEraSpec spec) {
    this.world = world;
    this.spec = spec;
    settings = new Settings(spec);
    var drive = new SyringeDrive(world, spec.mechanics());
    var motor = new Motor(world, drive, spec.model().noticesStalls());
    program = new Program(world, spec, settings, motor, this::raise);
    commands = new Commands(spec, settings, program);
    panel = new Panel(settings, program, commands);
    wire = new Wire(world, new Heard());
    bench = new SyringeBench(world, drive, false);
    noise = new Random(world.seedFor("new-era " + spec.address()));
    program.pins().listen(this::edge);
    alarm = spec.options().powerOnAlarm() ? Alarm.R : null;
  }

  /** What can be done to its syringe and tube. */
  public SyringeBench bench() {
    return bench;
  }

  /** Its TTL connector. */
  public Pins pins() {
    return program.pins();
  }

  /** The address it has now, 0 to 99. */
  public int address() {
    return world.ask(() -> settings.address);
  }

  @Override
  public void join(Voice voice) {
    line = voice;
    announce();
  }

  @Override
  public void hear(byte[] bytes) {
    for (byte heard : bytes) {
      if (powered) {
        wire.hear(heard, settings.safeSeconds > 0);
      }
    }
  }

  @Override
  public void cyclePower() {
    world.run(
        () -> {
          powered = false;
          program.losePower();
          wire.reset();
          disarm();
          alarm = null;
          Duration silence = spec.powerUp();
          world.afterHostTime(silence, this::powerUp);
        });
  }

  private void powerUp() {
    if (!powered) {
      powered = true;
      program.regainPower();
      raise(Alarm.R);
    }
  }

  /** A person presses Start/Stop: clears an alarm, otherwise starts or stops. */
  public void pressStartStop() {
    world.run(
        () -> {
          if (!powered || settings.on("LOC")) {
            return;
          }
          if (alarm != null) {
            acknowledge();
          } else {
            panel.startStop();
          }
        });
  }

  /** A person selects a program, 1 to 99, for which a phase {@code PRI} waits. */
  public void choose(int number) {
    world.run(
        () -> {
          if (powered && alarm == null) {
            program.choose(number);
          }
        });
  }

  private void edge(int pin, boolean high) {
    if (powered && alarm == null) {
      panel.edge(pin, high);
    }
  }

  private void raise(Alarm why) {
    alarm = why;
    if (settings.on("AL")) {
      program.buzzer().sound();
    }
    announce();
  }

  /** In safe mode an alarm is sent unasked, which does not acknowledge it. */
  private void announce() {
    if (alarm != null && settings.safeSeconds > 0) {
      say(status(), true);
    }
  }

  private void acknowledge() {
    alarm = null;
    program.buzzer().silence();
  }

  private void disarm() {
    if (hostTimer != null) {
      hostTimer.cancel();
      hostTimer = null;
    }
  }

  /** From now on the host may be silent for as long as it has allowed itself. */
  private void arm() {
    disarm();
    if (settings.safeSeconds > 0) {
      hostTimer = world.afterHostTime(Duration.ofSeconds(settings.safeSeconds), this::hostSilent);
    }
  }

  private void hostSilent() {
    hostTimer = null;
    program.reset();
    raise(Alarm.T);
  }

  private String status() {
    String address = PhaseFunction.padded(settings.address);
    return address + (alarm == null ? program.letter() : "A?" + alarm);
  }

  private void say(String text, boolean safe) {
    line.say(Wire.framed(text, safe));
  }

  /** Judges what was heard. */
  private final class Heard implements Wire.Listener {

    @Override
    public void heard(String command, boolean packet) {
      int star = command.indexOf('*');
      if (star > 0) {
        burst(command.split("\\*", -1), packet);
      } else if (star == 0) {
        answer(command.substring(1), true, packet, false);
      } else {
        addressed(command, packet, false);
      }
    }

    private void burst(String[] parts, boolean packet) {
      long pumps = Arrays.stream(parts).filter(p -> !p.isEmpty()).count();
      boolean collides = pumps > 1 && spec.options().garblesBursts();
      for (String part : parts) {
        if (!part.isEmpty()) {
          addressed(part, packet, collides);
        }
      }
    }

    private void addressed(String command, boolean packet, boolean collides) {
      if (settings.pairing == Settings.Pairing.NONE && toMe(command)) {
        answer(command.substring(digits(command)), false, packet, collides);
      }
    }

    @Override
    public void damaged(String command) {
      if (toMe(command)) {
        say(status() + Refusal.damaged().error(), settings.safeSeconds > 0);
      }
    }

    private boolean toMe(String command) {
      int digits = digits(command);
      int address = digits == 0 ? 0 : Integer.parseInt(command.substring(0, Math.min(digits, 3)));
      return address == settings.address;
    }

    private int digits(String command) {
      int count = 0;
      while (count < command.length()
          && command.charAt(count) >= '0'
          && command.charAt(count) <= '9') {
        count++;
      }
      return count;
    }

    private void answer(String command, boolean system, boolean packet, boolean collides) {
      String answer = alarm == null ? done(command, system) : alarmed(command);
      if (packet) {
        arm();
      }
      byte[] bytes = Wire.framed(answer, settings.safeSeconds > 0);
      if (collides) {
        // Ones of several transmitters on one wire survive only where all have them.
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] &= (byte) noise.nextInt(128);
        }
      }
      line.say(bytes);
    }

    private String done(String command, boolean system) {
      try {
        String data =
            command.startsWith("ADR") || command.equals("RESET")
                ? system(command, system)
                : commands.execute(command);
        return status() + data;
      } catch (Refusal e) {
        return status() + e.error();
      }
    }

    /** An alarm that is told in answer to a valid command is acknowledged; nothing else is done. */
    private String alarmed(String command) {
      String told = status();
      boolean known =
          command.isEmpty()
              || command.startsWith("ADR")
              || command.equals("RESET")
              || !Commands.nameIn(command).isEmpty();
      if (!known) {
        return told + Refusal.notRecognized().error();
      }
      if (command.startsWith("SAF") && spec.options().safUnderAlarm()) {
        try {
          commands.execute(command);
        } catch (Refusal e) {
          // The alarm is told first.
        }
      }
      acknowledge();
      return told;
    }

    private String system(String command, boolean system) {
      String data = command.startsWith("ADR") ? command.substring(3) : "";
      if (command.startsWith("ADR") && data.isEmpty()) {
        return spec.options().padsNumbers()
            ? PhaseFunction.padded(settings.address)
            : String.valueOf(settings.address);
      }
      if (!system || program.operating()) {
        throw Refusal.notApplicable();
      }
      if (command.startsWith("ADR")) {
        settings.network(data);
      } else {
        program.reset();
        settings.reset();
        disarm();
      }
      return "";
    }
  }
}
