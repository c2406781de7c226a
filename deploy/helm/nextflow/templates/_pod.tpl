{{/*
A Deployment of one service. Takes
  root          the chart's dot
  component     name of the part, and of its values
  ports         name to number
  health        name of the port that answers probes and metrics
  environment   rendered variables
  settings      name of a ConfigMap's part with an application.yaml, or empty
  mounts, volumes   rendered, or empty
  startSeconds  longest time to a process that answers
  graceSeconds  from SIGTERM to SIGKILL
  replicas      rendered number, or empty where something else scales
  surge         pods too many during a rollout
*/}}
{{- define "nextflow.deployment" -}}
{{- $service := index .root.Values .component -}}
apiVersion: apps/v1
kind: Deployment
metadata: {{- include "nextflow.metadata" . | nindent 2 }}
spec:
  {{- with .replicas }}
  replicas: {{ . }}
  {{- end }}
  revisionHistoryLimit: 5
  selector:
    matchLabels: {{- include "nextflow.selector" . | nindent 6 }}
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: {{ .surge }}, maxUnavailable: {{ ternary 1 0 (eq (int .surge) 0) }}}
  template:
    metadata:
      labels: {{- include "nextflow.labels" . | nindent 8 }}
      annotations:
        # A changed setting makes new pods.
        checksum/settings: {{ .settings | default "" | sha256sum }}
        {{- with $service.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec: {{- include "nextflow.podSpec" (merge (dict "service" $service) .) | nindent 6 }}
{{- end }}

{{- define "nextflow.podSpec" -}}
{{- $values := .root.Values -}}
serviceAccountName: {{ include "nextflow.fullname" .root }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ .graceSeconds }}
{{- with $values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .service.runtimeClassName }}
runtimeClassName: {{ . }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
topologySpreadConstraints:
  {{- range $values.topologySpread.keys }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: {{ $values.topologySpread.whenUnsatisfiable }}
    # Of one version: during a rollout the old pods do not count.
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels: {{- include "nextflow.selector" $ | nindent 8 }}
  {{- end }}
{{- with .service.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .service.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .service.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: {{ .component }}
    image: {{ include "nextflow.image" . | quote }}
    imagePullPolicy: {{ $values.image.pullPolicy }}
    ports:
      {{- range $name, $number := .ports }}
      - {name: {{ $name }}, containerPort: {{ $number }}}
      {{- end }}
    env:
      - {name: ORT_DISABLE_TELEMETRY, value: "1"}
      {{- with $values.logFormat }}
      - {name: LOGGING_STRUCTURED_FORMAT_CONSOLE, value: {{ . | quote }}}
      {{- end }}
      {{- with $values.traces.endpoint }}
      - {name: MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT, value: {{ . | quote }}}
      - {name: MANAGEMENT_TRACING_SAMPLING_PROBABILITY, value: {{ $values.traces.probability | quote }}}
      {{- end }}
      {{- .environment | nindent 6 }}
    # Until the process answers, nothing else is asked. A bundle is loaded by then.
    startupProbe:
      httpGet: {path: /actuator/health/liveness, port: {{ .health }}}
      periodSeconds: 5
      timeoutSeconds: 3
      failureThreshold: {{ div (add .startSeconds 4) 5 }}
    # Once warm; not any more when it stops.
    readinessProbe:
      httpGet: {path: /actuator/health/readiness, port: {{ .health }}}
      periodSeconds: 5
      timeoutSeconds: 3
      failureThreshold: 2
    livenessProbe:
      httpGet: {path: /actuator/health/liveness, port: {{ .health }}}
      periodSeconds: 10
      timeoutSeconds: 5
      failureThreshold: 6
    resources: {{- include "nextflow.resources" .service | nindent 6 }}
    securityContext: {{- include "nextflow.containerSecurity" . | nindent 6 }}
    volumeMounts:
      # Native libraries are unpacked here where the image has not done it.
      - {name: tmp, mountPath: /tmp}
      {{- if .settings }}
      - {name: settings, mountPath: /etc/nextflow/settings, readOnly: true}
      {{- end }}
      {{- with .mounts }}
      {{- . | nindent 6 }}
      {{- end }}
volumes:
  - name: tmp
    emptyDir: {sizeLimit: 1Gi}
  {{- if .settings }}
  - name: settings
    configMap: {name: {{ include "nextflow.fullname" .root }}-{{ .component }}}
  {{- end }}
  {{- with .volumes }}
  {{- . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "nextflow.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* With the GPUs. Takes a service's values. */}}
{{- define "nextflow.resources" -}}
{{- $resources := deepCopy .resources -}}
{{- if and .gpu (gt (int .gpu.count) 0) -}}
{{- $_ := set $resources "limits" (set (deepCopy ($resources.limits | default dict)) .gpu.resource (int .gpu.count)) -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end }}

{{/* Rendered lists one below the other, without the empty ones. */}}
{{- define "nextflow.lists" -}}
{{- range . }}{{ with . }}
{{ . }}
{{- end }}{{ end -}}
{{- end }}
