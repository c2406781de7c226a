/** Endpoints and deliveries in Redis: one script per change. */
@NullMarked
package dev.nextflow.gateway.webhooks.redis;

import org.jspecify.annotations.NullMarked;
