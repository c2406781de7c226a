/**
 * What goes out on behalf of a tenant, and where it may go, asked at the moment of dialling: names
 * lie, and what a name meant a moment ago proves nothing. Webhooks and pictures share it.
 */
@NullMarked
package dev.nextflow.gateway.outbound;

import org.jspecify.annotations.NullMarked;
