package org.wetstack.drivers.cavro;

import org.wetstack.hal.spi.EndpointOptions;

/**
 * How syringe, reservoir and culture are connected, as commands. An initialisation pushes what is
 * in the syringe out of the valve's output, so it is told such that this is the reservoir.
 *
 * @param initialize makes the reservoir's side the output
 * @param reportedOutlet how the pump names the outlet when asked where its valve is
 */
record Plumbing(String initialize, String toReservoir, String toOutlet, String reportedOutlet) {

  /**
   * Reads the options {@code valve}, {@code outlet} and {@code reservoir}.
   *
   * @throws IllegalArgumentException if they do not fit together
   */
  static Plumbing of(EndpointOptions options) {
    String valve = options.text("valve").orElse("3-port");
    if (valve.equals("3-port") || valve.equals("4-port")) {
      return sides(options.text("outlet").orElse("right"), options);
    }
    if (!valve.matches("[3-9]")) {
      throw new IllegalArgumentException(
          "option 'valve' is 3-port, 4-port, or 3 to 9 for a distribution valve, not " + valve);
    }
    int ports = Integer.parseInt(valve);
    int reservoir = options.integer("reservoir", 1, 1, ports);
    int outlet = options.integer("outlet", 2, 1, ports);
    if (reservoir == outlet) {
      throw new IllegalArgumentException(
          "options 'reservoir' and 'outlet' name the same port, " + outlet);
    }
    return new Plumbing(
        "Z0," + reservoir + "," + reservoir, "I" + reservoir, "I" + outlet, "" + outlet);
  }

  private static Plumbing sides(String outlet, EndpointOptions options) {
    if (options.text("reservoir").isPresent()) {
      throw new IllegalArgumentException(
          "option 'reservoir' is for distribution valves; here it is the side opposite 'outlet'");
    }
    // After Y the output is on the left, after Z on the right: it becomes the reservoir's.
    return switch (outlet) {
      case "right" -> new Plumbing("Y0", "O", "I", "i");
      case "left" -> new Plumbing("Z0", "O", "I", "i");
      default ->
          throw new IllegalArgumentException("option 'outlet' is left or right, not " + outlet);
    };
  }
}
