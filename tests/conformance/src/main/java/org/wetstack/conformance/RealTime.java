package org.wetstack.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Rules on a subject that waits much and computes little. Where JUnit may run tests in parallel, as
 * in this build, they run one after the other beside those of the subjects next to it; each subject
 * must have its own ports, topics and files.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = RealTime.OfItsOwn.class)
public @interface RealTime {

  /** A lock that nobody else wants: JUnit keeps the tests of a class that has one in one thread. */
  final class OfItsOwn implements ResourceLocksProvider {

    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
      return Set.of(new Lock(testClass.getName()));
    }

    @Override
    public Set<Lock> provideForNestedClass(List<Class<?>> enclosing, Class<?> testClass) {
      return provideForClass(testClass);
    }
  }
}
