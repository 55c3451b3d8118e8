package dev.farthing.runs;

/**
 * Who works on a run: one start of one node. A node that was killed and started again is another holder, and takes over what
 * the one before it held without waiting for its lease to end.
 *
 * @param start unique to this start of the node
 */
public record Holder(String node, String start) {}
