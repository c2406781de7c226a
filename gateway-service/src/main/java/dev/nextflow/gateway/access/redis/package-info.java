/**
 * Tenants and keys in Redis: hashes under one hash tag, changed by the scripts of {@code lua/}. The
 * key layout is in the gateway's README.
 */
@NullMarked
package dev.nextflow.gateway.access.redis;

import org.jspecify.annotations.NullMarked;
