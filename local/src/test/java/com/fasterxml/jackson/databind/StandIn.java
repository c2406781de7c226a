package com.fasterxml.jackson.databind;

/** Stands in for Jackson 2, which is not on the class path, so that a test can break its rule. */
public class StandIn {}
