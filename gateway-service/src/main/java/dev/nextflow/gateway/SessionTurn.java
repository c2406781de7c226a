package dev.nextflow.gateway;

/**
 * A turn's place in a session.
 *
 * @param number 1-based; a place that nobody took has the number of the turn that will
 */
public record SessionTurn(String session, int number) {}
