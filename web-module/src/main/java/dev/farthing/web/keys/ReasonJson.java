package dev.farthing.web.keys;

/** Why a key is ended, in 1 to 200 characters. */
public record ReasonJson(String reason) {}
