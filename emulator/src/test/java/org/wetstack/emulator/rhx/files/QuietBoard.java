package org.wetstack.emulator.rhx.files;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.rhx.Board;
import org.wetstack.emulator.rhx.state.Channel;

/** A board that does nothing, and remembers what it was told. */
final class QuietBoard implements Board {

  final List<String> told = new ArrayList<>();

  @Override
  public void begin() {}

  @Override
  public void end() {}

  @Override
  public long timestamp() {
    return -1;
  }

  @Override
  public void key(int key, boolean down) {}

  @Override
  public void uploadStimulation(Channel channel) {
    told.add("stimulation " + channel.nativeName());
  }

  @Override
  public void uploadBandwidth() {
    told.add("bandwidth");
  }

  @Override
  public void uploadAmpSettle() {
    told.add("amp settle");
  }

  @Override
  public void uploadChargeRecovery() {
    told.add("charge recovery");
  }

  @Override
  public void parameterChanged() {}

  @Override
  public void outputsChanged() {
    told.add("outputs");
  }

  @Override
  public double noiseMicrovolts(Channel channel) {
    return 0;
  }

  @Override
  public Duration measureImpedances() {
    return Duration.ZERO;
  }
}
