package dev.farthing.micropayment;

/**
 * What is wrong with an item that somebody wants to publish.
 *
 * @param row of a sheet, where the header is row 1; or of a list, from 1
 * @param column of the sheet, or the JSON member
 * @param message what to do
 */
public record Complaint(int row, String column, String message) {}
