package org.wetstack.emulator.newera;

import java.time.Duration;
import org.wetstack.emulator.fluidics.Mechanics;

/**
 * One pump: its model, its syringe, what is stored in it when it leaves the bench, and how it
 * behaves where manuals are silent.
 *
 * @param address 0 to 99
 * @param safeSeconds 0 for basic mode; otherwise safe mode with this time-out, 1 to 255
 * @param firmware as {@code VER} gives it, behind the {@code V}
 * @param phases of a pumping program; 41 unless the firmware was upgraded
 * @param mechanics the syringe that is really in it, which is what {@code DIA} is at first
 * @param powerUp how long it is silent after power returns
 */
public record NewEraSpec(
    NewEraModel model,
    int address,
    int safeSeconds,
    String firmware,
    int phases,
    Mechanics mechanics,
    Duration powerUp,
    NewEraOptions options) {

  public NewEraSpec {
    check("address", address, 0, 99);
    check("safeSeconds", safeSeconds, 0, 255);
    check("phases", phases, 1, 340);
    if (powerUp.isNegative()) {
      throw new IllegalArgumentException("powerUp cannot be negative: " + powerUp);
    }
    double bore = mechanics.boreMillimeters();
    if (!(bore >= 0.1 && bore <= model.mostDiameterMillimeters())) {
      throw new IllegalArgumentException(
          "no syringe of %s mm fits an %s: give 0.1 to %s"
              .formatted(bore, model.name(), model.mostDiameterMillimeters()));
    }
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, not %d".formatted(what, least, most, value));
    }
  }

  /**
   * A pump as it comes from the shop, with address 0 in basic mode, with a stiff syringe and a tube
   * that does not stretch.
   */
  public static NewEraSpec of(NewEraModel model, double boreMillimeters, double strokeMillimeters) {
    return new NewEraSpec(
        model,
        0,
        0,
        "3.934",
        41,
        Mechanics.ideal(model.stepMillimeters(), boreMillimeters, strokeMillimeters),
        Duration.ofMillis(1_500),
        NewEraOptions.LIKELY);
  }

  /** The same at another address. */
  public NewEraSpec at(int other) {
    return new NewEraSpec(model, other, safeSeconds, firmware, phases, mechanics, powerUp, options);
  }

  /** The same in safe mode with this time-out, or in basic mode with 0. */
  public NewEraSpec safe(int seconds) {
    return new NewEraSpec(model, address, seconds, firmware, phases, mechanics, powerUp, options);
  }

  /** The same with other mechanics. */
  public NewEraSpec with(Mechanics other) {
    return new NewEraSpec(model, address, safeSeconds, firmware, phases, other, powerUp, options);
  }

  /** The same with other behaviour where manuals are silent. */
  public NewEraSpec with(NewEraOptions other) {
    return new NewEraSpec(model, address, safeSeconds, firmware, phases, mechanics, powerUp, other);
  }
}
