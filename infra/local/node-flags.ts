// How every process of the hub is started; infra/images/run.sh says the same.

export const NODE_FLAGS = [
  // kafkajs 2.2.4 sets timers below zero, and new Node says so each time.
  '--disable-warning=TimeoutNegativeWarning',
  // A young generation of twice 16 MB. With 8 the doors collect it so often that it costs a tenth of what they take; with
  // 24 an adapter that is flooded passes 400 MB (both measured).
  '--max-semi-space-size=16',
  // One helper of V8 instead of four: on two cores four that mark garbage leave none for callers (p99 of the doors, measured).
  '--v8-pool-size=1',
] as const;

/** Besides the flags. Two arenas of the C library: with one for each thread what was freed stays with the process. */
export const NODE_ENVIRONMENT = { MALLOC_ARENA_MAX: '2' } as const;
