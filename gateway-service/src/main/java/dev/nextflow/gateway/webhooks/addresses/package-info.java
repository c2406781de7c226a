/**
 * Which addresses the gateway may dial on behalf of a tenant, asked at the moment of dialling:
 * names lie, and what a name meant a moment ago proves nothing.
 */
@NullMarked
package dev.nextflow.gateway.webhooks.addresses;

import org.jspecify.annotations.NullMarked;
