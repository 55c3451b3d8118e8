/** The bank's files (ISO 20022): payment orders as bytes to send, account statements as records. No Jakarta, no database. */
@NullMarked
package dev.farthing.bankfile;

import org.jspecify.annotations.NullMarked;
