package org.wetstack.rig;

import java.lang.reflect.Parameter;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ParameterContext;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.board.ArrayBench;
import org.wetstack.emulator.board.BoardBench;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.board.LightBench;
import org.wetstack.emulator.board.PumpBench;
import org.wetstack.emulator.rig.CultureBench;
import org.wetstack.emulator.rig.Place;
import org.wetstack.emulator.rig.ReservoirBench;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.hal.Device;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Light;
import org.wetstack.hal.Pump;
import org.wetstack.hal.spi.Timebase;

/** What a parameter asks of a rig, and the one thing there that it can mean. */
final class Wanted {

  private final ParameterContext context;
  private final Parameter parameter;
  private final Class<?> type;
  private final RunningRig rig;

  Wanted(ParameterContext context, RunningRig rig) {
    this.context = context;
    this.parameter = context.getParameter();
    this.type = parameter.getType();
    this.rig = rig;
  }

  /** Whether a parameter of {@code type} is for a rig to give, or to say why it cannot. */
  static boolean fromARig(Class<?> type) {
    String name = type.getName();
    return name.startsWith("org.wetstack.hal.")
        || name.startsWith("org.wetstack.emulator.")
        || Instrument.class.isAssignableFrom(type);
  }

  /**
   * What the parameter is to be.
   *
   * @throws IllegalArgumentException if the rig has nothing of the kind, or several and no name
   *     tells which; the message says what there is
   */
  Object answer() {
    if (type == Rig.class) {
      return rig.rig();
    } else if (Timebase.class.isAssignableFrom(type)) {
      return fitting(rig.time());
    } else if (Instrument.class.isAssignableFrom(type)) {
      return fitting(rig.instrument(choose(boards()).board()));
    } else if (type == EmulatedBoard.class) {
      return rig.rig().board(choose(boards()).board());
    } else if (type == BoardBench.class) {
      return rig.rig().board(choose(boards()).board()).bench();
    } else if (type == Cable.class) {
      return rig.rig().cable(choose(cables()).board());
    } else if (type == PumpBench.class) {
      Choice pump = choose(devices(Pump.class));
      return rig.rig().board(pump.board()).pump(pump.name());
    } else if (type == ArrayBench.class) {
      Choice array = choose(devices(ElectrodeArray.class));
      return rig.rig().board(array.board()).array(array.name());
    } else if (type == LightBench.class) {
      Choice light = choose(parts(part -> part instanceof RigSpec.Light));
      return rig.rig().board(light.board()).light(light.name());
    } else if (type == CultureBench.class) {
      Choice array = choose(parts(Wanted::lives));
      return rig.rig().culture(key(parts(part -> part instanceof RigSpec.Array), array));
    } else if (type == ReservoirBench.class) {
      List<Choice> feeding = parts(Wanted::feeds);
      return rig.rig().reservoir(key(feeding, choose(feeding)));
    } else if (Device.class.isAssignableFrom(type)) {
      Choice device = choose(devices(type));
      return rig.instrument(device.board()).device(type.asSubclass(Device.class), device.name());
    }
    throw wrong("that is nothing a test can take from a rig");
  }

  private Object fitting(Object found) {
    if (!type.isInstance(found)) {
      throw wrong("what there is is a " + found.getClass().getSimpleName());
    }
    return found;
  }

  /** Something that could be meant: a board, or a device on it. */
  private record Choice(String board, String name, String fullName) {

    static Choice of(RigSpec.Board board) {
      return new Choice(board.name(), board.name(), board.name());
    }

    static Choice of(RigSpec.Board board, RigSpec.Part part) {
      return new Choice(board.name(), part.name(), board.name() + "/" + part.name());
    }

    boolean called(String wanted) {
      return wanted.equals(name) || wanted.equals(fullName);
    }
  }

  private List<Choice> boards() {
    return rig.spec().boards().stream().map(Choice::of).toList();
  }

  private List<Choice> cables() {
    return rig.spec().boards().stream()
        .filter(board -> board.at().kind() == Place.Kind.CABLE)
        .map(Choice::of)
        .toList();
  }

  private List<Choice> devices(Class<?> wanted) {
    return parts(part -> wanted.isAssignableFrom(device(part)));
  }

  private List<Choice> parts(Predicate<RigSpec.Part> wanted) {
    return rig.spec().boards().stream()
        .flatMap(board -> board.parts().stream().filter(wanted).map(part -> Choice.of(board, part)))
        .toList();
  }

  private static boolean lives(RigSpec.Part part) {
    return part instanceof RigSpec.Array array && array.tissue() == RigSpec.Medium.CULTURE;
  }

  private static boolean feeds(RigSpec.Part part) {
    return part instanceof RigSpec.Pump pump && pump.feeds().isPresent();
  }

  /** What a rig calls {@code one} of {@code all}: the first of a name by that name alone. */
  private static String key(List<Choice> all, Choice one) {
    boolean first = named(all, one.name()).get(0).equals(one);
    return first ? one.name() : one.fullName();
  }

  /** What {@code part} is to a driver; one that no test can ask for is just something. */
  private static Class<?> device(RigSpec.Part part) {
    if (part instanceof RigSpec.Light light && light.spec().maxFlashMicros() > 0) {
      return Light.class;
    }
    return switch (part.kind()) {
      case "array" -> ElectrodeArray.class;
      case "pump" -> Pump.class;
      default -> Object.class;
    };
  }

  /** By its name if one is told, else the only one, else by the name of the parameter. */
  private Choice choose(List<Choice> all) {
    String called = context.findAnnotation(Called.class).map(Called::value).orElse(null);
    if (called != null) {
      return only(named(all, called), "none is called '" + called + "'");
    } else if (all.size() > 1 && parameter.isNamePresent()) {
      List<Choice> same = named(all, parameter.getName());
      return only(same.isEmpty() ? all : same, "");
    }
    return only(all, "there is none");
  }

  private static List<Choice> named(List<Choice> all, String name) {
    return all.stream().filter(each -> each.called(name)).toList();
  }

  private Choice only(List<Choice> found, String none) {
    if (found.isEmpty()) {
      throw wrong(none);
    } else if (found.size() > 1) {
      throw wrong(
          "there are "
              + found.size()
              + "; say which, as in @Called(\""
              + found.get(0).fullName()
              + "\")");
    }
    return found.get(0);
  }

  private IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(
        "parameter "
            + (context.getIndex() + 1)
            + " of "
            + context.getDeclaringExecutable().getName()
            + " asks for "
            + type.getSimpleName()
            + ", but "
            + why
            + ". The rig has "
            + rig.spec().boards().stream().map(Wanted::told).collect(Collectors.joining("; ")));
  }

  private static String told(RigSpec.Board board) {
    return "board "
        + board.name()
        + " at "
        + board.at()
        + " with "
        + board.parts().stream()
            .map(part -> part.kind() + " " + part.name())
            .collect(Collectors.joining(", "));
  }
}
