package org.wetstack.emulator.harvard;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;

/** What a pump has been told; it keeps all of this without power, rates only if it may. */
final class Settings {

  /** What the foot switch does. */
  enum Footswitch {
    /** Each closing starts or stops. */
    MOM("Momentary"),
    /** It runs while the input is high. */
    RISE("Active high"),
    /** It runs while the input is low. */
    FALL("Active low");

    final String text;

    Footswitch(String text) {
      this.text = text;
    }
  }

  int address;
  int baud = 115_200;
  int backlight = 100;
  int forcePercent = 100;
  int gang = 1;
  Footswitch footswitch = Footswitch.MOM;
  String valve = "auto";
  double diameterMillimeters;
  Amount syringe = new Amount(BigDecimal.TEN, Unit.Volume.ML);
  Syringes.@Nullable Syringe known;
  @Nullable Amount target;
  @Nullable BigDecimal targetSeconds;
  @Nullable Ramp infuseRamp;
  @Nullable Ramp withdrawRamp;
  boolean storesRates = true;

  private Rate infuse = Rate.NONE;
  private Rate withdraw = Rate.NONE;
  private Rate storedInfuse = Rate.NONE;
  private Rate storedWithdraw = Rate.NONE;

  Settings(HarvardSpec spec) {
    address = spec.address();
    double bore = spec.mechanics().boreMillimeters();
    diameterMillimeters = Math.round(bore * 1e4) / 1e4;
  }

  Rate rate(Direction direction) {
    return direction == Direction.INFUSE ? infuse : withdraw;
  }

  void rate(Direction direction, Rate rate) {
    if (direction == Direction.INFUSE) {
      infuse = rate;
      storedInfuse = storesRates ? rate : storedInfuse;
    } else {
      withdraw = rate;
      storedWithdraw = storesRates ? rate : storedWithdraw;
    }
  }

  @Nullable Ramp ramp(Direction direction) {
    return direction == Direction.INFUSE ? infuseRamp : withdrawRamp;
  }

  void ramp(Direction direction, @Nullable Ramp ramp) {
    if (direction == Direction.INFUSE) {
      infuseRamp = ramp;
    } else {
      withdrawRamp = ramp;
    }
  }

  /** Power came: rates that were not stored are forgotten. */
  void powerUp() {
    infuse = storedInfuse;
    withdraw = storedWithdraw;
    storesRates = true;
  }
}
