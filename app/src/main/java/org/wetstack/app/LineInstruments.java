package org.wetstack.app;

import java.util.HashSet;
import java.util.List;
import org.wetstack.emulator.World;
import org.wetstack.emulator.cavro.CavroOptions;
import org.wetstack.emulator.cavro.CavroPump;
import org.wetstack.emulator.cavro.CavroSpec;
import org.wetstack.emulator.cavro.SmartValve;
import org.wetstack.emulator.cavro.ValveType;
import org.wetstack.emulator.fluidics.Mechanics;
import org.wetstack.emulator.harp.HarpSyringePump;
import org.wetstack.emulator.harp.SyringePumpSpec;
import org.wetstack.emulator.harvard.HarvardPump;
import org.wetstack.emulator.harvard.HarvardSpec;
import org.wetstack.emulator.harvard.Model;
import org.wetstack.emulator.line.LineDevice;
import org.wetstack.emulator.newera.NewEraModel;
import org.wetstack.emulator.newera.NewEraOptions;
import org.wetstack.emulator.newera.NewEraPump;
import org.wetstack.emulator.newera.NewEraSpec;
import org.wetstack.emulator.shdlc.FlowProduct;
import org.wetstack.emulator.shdlc.SensorErrors;
import org.wetstack.emulator.shdlc.ShdlcFlowSensor;
import org.wetstack.emulator.shdlc.ShdlcSpec;
import org.wetstack.hal.units.Volume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The instruments of other makers that {@code wetstack emulate} knows. */
final class LineInstruments {

  private LineInstruments() {}

  /** A flow sensor behind no pump: it sees still fluid. */
  @Command(
      name = "shdlc-flow",
      description = "A Sensirion liquid flow sensor on its SCC1 cable, in still fluid.",
      mixinStandardHelpOptions = true)
  static final class OfFlowSensor extends EmulateLineCommand {

    @Option(
        names = "--product",
        paramLabel = "NAME",
        defaultValue = "SLF3S-0600F",
        description = "which sensor it is; default ${DEFAULT-VALUE}")
    private String product = "";

    @Option(names = "--exact", description = "without noise")
    private boolean exact;

    @Override
    LineOptions.Addresses addresses() {
      return new LineOptions.Addresses(0, 254, 0);
    }

    @Override
    LineDevice device(World world, int address, boolean alone) {
      ShdlcSpec spec = ShdlcSpec.exact(address).withProduct(FlowProduct.called(product));
      return new ShdlcFlowSensor(world, exact ? spec : spec.withErrors(SensorErrors.typical()));
    }
  }

  /** An NE-1000. */
  @Command(
      name = "new-era",
      description = "A New Era NE-1000 syringe pump in basic mode.",
      mixinStandardHelpOptions = true)
  static final class OfNewEra extends EmulateLineCommand {

    @Mixin private SyringeOption syringe;

    @Option(
        names = "--power-on-alarm",
        description = "as just switched on: its first answer is the alarm A?R, and does nothing")
    private boolean powerOnAlarm;

    @Override
    LineOptions.Addresses addresses() {
      return new LineOptions.Addresses(0, 99, 0);
    }

    @Override
    LineDevice device(World world, int address, boolean alone) {
      NewEraSpec spec =
          NewEraSpec.of(
              NewEraModel.NE_1000, syringe.boreMillimeters(), syringe.strokeMillimeters());
      return new NewEraPump(
          world,
          spec.at(address).with(powerOnAlarm ? NewEraOptions.LIKELY : NewEraOptions.SETTLED));
    }
  }

  /** A Pump 11 Elite. */
  @Command(
      name = "harvard-elite",
      description = "A Harvard Apparatus Pump 11 Elite.",
      mixinStandardHelpOptions = true)
  static final class OfHarvardElite extends Harvard {

    OfHarvardElite() {
      super(Model.ELITE_11);
    }
  }

  /** A PHD ULTRA. */
  @Command(
      name = "harvard-ultra",
      description = "A Harvard Apparatus PHD ULTRA.",
      mixinStandardHelpOptions = true)
  static final class OfHarvardUltra extends Harvard {

    OfHarvardUltra() {
      super(Model.PHD_ULTRA);
    }
  }

  /** Pumps of Harvard Apparatus. */
  private abstract static class Harvard extends EmulateLineCommand {

    private final Model model;

    @Mixin private SyringeOption syringe;

    Harvard(Model model) {
      this.model = model;
    }

    @Override
    LineOptions.Addresses addresses() {
      return new LineOptions.Addresses(0, 99, 0);
    }

    @Override
    LineDevice device(World world, int address, boolean alone) {
      HarvardSpec spec =
          HarvardSpec.of(
              model, address, model.with(syringe.boreMillimeters(), syringe.strokeMillimeters()));
      return new HarvardPump(world, alone ? spec : spec.chained());
    }
  }

  /** An XCalibur. */
  @Command(
      name = "cavro",
      description = {
        "A Tecan Cavro XCalibur, or a Centris.",
        "The reservoir is at the left or at port 1, the culture at the right or at port "
            + "2. It speaks OEM and DT; --address is its switch, 0 to 14."
      },
      mixinStandardHelpOptions = true)
  static final class OfCavro extends EmulateLineCommand {

    private static final long NANOLITERS_PER_MICROLITER = 1_000;

    @Option(
        names = "--syringe",
        paramLabel = "VOLUME",
        defaultValue = "1ml",
        description = "what a whole stroke displaces; default ${DEFAULT-VALUE}")
    private String syringe = "";

    @Option(names = "--centris", description = "a Centris instead of an XCalibur")
    private boolean centris;

    @Option(
        names = "--valve",
        paramLabel = "VALVE",
        defaultValue = "THREE_PORT",
        description = "one of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
    private ValveType valve = ValveType.THREE_PORT;

    @Option(
        names = "--smart-valve",
        paramLabel = "N",
        description = "a Smart Valve of 12 ports on the same line, with this address; repeatable")
    private List<Integer> smartValves = List.of();

    @Override
    LineOptions.Addresses addresses() {
      return new LineOptions.Addresses(0, 14, 0);
    }

    @Override
    List<LineDevice> others(World world, List<Integer> taken) {
      var all = new HashSet<Integer>(taken);
      for (int address : smartValves) {
        if (address < 0 || address > 14 || !all.add(address)) {
          throw new IllegalArgumentException(
              "--smart-valve " + address + ": give 0 to 14, and each instrument its own");
        }
      }
      return smartValves.stream().<LineDevice>map(each -> new SmartValve(world, each)).toList();
    }

    @Override
    LineDevice device(World world, int address, boolean alone) {
      long nanoliters = Volume.parse(syringe).nanoliters();
      if (nanoliters % NANOLITERS_PER_MICROLITER != 0 || nanoliters > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "--syringe " + syringe + ": syringes have whole microlitres, up to 60 mL");
      }
      org.wetstack.emulator.cavro.Model model =
          centris
              ? org.wetstack.emulator.cavro.Model.CENTRIS
              : org.wetstack.emulator.cavro.Model.XCALIBUR;
      boolean sides = valve == ValveType.THREE_PORT || valve == ValveType.FOUR_PORT;
      return new CavroPump(
          world,
          new CavroSpec(
              model,
              address,
              (int) (nanoliters / NANOLITERS_PER_MICROLITER),
              valve,
              sides ? "o" : "2",
              sides ? "i" : "1",
              0,
              CavroOptions.usual(model)));
    }
  }

  /** The syringe pump of the Harp family. */
  @Command(
      name = "harp-syringe-pump",
      description = "A Harp Syringe Pump.",
      mixinStandardHelpOptions = true)
  static final class OfHarp extends EmulateLineCommand {

    @Mixin private SyringeOption syringe;

    @Override
    LineOptions.Addresses addresses() {
      return LineOptions.Addresses.NONE;
    }

    @Override
    LineDevice device(World world, int address, boolean alone) {
      double step = SyringePumpSpec.of().mechanics().stepMillimeters();
      return new HarpSyringePump(
          world,
          SyringePumpSpec.of(
              Mechanics.ideal(step, syringe.boreMillimeters(), syringe.strokeMillimeters())));
    }
  }
}
