/** The kit on a command line: a vendor's, a customer's device's, and the sample storefront's. */
@NullMarked
package dev.farthing.kit.cli;

import org.jspecify.annotations.NullMarked;
