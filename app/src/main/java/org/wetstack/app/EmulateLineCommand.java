package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wetstack.emulator.World;
import org.wetstack.emulator.host.Host;
import org.wetstack.emulator.line.LineDevice;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.spi.SystemTimebase;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code wetstack emulate} for instruments that other people made: one or several of a kind on a
 * serial line, for programs of the real ones. Each kind is a small subclass.
 */
abstract class EmulateLineCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private EmulateCommand all;
  @Mixin private LineOptions line;

  abstract LineOptions.Addresses addresses();

  /**
   * One instrument of this kind.
   *
   * @param alone whether it has the line for itself
   * @throws IllegalArgumentException if the options do not make sense
   */
  abstract LineDevice device(World world, int address, boolean alone);

  /**
   * What else is on the line.
   *
   * @param taken the addresses of the instruments
   * @throws IllegalArgumentException if the options do not make sense
   */
  List<LineDevice> others(World world, List<Integer> taken) {
    return List.of();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String name = spec.name();
    EmulateCommand.RunOptions run = all.runOptions(name);
    if (all.cultures().printed(spec.commandLine().getOut())) {
      return ExitCode.OK;
    }
    all.cultures().check(List.of());
    line.check();
    List<Integer> addresses = line.addresses(name, addresses());
    var world = new World(SystemTimebase.shared(), run.seed(), run.speed());
    List<LineDevice> devices =
        Stream.concat(
                addresses.stream().map(each -> device(world, each, addresses.size() == 1)),
                others(world, addresses).stream())
            .toList();
    var signal = Signals.first();
    try (Host host = line.open(new SerialLine(world, devices))) {
      print(name, host.endpoint(), told(addresses), spec.commandLine().getOut());
      int code = Emulation.await(signal, run.limit());
      world.end();
      return code;
    }
  }

  private String told(List<Integer> addresses) {
    if (addresses().equals(LineOptions.Addresses.NONE)) {
      return "";
    }
    String all = addresses.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return (addresses.size() == 1 ? "address " : "addresses ") + all + "; ";
  }

  private static void print(String name, URI endpoint, String addresses, PrintWriter out) {
    out.println(name + "  " + endpoint);
    out.println(" ".repeat(name.length() + 2) + addresses + "Ctrl-C ends it");
    out.flush();
  }
}
