package org.wetstack.emulator.cavro;

import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeBench;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.line.LineDevice;

/** An emulated XCalibur or Centris on its line. */
public final class CavroPump implements LineDevice {

  private final World world;
  private final CavroSpec spec;
  private final Memory memory;
  private final Valve valve;
  private final Plunger plunger;
  private final Motions motions;
  private final Sequencer sequencer;
  private final Interpreter interpreter;
  private final Station station;
  private final SyringeBench bench;
  private final boolean[] inputs = {true, true};

  /**
   * A pump that gets power when it joins its line; its plunger stands where its last use left it.
   */
  public CavroPump(World world, CavroSpec spec) {
    this.world = world;
    this.spec = spec;
    long gap = spec.model().zeroGap().usual() * spec.model().stepsPerIncrement();
    var drive = new SyringeDrive(world, spec.mechanics(), gap);
    memory = new Memory(spec.valve());
    valve = new Valve(spec, drive);
    plunger = new Plunger(spec.model(), drive, memory);
    motions = new Motions(world, spec, memory, valve, plunger);
    sequencer = new Sequencer(world, motions);
    interpreter = new Interpreter(spec, memory, plunger, motions, sequencer);
    interpreter.reports(
        new Reports(
            spec,
            memory,
            valve,
            plunger,
            motions::settings,
            interpreter::loaded,
            interpreter::ready,
            inputs));
    station =
        new Station(
            world, spec.addressSwitch(), spec.options(), interpreter::execute, interpreter::ready);
    bench = new SyringeBench(world, drive, true);
  }

  /** What can be done to its fluid, and seen of it. */
  public SyringeBench bench() {
    return bench;
  }

  /** Whether its valve cannot turn. */
  public void jamValve(boolean jammed) {
    world.run(() -> valve.jam(jammed));
  }

  /** Whether its memory cannot be written. */
  public void breakMemory(boolean broken) {
    world.run(() -> memory.breakDown(broken));
  }

  /** Sets one of the auxiliary inputs, 1 or 2; they are high at first. */
  public void input(int number, boolean high) {
    if (number < 1 || number > 2) {
      throw new IllegalArgumentException("there are inputs 1 and 2, not " + number);
    }
    world.run(
        () -> {
          inputs[number - 1] = high;
          if (!high) {
            sequencer.inputLow(number);
          }
        });
  }

  /** The auxiliary outputs, output 1 in the lowest bit. */
  public int outputs() {
    return world.ask(motions::outputs);
  }

  @Override
  public void join(Voice voice) {
    station.join(voice);
    // It has had power for a while: a host need not wait.
    reset();
    wake();
  }

  @Override
  public void cyclePower() {
    world.run(
        () -> {
          reset();
          station.onceUp(this::wake);
        });
  }

  private void reset() {
    station.fallSilent();
    plunger.halt();
    sequencer.reset();
    motions.powerUp(spec);
    interpreter.powerUp();
    valve.powerUp(memory.valve());
    plunger.powerUp();
  }

  private void wake() {
    station.wake();
    if (spec.options().runsStoredString()) {
      interpreter.runStored(spec.addressSwitch());
    }
  }

  @Override
  public void hear(byte[] bytes) {
    station.hear(bytes);
  }
}
