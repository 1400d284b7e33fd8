package org.wetstack.app.study;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.rig.Layout;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Dose;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Pump;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;

/**
 * One number for everything that a culture shows over the whole path while it is stimulated and fed
 * with dopamine: the SHA-256 of all its samples and marks.
 */
final class Fingerprint {

  /** One pulse in each so many milliseconds. */
  private static final int PULSE_EVERY_MILLIS = 230;

  private static final int SAMPLES_PER_BLOCK = 64;

  /** Twice what the usual tube holds, within half a second. */
  private static final Dose DOSE =
      new Dose(Volume.nanoliters(4_000), FlowRate.microlitersPerMinute(600));

  private Fingerprint() {}

  /** The fingerprint of {@code seconds} of the culture from {@code seed}: 64 hexadecimal digits. */
  static String of(long seed, int seconds) {
    RigSpec.Array array = StudyRig.array(Layout.ONE_BY_EIGHT, Profile.usual());
    RigSpec.Pump pump = StudyRig.dopamine(OptionalDouble.empty());
    var hash = new Hash();
    try (var rig = StudyRig.start(seed, array, pump)) {
      ElectrodeArray electrodes = rig.array();
      Pump dopamine = rig.instrument(StudyRig.PUMP).device(Pump.class);
      LoadedStimulus pulse =
          electrodes
              .stimulator()
              .orElseThrow()
              .load(
                  Stimulus.biphasic(
                      List.of(0, 5), Current.microamps(-2), Duration.ofNanos(200_000)));
      try (Instrument.Subscription stream = electrodes.record(SAMPLES_PER_BLOCK, hash)) {
        long operations = 0;
        var unused = dopamine.dispense(new OperationId(++operations), DOSE);
        for (int at = 0; at < seconds * 1_000; at += PULSE_EVERY_MILLIS) {
          var receipt = pulse.trigger(new OperationId(++operations));
          int left = Math.min(PULSE_EVERY_MILLIS, seconds * 1_000 - at);
          rig.time().advance(Duration.ofMillis(left));
          // Done long ago: a refusal must not go unnoticed.
          receipt.toCompletableFuture().join();
        }
      }
    }
    return hash.hex();
  }

  /** Takes in all that comes. */
  private static final class Hash implements SampleHandler {

    private final MessageDigest digest;

    Hash() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java has no SHA-256", e);
      }
    }

    @Override
    public void onBlock(SampleBlock block) {
      ByteBuffer bytes =
          ByteBuffer.allocate(2 * block.samples() * block.channels() + 16 * block.marks() + 8)
              .order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(block.missedBefore());
      for (int sample = 0; sample < block.samples(); sample++) {
        for (int channel = 0; channel < block.channels(); channel++) {
          bytes.putShort(block.raw(sample, channel));
        }
      }
      for (int mark = 0; mark < block.marks(); mark++) {
        bytes.putLong(block.firstSample() + block.markSample(mark));
        bytes.putLong(block.markOperation(mark));
      }
      digest.update(bytes.array());
    }

    @Override
    public void onEnd(Optional<DeviceException> reason) {
      reason.ifPresent(
          why -> {
            throw new IllegalStateException("the stream ended: " + why.getMessage(), why);
          });
    }

    String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
