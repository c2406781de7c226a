package dev.nextflow.jobs;

import java.time.LocalDate;

/**
 * Tokens of one kind that a tenant's jobs drew or wrote on one day.
 *
 * @param day in UTC
 * @param kind see {@link NewJob#kind}
 */
public record DailyUsage(LocalDate day, String kind, long tokens) {}
