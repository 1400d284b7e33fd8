/**
 * Any electrode array of ours as an Intan RHX program, for those who speak only to that. It says
 * what the array does, and refuses what the array cannot do exactly as RHX was told.
 */
@NullMarked
package org.wetstack.app.facade;

import org.jspecify.annotations.NullMarked;
