{{- define "nextflow.bundleMounts" -}}
{{- $bundle := .Values.bundle -}}
{{- $subPath := "" -}}
{{- if $bundle.image.reference }}{{ $subPath = $bundle.image.subPath }}{{ else if $bundle.claim.name }}{{ $subPath = $bundle.claim.subPath }}{{ end -}}
{{- if not $bundle.inServiceImages -}}
- name: bundle
  mountPath: {{ $bundle.path }}
  readOnly: true
  {{- with $subPath }}
  subPath: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "nextflow.bundleVolumes" -}}
{{- $bundle := .Values.bundle -}}
{{- if $bundle.image.reference -}}
- name: bundle
  image: {reference: {{ $bundle.image.reference | quote }}, pullPolicy: {{ $bundle.image.pullPolicy }}}
{{- else if $bundle.claim.name -}}
- name: bundle
  persistentVolumeClaim: {claimName: {{ $bundle.claim.name }}, readOnly: true}
{{- end }}
{{- end }}

{{/* Which bundle, and what computes. Takes root and service. */}}
{{- define "nextflow.engineEnvironment" -}}
- {name: NEXTFLOW_BUNDLE, value: {{ .root.Values.bundle.path | quote }}}
- {name: NEXTFLOW_ENGINE_PROVIDER, value: {{ .service.engine.provider | quote }}}
- {name: NEXTFLOW_ENGINE_DEVICE, value: {{ .service.engine.device | quote }}}
- {name: NEXTFLOW_ENGINE_THREADS, value: {{ .service.engine.threads | quote }}}
{{- end }}
