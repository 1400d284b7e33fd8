package org.wetstack.app;

import org.wetstack.emulator.World;
import org.wetstack.emulator.cavro.CavroOptions;
import org.wetstack.emulator.cavro.CavroPump;
import org.wetstack.emulator.cavro.CavroSpec;
import org.wetstack.emulator.cavro.Model;
import org.wetstack.emulator.cavro.ValveType;
import org.wetstack.emulator.line.LineDevice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wetstack emulate cavro}: Tecan Cavro pumps. */
@Command(
    name = "cavro",
    description = "Tecan Cavro XCalibur or Centris syringe pumps, on their OEM and DT protocols.",
    mixinStandardHelpOptions = true)
final class EmulateCavroCommand extends EmulateLineCommand {

  @Option(names = "--centris", description = "a Centris instead of an XCalibur")
  private boolean centris;

  @Option(
      names = "--syringe",
      paramLabel = "MICROLITERS",
      defaultValue = "1000",
      description = "what a whole stroke displaces; default ${DEFAULT-VALUE}")
  private int syringe;

  @Option(
      names = "--valve",
      paramLabel = "VALVE",
      defaultValue = "THREE_PORT",
      description =
          "one of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}. The reservoir is on the"
              + " left or at port 1, the culture on the right or at port 2")
  private ValveType valve = ValveType.THREE_PORT;

  @Override
  LineOptions.Addresses addresses() {
    return new LineOptions.Addresses(0, 14, 0);
  }

  @Override
  LineDevice device(World world, int address) {
    boolean sides = valve == ValveType.THREE_PORT || valve == ValveType.FOUR_PORT;
    return new CavroPump(
        world,
        new CavroSpec(
            centris ? Model.CENTRIS : Model.XCALIBUR,
            address,
            syringe,
            valve,
            sides ? "o" : "2",
            sides ? "i" : "1",
            0,
            CavroOptions.usual()));
  }
}
