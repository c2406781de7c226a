/**
 * A real Redis server as a child process, for laptops and tests: no container engine, nothing to
 * install. It keeps what it acknowledged, also through {@code kill -9}.
 */
@NullMarked
package dev.nextflow.redisserver;

import org.jspecify.annotations.NullMarked;
