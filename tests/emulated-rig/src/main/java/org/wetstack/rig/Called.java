package org.wetstack.rig;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which device or board of an {@link EmulatedRig} a parameter is. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Called {

  /**
   * The name of the device, or {@code board/device} where boards carry devices of one name; for an
   * instrument, a board or a cable the name of the board.
   */
  String value();
}
