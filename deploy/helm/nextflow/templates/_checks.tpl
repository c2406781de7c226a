{{/* What must not be installed, with the reason. Called once. */}}
{{- define "nextflow.checks" -}}
{{- include "nextflow.checkRedis" . -}}
{{- include "nextflow.checkBundle" . -}}
{{- range $name := list "tokenizer" "generation" "understanding" -}}
{{- include "nextflow.checkEngine" (dict "name" $name "service" (index $.Values $name)) -}}
{{- end -}}
{{- if and .Values.traces.endpoint .Values.networkPolicy.enabled (not .Values.networkPolicy.collectors) -}}
{{- fail "networkPolicy.collectors is empty: with networkPolicy.enabled no span would reach traces.endpoint" -}}
{{- end -}}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) -}}
{{- fail "httpRoute.parentRefs is empty: name the Gateway that the route belongs to" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) -}}
{{- fail "ingress.hosts is empty: name the host that the gateway answers to" -}}
{{- end -}}
{{- end }}

{{- define "nextflow.checkRedis" -}}
{{- $redis := .Values.redis -}}
{{- if not $redis.jobsMayBeLost -}}
{{- $says := " An accepted job would be lost: set redis.jobsMayBeLost if that is all right." -}}
{{- if eq $redis.mode "internal" -}}
{{- if ne (toString $redis.internal.appendonly) "yes" }}{{ fail (print "redis.internal.appendonly is not yes: what Redis holds would be gone after a restart." $says) }}{{ end -}}
{{- if ne $redis.internal.appendfsync "always" }}{{ fail (print "redis.internal.appendfsync is not always: Redis would answer before a job is on disk." $says) }}{{ end -}}
{{- if ne $redis.internal.maxmemoryPolicy "noeviction" }}{{ fail (print "redis.internal.maxmemoryPolicy is not noeviction: a full Redis would throw jobs away." $says) }}{{ end -}}
{{- if not $redis.internal.persistence.enabled }}{{ fail (print "redis.internal.persistence.enabled is false: what Redis holds would be gone with its pod." $says) }}{{ end -}}
{{- else -}}
{{- $told := $redis.external.durability -}}
{{- if or (ne (toString $told.appendonly) "yes") (ne $told.appendfsync "always") }}{{ fail (print "redis.external.durability does not say appendonly yes and appendfsync always of your Redis." $says) }}{{ end -}}
{{- if ne $told.maxmemoryPolicy "noeviction" }}{{ fail (print "redis.external.durability.maxmemoryPolicy does not say noeviction of your Redis." $says) }}{{ end -}}
{{- if not $told.persistentVolume }}{{ fail (print "redis.external.durability.persistentVolume does not say that your Redis keeps its files." $says) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if and (not $redis.auth.existingSecret) (not $redis.auth.none) -}}
{{- fail "redis.auth.existingSecret is empty: name a secret with Redis's passwords, or set redis.auth.none" -}}
{{- end -}}
{{- if and (eq $redis.mode "internal") (not $redis.auth.none) -}}
{{- range $name := list "gateway" "generation" "understanding" -}}
{{- $username := (index $redis.auth $name).username -}}
{{- if ne $username $name }}{{ fail (printf "redis.auth.%s.username is %s, whom redis/users.acl does not know" $name $username) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if ne $redis.mode "internal" -}}
{{- if not $redis.external.nodes }}{{ fail "redis.external.nodes is empty: where is Redis?" }}{{ end -}}
{{- if and (eq $redis.mode "standalone") (gt (len $redis.external.nodes) 1) }}{{ fail "redis.external.nodes has more than one node: redis.mode standalone takes one" }}{{ end -}}
{{- if and (eq $redis.mode "sentinel") (not $redis.external.sentinelMaster) }}{{ fail "redis.external.sentinelMaster is empty: the sentinels watch which master?" }}{{ end -}}
{{- if and (eq $redis.mode "cluster") (ne (int $redis.external.database) 0) }}{{ fail "redis.external.database must be 0: a cluster has no other" }}{{ end -}}
{{- if and .Values.networkPolicy.enabled (not $redis.external.peers) }}{{ fail "redis.external.peers is empty: with networkPolicy.enabled nobody would reach Redis" }}{{ end -}}
{{- end -}}
{{- end }}

{{- define "nextflow.checkBundle" -}}
{{- $ways := 0 -}}
{{- if .Values.bundle.image.reference }}{{ $ways = add1 $ways }}{{ end -}}
{{- if .Values.bundle.claim.name }}{{ $ways = add1 $ways }}{{ end -}}
{{- if .Values.bundle.inServiceImages }}{{ $ways = add1 $ways }}{{ end -}}
{{- if ne (int $ways) 1 -}}
{{- fail "bundle: set exactly one of bundle.image.reference, bundle.claim.name and bundle.inServiceImages" -}}
{{- end -}}
{{- end }}

{{/* Takes name and service. */}}
{{- define "nextflow.checkEngine" -}}
{{- $cuda := eq .service.engine.provider "cuda" -}}
{{- $gpus := int .service.gpu.count -}}
{{- if and $cuda (eq $gpus 0) }}{{ fail (printf "%s.engine.provider is cuda, but %s.gpu.count is 0" .name .name) }}{{ end -}}
{{- if and (not $cuda) (gt $gpus 0) }}{{ fail (printf "%s.gpu.count is %d, but %s.engine.provider is cpu: the GPU would idle" .name $gpus .name) }}{{ end -}}
{{- end }}
