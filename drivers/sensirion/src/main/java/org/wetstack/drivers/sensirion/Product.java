package org.wetstack.drivers.sensirion;

import java.util.Arrays;
import java.util.Optional;

/** The sensors that data sheets are known of. */
enum Product {
  SLF3S_1300F(0x070302, "SLF3S-1300F", 40_000_000),
  SLF3S_0600F(0x070303, "SLF3S-0600F", 2_000_000),
  SLF3C_1300F(0x070304, "SLF3C-1300F", 40_000_000),
  SLF3S_4000B(0x070305, "SLF3S-4000B", 600_000_000),
  LD20_2600B(0x070102, "LD20-2600B", 1_000_000_000 / 60),
  LD20_0600L(0x070103, "LD20-0600L", 20_000_000 / 60);

  private static final int ID_DIGITS = 8;

  private final int id;
  private final String partName;
  private final long fullScaleNanolitersPerMinute;

  Product(int id, String partName, long fullScaleNanolitersPerMinute) {
    this.id = id;
    this.partName = partName;
    this.fullScaleNanolitersPerMinute = fullScaleNanolitersPerMinute;
  }

  /** Which one says {@code identity} of itself; empty for one that is not known. */
  static Optional<Product> of(String identity) {
    if (identity.length() < ID_DIGITS) {
      return Optional.empty();
    }
    try {
      int number = Integer.parseUnsignedInt(identity.substring(0, ID_DIGITS), 16);
      // The last byte is a revision, where there is one.
      return Arrays.stream(values())
          .filter(each -> each.id == number >>> 8 || each.id == number)
          .findFirst();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The serial number in {@code identity}. */
  static String serialNumber(String identity) {
    return identity.length() < ID_DIGITS ? "" : identity.substring(ID_DIGITS);
  }

  String partName() {
    return partName;
  }

  /** The fastest flow that it measures as its data sheet states. */
  long fullScaleNanolitersPerMinute() {
    return fullScaleNanolitersPerMinute;
  }
}
