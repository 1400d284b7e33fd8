package org.wetstack.drivers.newera;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.spi.EndpointOptions;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/**
 * What is said of a pump behind the {@code ?} of its endpoint.
 *
 * @param address 0 to 99
 * @param silenceSeconds safe mode with this time-out; 0 for basic mode, which has none
 * @param diameterMillimeters inner diameter of the syringe
 */
record NewEraOptions(
    int address, int silenceSeconds, BigDecimal diameterMillimeters, PumpLimits limits) {

  static final Set<String> NAMES =
      PumpOptions.with("address", "silence", "diameter", "max-speed", "min-speed", "motor-step");

  /** 9.99 µL in steps of 10 nL would be 9.99; this leaves one digit more. */
  private static final Volume USUAL_MAX_DOSE = Volume.nanoliters(99_990);

  private static final BigDecimal MAX_MM_PER_MINUTE = new BigDecimal("51.005");
  private static final BigDecimal MIN_MM_PER_HOUR = new BigDecimal("0.04205");
  private static final BigDecimal MOTOR_STEP_MICROMETERS = new BigDecimal("0.2126");
  private static final BigDecimal QUARTER_PI = BigDecimal.valueOf(Math.PI / 4);
  private static final BigDecimal NANOLITERS = BigDecimal.valueOf(1_000);
  private static final BigDecimal MINUTES = BigDecimal.valueOf(60);
  private static final long MAX_NANOLITERS_PER_MINUTE = 9_999_000;

  /**
   * Reads {@code options}.
   *
   * @throws IllegalArgumentException if one is wrong, or {@code diameter} is missing
   */
  static NewEraOptions read(EndpointOptions options) {
    int address = options.integer("address", 0, 0, 99);
    int silence = options.integer("silence", 3, 0, 255);
    if (silence == 1) {
      throw new IllegalArgumentException(
          "option 'silence' is 0 for none or 2 s or more: it is asked every 0.5 s, and one answer may"
              + " be lost");
    }
    BigDecimal diameter =
        decimal(options, "diameter", null, "0.1", "80", "mm, the inner diameter of the syringe");
    BigDecimal area = diameter.multiply(diameter).multiply(QUARTER_PI);
    return new NewEraOptions(address, silence, diameter, limits(options, area));
  }

  private static PumpLimits limits(EndpointOptions options, BigDecimal area) {
    var common = new PumpOptions(options);
    BigDecimal fastest =
        decimal(options, "max-speed", MAX_MM_PER_MINUTE, "0.001", "10000", "mm/min");
    BigDecimal slowest = decimal(options, "min-speed", MIN_MM_PER_HOUR, "0.00001", "100", "mm/h");
    BigDecimal step =
        decimal(options, "motor-step", MOTOR_STEP_MICROMETERS, "0.0001", "1000", "µm");
    long most =
        Math.min(
            MAX_NANOLITERS_PER_MINUTE,
            area.multiply(fastest)
                .multiply(NANOLITERS)
                .setScale(0, RoundingMode.FLOOR)
                .longValue());
    most = Math.min(most, common.maxRate(FlowRate.nanolitersPerMinute(most)).nanolitersPerMinute());
    long rateStep = Numbers.thousandths(most);
    long least =
        area.multiply(slowest)
            .multiply(NANOLITERS)
            .divide(MINUTES, MathContext.DECIMAL64)
            .setScale(0, RoundingMode.CEILING)
            .longValue();
    Volume maxDose = common.maxDose(USUAL_MAX_DOSE);
    if (maxDose.nanoliters() > MAX_NANOLITERS_PER_MINUTE) {
      throw new IllegalArgumentException("option 'max-dose' is at most 9999 µL, not " + maxDose);
    }
    return new PumpLimits(
        Volume.nanoliters(Numbers.thousandths(maxDose.nanoliters())),
        maxDose,
        common.maxPerHour(Volume.nanoliters(maxDose.nanoliters() * 10)),
        FlowRate.nanolitersPerMinute(Math.max(1, (least + rateStep - 1) / rateStep) * rateStep),
        FlowRate.nanolitersPerMinute(most / rateStep * rateStep),
        FlowRate.nanolitersPerMinute(rateStep),
        Volume.nanoliters(area.multiply(step).setScale(0, RoundingMode.CEILING).longValue()));
  }

  private static BigDecimal decimal(
      EndpointOptions options,
      String name,
      @Nullable BigDecimal fallback,
      String least,
      String most,
      String what) {
    String text = options.text(name).orElse(null);
    if (text == null && fallback != null) {
      return fallback;
    }
    try {
      BigDecimal value = new BigDecimal(String.valueOf(text));
      if (value.compareTo(new BigDecimal(least)) >= 0
          && value.compareTo(new BigDecimal(most)) <= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "option '"
            + name
            + "' is "
            + least
            + " to "
            + most
            + " "
            + what
            + ", as in "
            + name
            + "=4.699"
            + (text == null ? "; it must be given" : ", not '" + text + "'"));
  }
}
