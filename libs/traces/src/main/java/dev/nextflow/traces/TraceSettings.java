package dev.nextflow.traces;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be configured, beside what Boot has for it.
 *
 * @param heedCallers whether a caller's own choice to record a trace, or not, is followed; false:
 *     the trace goes on all the same, and is recorded as the operator's probability has it
 */
@ConfigurationProperties("nextflow.traces")
record TraceSettings(@DefaultValue("true") boolean heedCallers) {}
