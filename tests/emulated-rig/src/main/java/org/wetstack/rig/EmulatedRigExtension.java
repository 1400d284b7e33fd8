package org.wetstack.rig;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;
import org.wetstack.hal.DeviceException;

/**
 * Makes the rig of a test when a parameter first asks for something of it, and puts it away with
 * the test's own store.
 */
final class EmulatedRigExtension implements ParameterResolver, TestWatcher {

  private static final Namespace OURS = Namespace.create(EmulatedRigExtension.class);

  /** So that the rig of a constructor's parameters is the one of the test, and not of its class. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return Wanted.fromARig(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "an emulated rig lives as long as one test: take "
              + parameter.getParameter().getType().getSimpleName()
              + " as a parameter of the test or of a @BeforeEach method, not of a @BeforeAll method"
              + " or the constructor of a class with one instance for all its tests");
    }
    try {
      return new Wanted(parameter, running(context)).answer();
    } catch (IllegalArgumentException | DeviceException e) {
      throw new ParameterResolutionException(String.valueOf(e.getMessage()), e);
    }
  }

  private static RunningRig running(ExtensionContext context) {
    return context
        .getStore(OURS)
        .getOrComputeIfAbsent(RunningRig.class, key -> start(context), RunningRig.class);
  }

  private static RunningRig start(ExtensionContext context) {
    EmulatedRig wanted = annotation(context).orElseThrow();
    try {
      var spec = RigSource.spec(wanted, context.getRequiredTestClass());
      notes(context)
          .put(context.getUniqueId(), Failed.text(context.getDisplayName(), wanted, spec.seed()));
      return new RunningRig(spec, wanted.time());
    } catch (IOException e) {
      throw new IllegalArgumentException("the rig cannot be started: " + e.getMessage(), e);
    }
  }

  /** The annotation of the method, or else of the innermost class that has one. */
  private static Optional<EmulatedRig> annotation(ExtensionContext context) {
    Optional<EmulatedRig> found = on(context.getRequiredTestMethod());
    Class<?> type = context.getRequiredTestClass();
    while (found.isEmpty() && type != null) {
      found = on(type);
      type = type.getEnclosingClass();
    }
    return found;
  }

  private static Optional<EmulatedRig> on(AnnotatedElement element) {
    return AnnotationSupport.findAnnotation(element, EmulatedRig.class);
  }

  /** What to say of a test should it fail: kept above it, since its own store is closed by then. */
  private static Store notes(ExtensionContext context) {
    return context.getRoot().getStore(OURS);
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    notes(context).remove(context.getUniqueId());
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    notes(context).remove(context.getUniqueId());
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    Object note = notes(context).remove(context.getUniqueId());
    if (note != null) {
      System.err.println(note);
    }
  }
}
