/** The gateway and its document, {@code docs/api/openapi.yaml}, held against each other. */
@NullMarked
package dev.nextflow.gateway.contract;

import org.jspecify.annotations.NullMarked;
