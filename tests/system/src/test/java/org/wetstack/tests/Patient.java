package org.wetstack.tests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Takes minutes of real time that hardly any computing fills: run with {@code
 * -Dwetstack.patient=true}, as before a release. The same rules run in virtual time always.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
    named = "wetstack.patient",
    matches = "true",
    disabledReason = "takes minutes of real time; run with -Dwetstack.patient=true")
@interface Patient {}
