package org.wetstack.app;

import org.wetstack.emulator.World;
import org.wetstack.emulator.line.LineDevice;
import org.wetstack.emulator.shdlc.FlowProduct;
import org.wetstack.emulator.shdlc.SensorErrors;
import org.wetstack.emulator.shdlc.ShdlcFlowSensor;
import org.wetstack.emulator.shdlc.ShdlcSpec;
import picocli.CommandLine.Command;
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
    LineDevice device(World world, int address) {
      ShdlcSpec spec = ShdlcSpec.exact(address).withProduct(FlowProduct.called(product));
      return new ShdlcFlowSensor(world, exact ? spec : spec.withErrors(SensorErrors.typical()));
    }
  }
}
