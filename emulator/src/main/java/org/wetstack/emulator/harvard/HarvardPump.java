package org.wetstack.emulator.harvard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeBench;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.line.LineDevice;

/** An emulated syringe pump of Harvard Apparatus. */
public final class HarvardPump implements LineDevice {

  /** Longer lines are refused; more than anybody needs. */
  private static final int MAX_LINE = 256;

  private static final char XON = 0x11;

  private final World world;
  private final HarvardSpec spec;
  private final SyringeDrive drive;
  private final SyringeBench bench;
  private final Settings settings;
  private final Talk talk = new Talk();
  private final Motor motor;
  private final FrontPanel panel;
  private final Commands commands = new Commands();
  private final StringBuilder line = new StringBuilder();
  private Voice voice = bytes -> {};
  private boolean silent;
  private int powerCycles;

  /** A pump that has had power for long, and has never been told anything. */
  public HarvardPump(World world, HarvardSpec spec) {
    this.world = world;
    this.spec = spec;
    drive = new SyringeDrive(world, spec.mechanics());
    bench = new SyringeBench(world, drive, false);
    settings = new Settings(spec);
    motor = new Motor(world, drive, spec, settings, this::announce);
    panel = new FrontPanel(world, settings, motor, this::announce);
    new SystemCommands(world, spec, settings, talk).addTo(commands);
    new RunCommands(spec, settings, motor, panel).addTo(commands);
    new RateCommands(spec, settings, motor, drive, panel).addTo(commands);
    new VolumeCommands(spec, settings, motor, panel).addTo(commands);
    new PortCommands(spec, settings, panel).addTo(commands);
  }

  /** The fluid side of it. */
  public SyringeBench bench() {
    return bench;
  }

  /** Its screen and sockets. */
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public void join(Voice other) {
    voice = other;
  }

  @Override
  public void hear(byte[] bytes) {
    if (silent) {
      return;
    }
    for (byte one : bytes) {
      char next = (char) (one & 0xff);
      if (next == '\r') {
        String complete = line.toString();
        line.setLength(0);
        obey(complete);
      } else if (next >= ' ' && line.length() <= MAX_LINE) {
        line.append(next);
      }
    }
  }

  /**
   * Loses its power: what it did and counted is gone, what it was told is kept, apart from rates
   * while {@code nvram} is off.
   */
  @Override
  public void cyclePower() {
    world.run(
        () -> {
          motor.powerDown();
          talk.forget();
          settings.powerUp();
          line.setLength(0);
          panel.release();
          panel.showQuickStart();
          silent = true;
          int cycle = ++powerCycles;
          world.afterHostTime(
              Duration.ofMillis(spec.quirks().bootMillis()),
              () -> silent = silent && cycle != powerCycles);
        });
  }

  /** One line as it came, split into the address in front, and the rest. */
  private record Request(String address, String rest) {

    static Request of(String line) {
      String text = line.strip();
      boolean quick = text.startsWith("@");
      text = quick ? text.substring(1) : text;
      int digits = 0;
      while (digits < 2 && digits < text.length() && Character.isDigit(text.charAt(digits))) {
        digits++;
      }
      String rest = text.substring(digits);
      if (digits > 0 && rest.startsWith(":")) {
        rest = rest.substring(1);
      }
      rest = rest.strip();
      return new Request(
          text.substring(0, digits), rest.startsWith("@") ? rest.substring(1) : rest);
    }

    boolean addressed() {
      return !address.isEmpty();
    }
  }

  private void obey(String heard) {
    Request request = Request.of(heard);
    int wanted = request.addressed() ? Integer.parseInt(request.address()) : 0;
    boolean forMe = wanted == settings.address || (spec.usb() && !request.addressed());
    if (!forMe) {
      return;
    }
    if (panel.touched()) {
      if (!request.rest().isEmpty()) {
        return;
      }
      panel.release();
    }
    if (talk.echoes) {
      say(heard + "\r");
    }
    answer(request);
  }

  private void answer(Request request) {
    List<String> words =
        request.rest().isEmpty() ? List.of() : List.of(request.rest().split("\\s+"));
    boolean status = false;
    List<String> lines;
    try {
      if (words.isEmpty()) {
        lines = List.of();
      } else {
        Commands.Command command = commands.named(words.get(0));
        status = words.get(0).toLowerCase(java.util.Locale.ROOT).startsWith("stat");
        lines = command.answer(new Arguments(words.subList(1, words.size())));
      }
    } catch (RefusedException e) {
      lines = e.lines();
    }
    boolean addressed =
        settings.address != 0 || (request.addressed() && spec.quirks().echoesZero());
    String prompt = prompt(addressed);
    String text = lines(lines, addressed);
    say(status && spec.quirks().promptBeforeStatus() ? prompt + text : text + prompt);
  }

  private String lines(List<String> lines, boolean addressed) {
    boolean remote = talk.poll == Talk.Poll.REMOTE;
    String address = addressed || remote ? "%02d:".formatted(settings.address) : "";
    var text = new StringBuilder();
    for (String one : lines) {
      if (!remote) {
        text.append('\n').append(address).append(one).append('\r');
      } else {
        text.append(spec.quirks().remoteLeads() ? "\n" : "").append(address).append(one);
        text.append('\n');
      }
    }
    return text.toString();
  }

  private String prompt(boolean addressed) {
    if (talk.poll == Talk.Poll.REMOTE) {
      return "";
    }
    String symbol =
        switch (motor.state()) {
          case IDLE -> ":";
          case RUNNING -> motor.direction() == SyringeDrive.Direction.INFUSE ? ">" : "<";
          case STALLED -> "*";
          case TARGET_REACHED -> "T*";
        };
    return "\n"
        + (addressed ? "%02d".formatted(settings.address) : "")
        + symbol
        + (talk.poll == Talk.Poll.ON ? String.valueOf(XON) : "");
  }

  /** Something has happened that no host has asked for. */
  private void announce() {
    boolean hushed = motor.state() == Motor.State.STALLED && !spec.quirks().announcesStall();
    if (talk.poll == Talk.Poll.OFF && !silent && !hushed) {
      say(prompt(settings.address != 0));
    }
  }

  private void say(String text) {
    if (!text.isEmpty()) {
      voice.say(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
