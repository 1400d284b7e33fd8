package org.wetstack.rig;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An emulated rig for each test of a class, or for one test method: fresh every time, the same from
 * the same seed, and put away afterwards.
 *
 * <p>Test methods, {@code @BeforeEach} and {@code @AfterEach} methods and constructors can have
 * parameters of these types:
 *
 * <ul>
 *   <li>{@code ElectrodeArray}, {@code Pump}: a device, whose instrument is opened for it
 *   <li>{@code Instrument}: the open instrument of a board
 *   <li>{@code ArrayBench}, {@code PumpBench}, {@code LightBench}, {@code BoardBench}, {@code
 *       EmulatedBoard}, {@code Cable}: what can be done to it from outside
 *   <li>{@code CultureBench}: what lives on an array; {@code ReservoirBench}: the fluid of a pump
 *       that feeds one
 *   <li>{@code Rig}: all of it, for instance its endpoints
 *   <li>{@code Timebase}, {@code VirtualTimebase}: the time in which it lives
 * </ul>
 *
 * <p>Where there is more than one of a type, {@link Called} says which; so does the name of the
 * parameter itself, if the test is compiled with {@code -parameters}. docs/how-to/
 * test-your-lab-software.md has examples.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(EmulatedRigExtension.class)
public @interface EmulatedRig {

  /** The seed that the file names, or 1. */
  long AS_WRITTEN = Long.MIN_VALUE;

  /** Everything random follows from it, instead of from the seed that the file names. */
  long seed() default AS_WRITTEN;

  /**
   * A rig in YAML (docs/reference/emulator-yaml.md), on the class path or else a path from the
   * working directory. Without one: an array {@code mea} of 4x8 electrodes in a living culture on a
   * board {@code mea}, and a pump {@code dopamine} that feeds it on a board {@code pump}, each on a
   * good cable.
   */
  String file() default "";

  Time time() default Time.REAL;

  /** The time in which a rig lives. */
  enum Time {
    /** That of the clock, with threads. */
    REAL,
    /**
     * One that goes on only while the test waits for something of the rig, in the test's own
     * thread: fast, and the same to the last sample every time. Every board must be at a cable.
     */
    VIRTUAL
  }
}
