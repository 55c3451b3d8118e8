/**
 * A sample storefront: one page that sells a vendor's items to whoever hands it a ticket. It shows what a shop must do with
 * tickets, payments, entitlements and returns; the rest of a real shop is left out.
 */
@NullMarked
package dev.farthing.kit.shop;

import org.jspecify.annotations.NullMarked;
