# Becomes the process that SERVICE names.
set -eu
case "${SERVICE:?names the process to run: a folder of services, migrate, or story}" in
  migrate)
    node infra/images/make-keys.ts
    entry=infra/migrate/main.ts
    ;;
  story) entry=infra/demo/main.ts ;;
  *) entry="services/$SERVICE/main.ts" ;;
esac
export MALLOC_ARENA_MAX=2
exec node --disable-warning=TimeoutNegativeWarning --max-semi-space-size=16 \
  --v8-pool-size=1 "$entry"
