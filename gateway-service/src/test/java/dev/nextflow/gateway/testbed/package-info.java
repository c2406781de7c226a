/** What the gateway's tests stand on: a client, a tokenizer-service over real HTTP, a worker. */
@NullMarked
package dev.nextflow.gateway.testbed;

import org.jspecify.annotations.NullMarked;
