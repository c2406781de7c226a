package dev.nextflow.gateway.openai;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request for an answer in text.
 *
 * @param usageInStream whether the stream's last chunk tells what was used
 */
record ChatRequest(Translation translation, boolean stream, boolean usageInStream) {

  static ChatRequest read(byte @Nullable [] body) {
    return Parameters.read(body, ChatRequest::read);
  }

  private static ChatRequest read(Parameters parameters) {
    parameters.carry("seed", "temperature", "top_p", "stop");
    if (parameters.fields().text("model") != null) {
      parameters.carry("model");
    }
    carryMaxTokens(parameters);
    parameters.put("messages", ChatMessages.read(parameters, parameters.fields().any("messages")));
    parameters.label("user", "openai-user");
    refuseOthers(parameters);
    boolean stream = parameters.flag("stream");
    return new ChatRequest(parameters.translation(), stream, usageInStream(parameters, stream));
  }

  private static void carryMaxTokens(Parameters parameters) {
    boolean both =
        parameters.fields().any("max_tokens") != null
            && parameters.fields().any("max_completion_tokens") != null;
    parameters
        .rules()
        .require(!both, "max_tokens", "must be left out where there is max_completion_tokens");
    parameters.carryAs("max_tokens", "max_tokens");
    parameters.carryAs("max_completion_tokens", "max_tokens");
  }

  private static void refuseOthers(Parameters parameters) {
    parameters.only("n", 1);
    parameters.only("frequency_penalty", 0);
    parameters.only("presence_penalty", 0);
    parameters.only("logprobs", false);
    parameters.only("top_logprobs", 0);
    parameters.only("store", false);
    parameters.only("service_tier", "auto", "default");
    parameters.only("modalities", List.of("text"));
    parameters.only("response_format", Map.of("type", "text"));
    parameters.only("tool_choice", "none", "auto");
    parameters.refuse(
        "tools",
        "parallel_tool_calls",
        "functions",
        "function_call",
        "logit_bias",
        "metadata",
        "audio",
        "prediction",
        "reasoning_effort",
        "verbosity",
        "web_search_options",
        "moderation",
        "safety_identifier",
        "prompt_cache_key",
        "prompt_cache_retention");
  }

  private static boolean usageInStream(Parameters parameters, boolean stream) {
    JsonNode options = parameters.fields().any("stream_options");
    parameters
        .rules()
        .require(options == null || stream, "stream_options", "must be left out without stream");
    parameters
        .rules()
        .require(options == null || options.isObject(), "stream_options", "must be an object");
    if (!(options instanceof ObjectNode object)) {
      return false;
    }
    Boolean usage =
        parameters.within("stream_options", () -> Parameters.read(object, ChatRequest::usage));
    return Boolean.TRUE.equals(usage);
  }

  private static boolean usage(Parameters options) {
    options.only("include_obfuscation", false);
    return options.flag("include_usage");
  }
}
