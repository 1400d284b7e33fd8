package org.wetstack.emulator.harvard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A rate in the units in which it was given. */
record Rate(BigDecimal value, Units units) {

  /** What a pump has before it is told one. */
  static final Rate NONE = new Rate(BigDecimal.ZERO, new Units(Unit.Volume.ML, Unit.Time.MIN));

  private static final MathContext DIGITS = new MathContext(6);

  /** A volume per time. */
  record Units(Unit.Volume volume, Unit.Time time) {

    private static final Pattern TEXT = Pattern.compile("([munp]l?)/?(h|hr|m|min|s|sec)");

    /** {@code ml/min}, or shorter down to {@code m/m}; null for what is none. */
    static @Nullable Units named(String text) {
      Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        return null;
      }
      Unit.Volume volume = Unit.Volume.named(String.valueOf(matcher.group(1)));
      Unit.Time time = Unit.Time.named(String.valueOf(matcher.group(2)));
      return volume == null || time == null ? null : new Units(volume, time);
    }

    String text() {
      return volume.text() + "/" + time.text();
    }
  }

  /** Rounded to what a pump prints, per minute, in the volume that fits. */
  static Rate perMinute(double femtolitersPerSecond) {
    double perMinute = femtolitersPerSecond * Unit.Time.MIN.seconds;
    Unit.Volume volume = Unit.Volume.fit(perMinute);
    BigDecimal value =
        BigDecimal.valueOf(perMinute).divide(volume.femtoliters, MathContext.DECIMAL64);
    return new Rate(value.round(DIGITS), new Units(volume, Unit.Time.MIN));
  }

  /** This speed in {@code units}. */
  static Rate in(Units units, double femtolitersPerSecond) {
    BigDecimal value =
        BigDecimal.valueOf(femtolitersPerSecond)
            .multiply(BigDecimal.valueOf(units.time().seconds))
            .divide(units.volume().femtoliters, MathContext.DECIMAL64);
    return new Rate(value, units);
  }

  double femtolitersPerSecond() {
    return exactly().doubleValue();
  }

  /** Whether this is less than {@code other}, whatever their units. */
  boolean below(Rate other) {
    // Cross-multiplied, so that what was printed as a limit is accepted as one.
    return exactTimes(other.units.time().seconds).compareTo(other.exactTimes(units.time().seconds))
        < 0;
  }

  private BigDecimal exactTimes(int factor) {
    return value.multiply(units.volume().femtoliters).multiply(BigDecimal.valueOf(factor));
  }

  private BigDecimal exactly() {
    return exactTimes(1).divide(BigDecimal.valueOf(units.time().seconds), MathContext.DECIMAL128);
  }

  boolean none() {
    return value.signum() == 0;
  }

  String text() {
    return Unit.digits(value) + " " + units.text();
  }
}
