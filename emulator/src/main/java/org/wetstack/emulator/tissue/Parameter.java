package org.wetstack.emulator.tissue;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a number of a profile means. On each component of a profile's records, which are of type
 * {@code int}, {@code long}, {@code double}, {@code boolean} or an enum; a profile's file is read,
 * checked and documented by it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.RECORD_COMPONENT,
  ElementType.FIELD,
  ElementType.METHOD,
  ElementType.PARAMETER
})
public @interface Parameter {

  /** The least value that makes sense. */
  double least() default 0;

  /** The largest value that makes sense. */
  double most() default 1;

  /** The unit, as in {@code µm}; empty for a bare number. */
  String unit() default "";

  /** What it is, in one line, as the reference shows it. */
  String value();

  /** Where its usual value is from: a publication, a measurement, or {@code assumed}. */
  String source() default "assumed";
}
