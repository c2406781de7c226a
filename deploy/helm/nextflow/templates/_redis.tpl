{{/* Variables that tell a service where Redis is, and who it is there. Takes root and component. The URL has the credentials in all modes: Spring takes them from nowhere else where there is a URL. */}}
{{- define "nextflow.redisEnvironment" -}}
{{- $redis := .root.Values.redis -}}
{{- $user := index $redis.auth .component -}}
{{- $external := $redis.external -}}
{{- $scheme := ternary "rediss" "redis" (and (ne $redis.mode "internal") $external.tls.enabled) -}}
{{- $credentials := "" -}}
{{- if not $redis.auth.none }}{{ $credentials = printf "%s:$(REDIS_PASSWORD)@" $user.username }}{{ end -}}
{{- $place := printf "%s-redis:6379" (include "nextflow.fullname" .root) -}}
{{- $database := 0 -}}
{{- if ne $redis.mode "internal" }}{{ $place = first ($external.nodes | default (list "")) }}{{ $database = int $external.database }}{{ end -}}
{{- if not $redis.auth.none }}
- name: REDIS_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ $redis.auth.existingSecret }}, key: {{ $user.key }}}
{{- end }}
- name: SPRING_DATA_REDIS_URL
  value: {{ printf "%s://%s%s/%d" $scheme $credentials $place $database | quote }}
{{- if eq $redis.mode "sentinel" }}
- name: SPRING_DATA_REDIS_SENTINEL_MASTER
  value: {{ $external.sentinelMaster | quote }}
- name: SPRING_DATA_REDIS_SENTINEL_NODES
  value: {{ join "," $external.nodes | quote }}
{{- end }}
{{- if eq $redis.mode "cluster" }}
- name: SPRING_DATA_REDIS_CLUSTER_NODES
  value: {{ join "," $external.nodes | quote }}
# So that a failover is noticed.
- {name: SPRING_DATA_REDIS_LETTUCE_CLUSTER_REFRESH_ADAPTIVE, value: "true"}
- {name: SPRING_DATA_REDIS_LETTUCE_CLUSTER_REFRESH_PERIOD, value: 30s}
{{- end }}
{{- if and (ne $redis.mode "internal") $external.tls.enabled $external.tls.caSecret }}
- name: SPRING_DATA_REDIS_SSL_BUNDLE
  value: redis
- name: SPRING_SSL_BUNDLE_PEM_REDIS_TRUSTSTORE_CERTIFICATE
  value: file:/etc/nextflow/redis-ca/ca.crt
{{- end }}
{{- end }}

{{- define "nextflow.redisMounts" -}}
{{- if and (ne .Values.redis.mode "internal") .Values.redis.external.tls.enabled .Values.redis.external.tls.caSecret -}}
- {name: redis-ca, mountPath: /etc/nextflow/redis-ca, readOnly: true}
{{- end }}
{{- end }}

{{- define "nextflow.redisVolumes" -}}
{{- if and (ne .Values.redis.mode "internal") .Values.redis.external.tls.enabled .Values.redis.external.tls.caSecret -}}
- name: redis-ca
  secret: {secretName: {{ .Values.redis.external.tls.caSecret }}}
{{- end }}
{{- end }}
