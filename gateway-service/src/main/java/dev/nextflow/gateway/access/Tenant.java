package dev.nextflow.gateway.access;

/**
 * On whose behalf a request is made. A controller gets it as a parameter; there is no other way to
 * a job than through it.
 *
 * @param name as the queue knows it
 */
public record Tenant(String name) {}
