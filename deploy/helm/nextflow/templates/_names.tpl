{{- define "nextflow.fullname" -}}
{{- $name := .Release.Name -}}
{{- if not (contains "nextflow" $name) }}{{ $name = printf "%s-nextflow" $name }}{{ end -}}
{{- $name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* What tells the pods of one part from all others. Takes root and component. */}}
{{- define "nextflow.selector" -}}
app.kubernetes.io/name: nextflow
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Takes root and component. */}}
{{- define "nextflow.labels" -}}
{{ include "nextflow.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* Takes root and component. */}}
{{- define "nextflow.metadata" -}}
name: {{ include "nextflow.fullname" .root }}-{{ .component }}
namespace: {{ .root.Release.Namespace }}
labels: {{- include "nextflow.labels" . | nindent 2 }}
{{- end }}

{{/* Of a service's image. Takes root and service, the service's values. */}}
{{- define "nextflow.image" -}}
{{- $tag := .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- if and .service.engine (eq .service.engine.provider "cuda") }}{{ $tag = printf "%s-cuda" $tag }}{{ end -}}
{{- with .root.Values.image.registry }}{{ . }}/{{ end }}{{ .service.image.repository }}:{{ $tag }}
{{- end }}

{{- define "nextflow.redisImage" -}}
{{- with .Values.image.registry }}{{ . }}/{{ end }}{{ .Values.redis.internal.image.repository }}:{{ .Values.redis.internal.image.tag }}
{{- end }}
