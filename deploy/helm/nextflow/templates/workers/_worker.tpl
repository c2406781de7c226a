{{/* Takes root, component and port. */}}
{{- define "nextflow.workerEnvironment" -}}
{{- $service := index .root.Values .component -}}
- {name: SPRING_CONFIG_ADDITIONALLOCATION, value: "file:/etc/nextflow/settings/"}
- {name: NEXTFLOW_DRAIN, value: "{{ $service.drainSeconds }}s"}
# After the drain; only probes and scrapes are left by then.
- {name: SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE, value: "4s"}
{{ include "nextflow.engineEnvironment" (dict "root" .root "service" $service) }}
- {name: NEXTFLOW_{{ upper .component }}_KEPTPREFIXBYTES, value: {{ $service.keptPrefixBytes | quote }}}
{{- if eq .component "understanding" }}
- {name: NEXTFLOW_UNDERSTANDING_SLOTS, value: {{ $service.slots | quote }}}
- {name: NEXTFLOW_UNDERSTANDING_PREFILLCHUNK, value: {{ $service.prefillChunk | quote }}}
{{- end }}
{{- include "nextflow.redisEnvironment" .root }}
{{- end }}

{{/* A stop takes at most drainSeconds, 5 s in which a job must heed it (JobWorker.STOP_GRACE), and what is left to close. */}}
{{- define "nextflow.worker" -}}
{{- $service := index .root.Values .component -}}
{{- include "nextflow.deployment" (dict
  "root" .root
  "component" .component
  "ports" (dict "http" .port)
  "health" "http"
  "environment" (include "nextflow.workerEnvironment" .)
  "settings" (include "nextflow.settings" .)
  "mounts" (include "nextflow.lists" (list (include "nextflow.bundleMounts" .root) (include "nextflow.redisMounts" .root)) | trim)
  "volumes" (include "nextflow.lists" (list (include "nextflow.bundleVolumes" .root) (include "nextflow.redisVolumes" .root)) | trim)
  "startSeconds" $service.startSeconds
  "graceSeconds" (add $service.drainSeconds 10)
  "replicas" (ternary "" (toString $service.replicas) .root.Values.scaling.enabled)
  "surge" $service.maxSurge) }}
{{- end }}
