package io.reprieve.localstack.demo;

import java.util.Map;

/**
 * What became of one step.
 *
 * @param name what happens in it
 * @param ok whether it held
 * @param seconds it took here
 * @param ir34 how long the same took in the incident, or what it was like there
 * @param figures what was counted, for machines
 */
record Step(String name, boolean ok, double seconds, String ir34, Map<String, Object> figures) {}
