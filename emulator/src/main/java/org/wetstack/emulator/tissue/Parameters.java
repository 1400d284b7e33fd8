package org.wetstack.emulator.tissue;

import java.lang.reflect.RecordComponent;
import java.util.List;

/** The components of a profile's record, each with the {@link Parameter} that explains it. */
public final class Parameters {

  private Parameters() {}

  /**
   * The components of {@code type}.
   *
   * @throws IllegalArgumentException if one of them is not explained
   */
  public static List<RecordComponent> of(Class<? extends Record> type) {
    List<RecordComponent> components = List.of(type.getRecordComponents());
    components.forEach(Parameters::meaning);
    return components;
  }

  /** What {@code component} means. */
  public static Parameter meaning(RecordComponent component) {
    Parameter meaning = component.getAnnotation(Parameter.class);
    if (meaning == null) {
      throw new IllegalArgumentException(
          component.getDeclaringRecord().getSimpleName()
              + "."
              + component.getName()
              + " has no @Parameter that says what it is");
    }
    return meaning;
  }

  /** The value of {@code component} in {@code profile}. */
  public static Object value(Record profile, RecordComponent component) {
    try {
      return component.getAccessor().invoke(profile);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          component.getDeclaringRecord().getName() + " must be public, and not throw", e);
    }
  }

  /**
   * That every number of {@code profile} is within its range.
   *
   * @throws IllegalArgumentException if one is not; it says which, and what would be right
   */
  public static void check(Record profile) {
    for (RecordComponent component : of(profile.getClass())) {
      Parameter meaning = meaning(component);
      if (value(profile, component) instanceof Number number) {
        double value = number.doubleValue();
        // So that NaN is refused, too.
        if (!(value >= meaning.least() && value <= meaning.most())) {
          throw new IllegalArgumentException(
              "%s of a %s must be %s to %s %s, not %s"
                  .formatted(
                      component.getName(),
                      profile.getClass().getSimpleName(),
                      meaning.least(),
                      meaning.most(),
                      meaning.unit(),
                      number));
        }
      }
    }
  }
}
