package org.wetstack.rig;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test class that is the subject of a {@link Trial}, and is skipped by whoever else finds it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(InTrial.Condition.class)
@interface InTrial {

  /** Whether this is a trial. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return context.getConfigurationParameter(Trial.MARK).isPresent()
          ? ConditionEvaluationResult.enabled("in a trial")
          : ConditionEvaluationResult.disabled("the subject of a trial");
    }
  }
}
