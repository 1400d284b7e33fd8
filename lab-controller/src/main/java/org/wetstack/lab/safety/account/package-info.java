/**
 * The books kept twice: every limit derived again from the journal alone, with other arithmetic and
 * none of the code that decides. Nothing here refuses; it finds what should have been refused.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.lab.safety.account;
