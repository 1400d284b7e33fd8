package org.wetstack.emulator.harp;

import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeBench;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.line.LineDevice;

/**
 * An emulated Harp syringe pump: core, firmware, motor and syringe. Its plunger keeps its place
 * without power; its registers are what was saved, or the defaults. Thread-safe, but for what a
 * line calls.
 */
public final class HarpSyringePump implements LineDevice {

  private final World world;
  private final SyringePump firmware;
  private final HarpDevice device;
  private final SyringeBench bench;

  /** A pump with a full syringe, off its limit switches. */
  public HarpSyringePump(World world, SyringePumpSpec spec) {
    this.world = world;
    var drive = new SyringeDrive(world, spec.mechanics());
    bench = new SyringeBench(world, drive, false);
    firmware = new SyringePump(world, spec, drive);
    device = new HarpDevice(world, spec.device(), firmware);
  }

  @Override
  public void join(Voice line) {
    device.join(line);
  }

  @Override
  public void hear(byte[] bytes) {
    device.hear(bytes);
  }

  @Override
  public void cyclePower() {
    device.cyclePower();
  }

  public SyringeBench bench() {
    return bench;
  }

  /** What is done to any Harp device: its clock input, and holding back what it sends. */
  public HarpDevice device() {
    return device;
  }

  /** Puts a level on the digital input. */
  public void input(boolean high) {
    world.run(() -> firmware.lines().input(high));
  }

  /** The level of digital output 0 or 1. */
  public boolean output(int number) {
    return world.ask(() -> firmware.lines().output(number));
  }
}
