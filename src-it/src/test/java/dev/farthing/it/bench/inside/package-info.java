/** What the bench puts into the server beside the delivered modules: a war that feeds the lanes from inside. */
@NullMarked
package dev.farthing.it.bench.inside;

import org.jspecify.annotations.NullMarked;
