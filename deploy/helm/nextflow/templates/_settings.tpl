{{/* A service's application.yaml, read on top of its own. Takes root and component. */}}
{{- define "nextflow.settings" -}}
{{- $histograms := ternary (list "http.server.requests") (list "nextflow.jobs.wait") (has .component (list "gateway" "tokenizer")) -}}
{{- $own := deepCopy ((index .root.Values .component).settings | default dict) -}}
{{- if and .root.Values.jobs (ne .component "tokenizer") }}{{ $_ := set $own "jobs" .root.Values.jobs }}{{ end -}}
{{- with $own }}
nextflow: {{- toYaml . | nindent 2 }}
{{- end }}
management:
  metrics:
    distribution:
      percentiles-histogram:
        {{- range $histograms }}
        "[{{ . }}]": true
        {{- end }}
      maximum-expected-value:
        {{- range $histograms }}
        "[{{ . }}]": 15m
        {{- end }}
{{- end }}
