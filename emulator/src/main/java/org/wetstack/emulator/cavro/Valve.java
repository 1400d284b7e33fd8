package org.wetstack.emulator.cavro;

import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.fluidics.SyringeDrive.Port;

/**
 * The valve at the mouth of the syringe. Where it stands survives a power loss, unlike the name.
 */
final class Valve {

  private final CavroSpec spec;
  private final SyringeDrive drive;
  private ValveType type;
  private String position;
  private boolean swapped;
  private boolean known;
  private boolean mounted = true;
  private boolean jammed;

  Valve(CavroSpec spec, SyringeDrive drive) {
    this.spec = spec;
    this.drive = drive;
    this.type = spec.valve();
    this.position = spec.reservoir();
    connect();
  }

  /** Power is back: the pump takes the valve for a {@code configured} one, anywhere. */
  void powerUp(ValveType configured) {
    type = configured;
    known = false;
    mounted = true;
    swapped = false;
  }

  /** The position as it is reported. */
  String reported() {
    return known ? position : spec.options().unknownValve();
  }

  /** The pump initialises only its plunger, as one without a valve: it leaves the valve alone. */
  void leaveAlone() {
    mounted = false;
  }

  void jam(boolean now) {
    jammed = now;
  }

  /** Whether the syringe leads nowhere, so that the plunger must not move. */
  boolean bypassed() {
    return known && position.equals("b");
  }

  /** Where an initialisation leaves the valve. */
  String homePosition(long operand) throws Refusal {
    if (!type.distribution()) {
      // A client that ran on a Centris initialises its 3-port valve with 1.
      if (operand > (spec.model() == Model.CENTRIS ? 1 : 0)) {
        throw new Refusal(Fault.INVALID_OPERAND);
      }
      return "o";
    }
    return port(operand == 0 ? type.positions().size() : operand);
  }

  /** The position that a valve command means. */
  String meant(Step step) throws Refusal {
    if (type.distribution()) {
      if (step.letter() != 'I' && step.letter() != 'O') {
        throw new Refusal(Fault.INVALID_COMMAND);
      }
      return port(step.only(0));
    }
    String name = Character.toString(Character.toLowerCase(step.letter()));
    if (step.count() > 0 || !type.positions().contains(name)) {
      throw new Refusal(Fault.INVALID_COMMAND);
    }
    return name;
  }

  private String port(long number) throws Refusal {
    String name = Long.toString(number);
    if (!type.positions().contains(name)) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    return name;
  }

  /** Finds its home, from which sides are counted; {@code left} if its output is to be there. */
  Fault home(String at, boolean left) {
    if (!mounted) {
      return Fault.NONE;
    }
    swapped = left && !type.distribution();
    known = true;
    return turn(at);
  }

  /** Stands at {@code to}. */
  Fault turn(String to) {
    if (jammed) {
      known = false;
      return Fault.VALVE_OVERLOAD;
    }
    if (mounted) {
      position = to;
      connect();
    }
    return Fault.NONE;
  }

  private void connect() {
    String side = position;
    if (swapped && position.equals("i")) {
      side = "o";
    } else if (swapped && position.equals("o")) {
      side = "i";
    }
    if (side.equals(spec.outlet())) {
      drive.connect(Port.OUTLET);
    } else if (side.equals(spec.reservoir())) {
      drive.connect(Port.RESERVOIR);
    } else {
      drive.connect(side.equals("b") ? Port.CLOSED : Port.WASTE);
    }
  }
}
