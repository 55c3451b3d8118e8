/**
 * The night: what vendors are charged and paid, what customers on a tab are collected from, the bank's files and its answers, and
 * what was found to differ.
 */
@NullMarked
package dev.farthing.settlement;

import org.jspecify.annotations.NullMarked;
