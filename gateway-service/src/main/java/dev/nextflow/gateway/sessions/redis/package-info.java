/** Sessions in Redis. */
@NullMarked
package dev.nextflow.gateway.sessions.redis;

import org.jspecify.annotations.NullMarked;
