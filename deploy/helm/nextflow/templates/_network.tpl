{{- define "nextflow.toDns" -}}
- to: {{- toYaml .Values.networkPolicy.dns | nindent 4 }}
  ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
{{- end }}
{{- define "nextflow.toRedis" -}}
{{- if eq .Values.redis.mode "internal" -}}
- to:
    - podSelector:
        matchLabels: {{- include "nextflow.selector" (dict "root" . "component" "redis") | nindent 10 }}
  ports:
    - {protocol: TCP, port: 6379}
{{- else -}}
# Any port: the nodes of a cluster and a master behind sentinels name their own.
- to: {{- toYaml .Values.redis.external.peers | nindent 4 }}
{{- end }}
{{- end }}
{{- define "nextflow.fromMonitoring" -}}
{{- with .root.Values.networkPolicy.monitoring -}}
- from: {{- toYaml . | nindent 4 }}
  ports:
    - {protocol: TCP, port: {{ $.port }}}
{{- end }}
{{- end }}

{{/* For whoever makes spans; empty where nobody wants them. */}}
{{- define "nextflow.toCollectors" -}}
{{- with .Values.traces.endpoint -}}
{{- $url := urlParse . -}}
{{- $port := regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) -}}
- to: {{- toYaml $.Values.networkPolicy.collectors | nindent 4 }}
  ports:
    - {protocol: TCP, port: {{ $port | default (ternary "443" "80" (eq $url.scheme "https")) }}}
{{- end }}
{{- end }}
