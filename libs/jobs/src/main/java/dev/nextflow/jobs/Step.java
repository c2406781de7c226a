package dev.nextflow.jobs;

/**
 * What a worker told last.
 *
 * @param event type of the event
 * @param data its data, JSON
 */
public record Step(String event, String data) {}
