/**
 * Files in YAML that know where each thing stands in them, so that a mistake is told with its
 * place. It knows nothing of what the files are about.
 */
@NullMarked
package org.wetstack.yaml;

import org.jspecify.annotations.NullMarked;
